"""Whether this process can serve: the database answers, the worker keeps up, a search engine is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from marketplace.jobs.models import Job
from marketplace.jobs.rules import JobStatus
from marketplace.search.engines.choosing import engine_state
from marketplace.web.db import db

LATE = timedelta(minutes=15)  # a job that waits longer means that no worker runs


@dataclass(frozen=True)
class Readiness:
    """What `/readyz` says. `lag` is how long the oldest due job has waited, in seconds.

    `search_trouble` is told but refuses nothing, for the database answers in the engine's place.
    """

    database: bool
    lag: int = 0
    parked: int = 0
    search_engine: str = ""
    search_trouble: str = ""

    @property
    def is_ready(self) -> bool:
        return self.database and self.lag <= LATE.total_seconds()


def readiness(at: datetime) -> Readiness:
    """A database that does not answer is a finding, not a fault."""
    due = (Job.status == JobStatus.WAITING) & (Job.run_at <= at)
    query = select(
        func.min(Job.run_at).filter(due),
        func.count().filter(Job.status == JobStatus.PARKED),
    )
    try:
        oldest, parked = db.session.execute(query).one()
    except SQLAlchemyError:
        db.session.rollback()
        return Readiness(database=False)
    lag = int((at - oldest).total_seconds()) if oldest else 0
    engine = engine_state()
    return Readiness(True, lag, parked, engine.engine, engine.trouble)
