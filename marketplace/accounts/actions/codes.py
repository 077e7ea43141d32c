"""One-time codes: asked for, sent by a job, answered once."""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, update

from marketplace.accounts.actions.limits import TooMany, one_at_a_time
from marketplace.accounts.actions.users import is_known
from marketplace.accounts.models import OneTimeCode
from marketplace.accounts.rules import (
    CODES_IN_ALL,
    CODES_PER_HOUR,
    CODES_PER_NETWORK,
    MOST_TRIES,
    PROOF_LIVES,
    Message,
    Purpose,
    message_for,
)
from marketplace.jobs.models import enqueue
from marketplace.kit.clock import now
from marketplace.kit.codes import digest, new_digits
from marketplace.web.db import db, lock

HOUR = timedelta(hours=1)


def ask_code(purpose: Purpose, destination: str, *, device: str, network: str) -> None:
    """Send a code to a phone (digits) or e-mail; it works once, for this purpose, on this device.

    `device` is a secret that the browser holds. Somebody for whom the purpose makes no sense (a known number
    signs up, an unknown one signs in) gets a message instead, and nobody who watches can tell. Raises TooMany.
    """
    one_at_a_time("one_time_codes")
    refuse_flood(destination, network)
    forget_older(purpose, destination)
    digits = new_digits()
    code = OneTimeCode(
        purpose=purpose,
        destination=destination,
        code_digest=keyed(purpose, destination, digits),
        device_digest=digest(device),
        network=network,
        created_at=now(),
    )
    db.session.add(code)
    db.session.flush()
    message = message_for(purpose, known=is_known(destination))
    send(code, message, digits if message is Message.CODE else "")


def send(code: OneTimeCode, message: Message, digits: str) -> None:
    """The digits leave with the job and stay nowhere else."""
    enqueue(
        "accounts.send_code",
        key=f"code:{code.id}",
        to=code.destination,
        message=message.value,
        purpose=code.purpose.value,
        digits=digits,
        asked_at=code.created_at.isoformat(),
    )


def refuse_flood(destination: str, network: str) -> None:
    """Codes cost money and patience: so many an hour per destination, per network, and in all."""
    wait = "Kode sudah beberapa kali dikirim. Tunggu satu jam, lalu coba lagi."
    asked = db.select(func.count()).where(OneTimeCode.created_at > now() - HOUR)
    for condition, most in (
        (OneTimeCode.destination == destination, CODES_PER_HOUR),
        (OneTimeCode.network == network, CODES_PER_NETWORK),
        (OneTimeCode.id.is_not(None), CODES_IN_ALL),
    ):
        if (db.session.scalar(asked.where(condition)) or 0) >= most:
            raise TooMany(wait, HOUR)


def forget_older(purpose: Purpose, destination: str) -> None:
    """Only the newest code of a purpose and destination can be answered."""
    older = update(OneTimeCode).where(
        OneTimeCode.purpose == purpose, OneTimeCode.destination == destination
    )
    db.session.execute(older.values(tries=MOST_TRIES))


def check_code(purpose: Purpose, destination: str, digits: str, *, device: str) -> bool:
    """Whether these are the digits; commit after either answer, for a wrong try counts."""
    query = (
        db.select(OneTimeCode)
        .where(
            OneTimeCode.purpose == purpose,
            OneTimeCode.destination == destination,
            OneTimeCode.device_digest == digest(device),
        )
        .order_by(OneTimeCode.id.desc())
        .limit(1)
    )
    code: OneTimeCode | None = db.session.scalar(query)
    if code is None:
        return False
    lock(code)
    return code.answer(keyed(purpose, destination, digits), now())


def proven(purpose: Purpose, device: str) -> str | None:
    """The destination that this device proved to own a moment ago."""
    query = (
        db.select(OneTimeCode.destination)
        .where(
            OneTimeCode.purpose == purpose,
            OneTimeCode.device_digest == digest(device),
            OneTimeCode.used_at > now() - PROOF_LIVES,
        )
        .order_by(OneTimeCode.id.desc())
        .limit(1)
    )
    destination: str | None = db.session.scalar(query)
    return destination


def keyed(purpose: Purpose, destination: str, digits: str) -> str:
    """Six digits are soon tried through, so the digest needs the site's secret."""
    words = f"{purpose.value}:{destination}:{digits}".encode()
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()
