"""Work to be done after the commit: a row written in the same transaction as what caused it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.jobs.rules import JobStatus
from marketplace.kit.clock import now
from marketplace.web.db import db, insert_unless_there


class Job(db.Model):
    """One piece of work, done at least once. `key` is unique among waiting jobs."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "uq_jobs_waiting_key",
            "key",
            unique=True,
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_jobs_status_run_at", "status", "run_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str | None]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.WAITING)
    run_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def enqueue(
    name: str, *, key: str | None = None, delay: timedelta = timedelta(), **arguments: Any
) -> None:
    """Ask for `name` to be done after this commit; a waiting job with the same key already asks for it."""
    at = now()
    insert_unless_there(
        Job,
        name=name,
        key=key,
        arguments=arguments,
        status=JobStatus.WAITING,
        run_at=at + delay,
        tries=0,
        created_at=at,
    )
