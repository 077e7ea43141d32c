"""ProviderEvent: one message of a provider, by its id there."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kit.labelled import Labelled
from marketplace.web.db import db


class EventState(Labelled):
    """Where an event is. `failed`: it will be tried again."""

    NEW = "new", "Baru"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"


class ProviderEvent(db.Model):
    """A hint, not a fact: what it is about is asked of the provider before anything changes."""

    __tablename__ = "provider_events"
    __table_args__ = (
        Index("ix_provider_events_state", "state", "received_at"),
        Index("ix_provider_events_created", "provider", "created"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # evt_…
    provider: Mapped[str]
    type: Mapped[str]
    created: Mapped[datetime]  # by the provider's clock
    object_id: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[EventState] = mapped_column(default=EventState.NEW)
    tries: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
