"""The trail of who did what to whose thing."""

from datetime import datetime
from typing import Any

from marketplace.accounts.models import AuditEntry, User
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db


def record(
    action: str,
    about: str,
    subject: str,
    *,
    actor: User | None,
    market_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Add one entry in the transaction of the act itself: `action` is a sentence part ("menyetujui lapak"),
    `about` what people call the thing, `subject` its machine name ("stall:12").
    """
    begin_write()
    db.session.add(
        AuditEntry(
            at=at or now(),
            actor_id=actor.id if actor else None,
            market_id=market_id,
            action=action,
            about=about,
            subject=subject,
            before=before,
            after=after,
        )
    )
