"""The clock looks for what people wait for; a job of its own tells each of them."""

from datetime import timedelta

from marketplace.jobs.registry import job
from marketplace.kit.clock import now
from marketplace.search.saved import telling
from marketplace.web.db import db
from marketplace.web.senders import sender


@job("search.look_around", every=timedelta(seconds=30))
def look_around() -> None:
    """One helping. Up to 2 × 200 open searches, each is asked every minute; beyond, they take turns."""
    at = now()
    found = telling.look_around(at)
    if found:
        telling.close_round(found, at)
        db.session.commit()


@job("search.tell")
def tell(saved_id: int = 0) -> None:
    """At most once: marked as sent before it leaves, unmarked only when it surely did not."""
    notice = telling.take_notice(saved_id, now())
    db.session.commit()
    if notice is None:
        return
    try:
        sender().send(notice.to, notice.subject, notice.text)
    except Exception:
        telling.not_sent(saved_id)
        db.session.commit()
        raise


@job("search.forget_told", every=timedelta(hours=1))
def forget_told() -> None:
    telling.forget(now())
    db.session.commit()
