"""Unique codes of bank transfers: one free code per account and amount, reserved with the checkout draft."""

import secrets
from datetime import datetime

from sqlalchemy import select, update

from marketplace.kit.rupiah import Rupiah
from marketplace.payments.models import Payment, UniqueCode
from marketplace.payments.rules import UNIQUE_CODES
from marketplace.web.db import begin_write, db, insert_unless_there


class NoCodeLeft(Exception):
    """All 999 codes of this account and amount are in use."""


def key_of_draft(draft_key: str, stall_id: int) -> str:
    """Under which a draft holds the code of the payment that begins with this stall's order: two stalls of one
    person may have one account and one price.
    """
    return f"{draft_key}:{stall_id}"


def code_of_draft(account: str, amount: int, key: str, *, hold: bool = False) -> int | None:
    """The code that is held under this key for an account and amount, if there is one. `hold`: nobody frees it until
    the commit.
    """
    query = select(UniqueCode.code).where(
        UniqueCode.account_number == account,
        UniqueCode.amount == amount,
        UniqueCode.draft_key == key,
        UniqueCode.released_at.is_(None),
    )
    return db.session.scalar(query.with_for_update(key_share=True) if hold else query)


def reserve_code(account: str, amount: Rupiah, draft_key: str, until: datetime) -> int:
    """The draft's code for this account and amount, taken now if it has none. Raises NoCodeLeft."""
    begin_write()
    for _ in range(20):  # another checkout may take the same code between our look and our insert
        held = code_of_draft(account, amount, draft_key, hold=True)
        if held:
            return held
        insert_unless_there(
            UniqueCode,
            account_number=account,
            amount=amount,
            code=free_code(account, amount),
            draft_key=draft_key,
            expires_at=until,
        )
    raise NoCodeLeft


def free_code(account: str, amount: Rupiah) -> int:
    """A random code that nobody holds for this account and amount. Raises NoCodeLeft."""
    taken = set(
        db.session.scalars(
            select(UniqueCode.code).where(
                UniqueCode.account_number == account,
                UniqueCode.amount == amount,
                UniqueCode.released_at.is_(None),
            )
        )
    )
    free = [code for code in UNIQUE_CODES if code not in taken]
    if not free:
        raise NoCodeLeft
    return secrets.choice(free)


def keep_code(payment: Payment, draft_key: str, until: datetime) -> None:
    """The draft became a purchase: its code now belongs to the payment."""
    db.session.flush()
    db.session.execute(
        update(UniqueCode)
        .where(
            UniqueCode.draft_key == draft_key,
            UniqueCode.account_number == payment.account_number,
            UniqueCode.amount == payment.amount,
            UniqueCode.released_at.is_(None),
        )
        .values(payment_id=payment.id, expires_at=until)
    )


def release_codes(payment: Payment, at: datetime) -> None:
    """The payment has ended: its code is free for the next buyer."""
    if payment.unique_code:
        db.session.execute(
            update(UniqueCode)
            .where(UniqueCode.payment_id == payment.id, UniqueCode.released_at.is_(None))
            .values(released_at=at)
        )
