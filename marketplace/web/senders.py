"""How a message leaves the house: files in the data folder by default, mail when configured.

A message that carries a code is never logged. Files are refused in production, for nobody would read them.
"""

import os
import secrets
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import current_app

from marketplace.kit.clock import now


class NotSent(RuntimeError):
    """The message could not be handed over; the job tries again."""


class Sender(Protocol):
    """Anything that brings a text to a phone number or an e-mail address."""

    def send(self, to: str, subject: str, text: str) -> None: ...


class FileSender:
    """Writes each message to its own file (mode 0600) under mail/ in the data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, to: str, subject: str, text: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.txt"
        part = self.folder / f".{name}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"Kepada: {to}\nPerihal: {subject}\n\n{text}\n")
        part.rename(self.folder / name)


class MailSender:
    """SMTP by `MAIL_URL`: smtp://user:password@host:587 (STARTTLS) or smtps://…:465."""

    def __init__(self, url: str, sender: str) -> None:
        self.url, self.sender = urlsplit(url), sender

    def send(self, to: str, subject: str, text: str) -> None:
        if "@" not in to:
            raise NotSent(f"mail cannot reach a phone number ({to[:5]}…)")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(text)
        try:
            with self._connect() as smtp:
                smtp.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        host, port = self.url.hostname or "localhost", self.url.port
        if self.url.scheme == "smtps":
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=15, context=context)
        else:
            smtp = smtplib.SMTP(host, port or 587, timeout=15)
            if smtp.has_extn("starttls") or self.url.username:
                smtp.starttls(context=ssl.create_default_context())
        if self.url.username:
            smtp.login(unquote(self.url.username), unquote(self.url.password or ""))
        return smtp


def sender() -> Sender:
    """The sender that this installation is configured for."""
    config = current_app.config
    if config["MAIL_URL"]:
        return MailSender(config["MAIL_URL"], config["MAIL_FROM"])
    if not (config["DEVELOPMENT"] or config.get("TESTING")):
        raise NotSent("no MAIL_URL is set; messages in files are for development only")
    return FileSender(config["DATA"] / "mail")
