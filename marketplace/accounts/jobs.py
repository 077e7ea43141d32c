"""Codes leave the house; what they leave behind is forgotten."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, update

from marketplace.accounts.models import OneTimeCode, SignInFailure, UserSession
from marketplace.accounts.rules import CODE_LIVES, SESSION_LIVES, Message, Purpose
from marketplace.jobs.models import Job
from marketplace.jobs.registry import job
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db
from marketplace.web.senders import sender

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

TEXTS = {
    Message.CODE: (
        "Kode Pasar RW-mu {digits}, untuk {purpose}. Berlaku {minutes} menit.\n\n"
        "Jangan beri tahu siapa pun, juga yang mengaku pengurus. Kalau bukan kamu yang meminta, abaikan saja."
    ),
    Message.KNOWN: (
        "Kamu sudah punya akun di Pasar RW, jadi tidak perlu daftar lagi.\n\n"
        "Masuk dengan kata sandi atau minta kode di {site}/masuk. "
        "Kalau bukan kamu yang meminta, abaikan saja."
    ),
    Message.UNKNOWN: (
        "Ada yang meminta kode untuk {purpose} di Pasar RW, tapi di sini belum ada akunmu.\n\n"
        "Daftar sebentar di {site}/daftar. Kalau bukan kamu yang meminta, abaikan saja."
    ),
}


@job("accounts.send_code")
def send_code(
    to: str = "", message: str = "", purpose: str = "", digits: str = "", asked_at: str = ""
) -> None:
    """Send it while it is of use. (The arguments of a job that was done are cleared: then nothing is to do.)"""
    if not to or now() - datetime.fromisoformat(asked_at) > CODE_LIVES:
        return
    kind = Message(message)
    text = TEXTS[kind].format(
        digits=digits,
        purpose=Purpose(purpose).label,
        minutes=CODE_LIVES // timedelta(minutes=1),
        site=current_app.config["BASE_URL"],
    )
    sender().send(to, kind.label, text)


@job("accounts.forget", every=HOUR)
def forget() -> None:
    """Old codes, failures and sessions go, and the digits of codes that could not be sent."""
    begin_write()
    at = now()
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.created_at < at - DAY))
    db.session.execute(delete(SignInFailure).where(SignInFailure.at < at - DAY))
    db.session.execute(delete(UserSession).where(UserSession.expires_at < at - SESSION_LIVES))
    unsent = update(Job).where(Job.name == "accounts.send_code", Job.created_at < at - HOUR)
    db.session.execute(unsent.values(arguments={}))
    db.session.commit()
