"""Events are kept once by their id, and their fate with them. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from marketplace.payments.gateways.interface import Event
from marketplace.payments.provider_events.models import EventState, ProviderEvent
from marketplace.web.db import db, insert_unless_there, lock

MOST_TRIES = 20  # after that a person looks at it


def keep(provider: str, event: Event, at: datetime) -> ProviderEvent:
    """The stored event, whether this call stored it or an earlier one."""
    insert_unless_there(
        ProviderEvent,
        id=event.id,
        provider=provider,
        type=event.type,
        created=event.created,
        object_id=event.object_id,
        payload=event.payload,
        state=EventState.NEW,
        tries=0,
        note="",
        received_at=at,
    )
    return db.session.get_one(ProviderEvent, event.id)


def mark_done(event_id: str, note: str, at: datetime) -> None:
    kept = held(event_id)
    if kept.state is not EventState.DONE:
        kept.state, kept.done_at, kept.note = EventState.DONE, at, note
        kept.tries += 1


def mark_failed(event_id: str, note: str) -> None:
    """What was done meanwhile stays done."""
    kept = held(event_id)
    if kept.state is not EventState.DONE:
        kept.state, kept.note = EventState.FAILED, note[:500]
        kept.tries += 1


def held(event_id: str) -> ProviderEvent:
    kept = db.session.get_one(ProviderEvent, event_id)
    lock(kept)
    return kept


def to_try_again(provider: str, before: datetime) -> Sequence[ProviderEvent]:
    """Events that nobody has finished, oldest first; whoever got one after that moment may still be at it."""
    return db.session.scalars(
        select(ProviderEvent)
        .where(ProviderEvent.provider == provider, ProviderEvent.state != EventState.DONE)
        .where(ProviderEvent.tries < MOST_TRIES, ProviderEvent.received_at <= before)
        .order_by(ProviderEvent.received_at)
        .limit(100)
    ).all()
