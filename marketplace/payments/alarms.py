"""What a person must look at: said in the log, and kept in the audit trail."""

import logging

from marketplace.accounts.audit import record

log = logging.getLogger("pasar.payments")


def alarm(sentence: str, about: str, subject: str) -> None:
    """In the transaction of what it is about: `sentence` is read by the operator, `subject` is "payment:12"."""
    log.error("ALARM %s: %s", subject, sentence)
    record(f"alarm: {sentence}", about, subject, actor=None)
