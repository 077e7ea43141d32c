"""How often something may be tried: counted in the database, across all processes."""

from datetime import timedelta

from sqlalchemy import delete, func, text

from marketplace.accounts.models import SignInFailure
from marketplace.accounts.rules import (
    WRONG_PASSWORDS_PER_ACCOUNT,
    WRONG_PASSWORDS_PER_NETWORK,
    WRONG_PASSWORDS_WITHIN,
)
from marketplace.kit.clock import now
from marketplace.kit.codes import digest
from marketplace.web.db import begin_write, db


class TooMany(RuntimeError):
    """A sentence for the visitor, and how long to wait."""

    def __init__(self, sentence: str, wait: timedelta) -> None:
        super().__init__(sentence)
        self.wait = wait


def one_at_a_time(counter: str) -> None:
    """Hold a named counter until the commit, so that two processes never count the same free place."""
    begin_write()
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer anyway
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": counter})


def refuse_guessing(account: str, network: str) -> None:
    """Raises TooMany when this account or this network has had its share of wrong passwords."""
    since = now() - WRONG_PASSWORDS_WITHIN
    for column, value, most in (
        (SignInFailure.account_digest, digest(account), WRONG_PASSWORDS_PER_ACCOUNT),
        (SignInFailure.network, network, WRONG_PASSWORDS_PER_NETWORK),
    ):
        count = db.select(func.count()).where(column == value, SignInFailure.at > since)
        if (db.session.scalar(count) or 0) >= most:
            raise TooMany(
                "Kata sandinya terlalu sering keliru. Tunggu 15 menit, atau masuk dengan kode.",
                WRONG_PASSWORDS_WITHIN,
            )


def count_failure(account: str, network: str) -> None:
    """Keep one wrong password; known and unknown accounts alike."""
    begin_write()
    db.session.add(SignInFailure(account_digest=digest(account), network=network, at=now()))


def forgive(account: str) -> None:
    """The right password clears the account's count (the network's stays: it may guess at others)."""
    begin_write()
    db.session.execute(delete(SignInFailure).where(SignInFailure.account_digest == digest(account)))
