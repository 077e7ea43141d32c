"""Stalls as others ask for them: by an old address, by applicant, by what waits for a decision."""

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall, StallSlug
from marketplace.stalls.rules import StallStatus
from marketplace.training.models import Certificate, Participant, TrainingSession
from marketplace.web.db import db


def current_slug_of(old: str) -> str | None:
    """Where a stall lives that had this address before; None when no stall ever had it."""
    query = db.select(Stall.slug).join(StallSlug, StallSlug.stall_id == Stall.id)
    slug: str | None = db.session.scalar(query.where(StallSlug.slug == old))
    return slug


def with_market() -> Any:
    """Load option: the stall's market with its RW and kelurahan."""
    return joinedload(Stall.market).joinedload(Market.rw).joinedload(Rw.village)


def with_programme() -> Any:
    """Load option: the programme whose certificate the stall carries."""
    session = joinedload(Stall.certificate).joinedload(Certificate.participant)
    return session.joinedload(Participant.session).joinedload(TrainingSession.programme)


def applications_of(user: User) -> Any:
    """Stalls this person asked for, whatever became of them."""
    return db.select(Stall).where(Stall.applicant_id == user.id).options(with_market())


def stalls_of(market: Market) -> Any:
    """Stalls the RW admin may see: all but drafts that nobody sent yet."""
    return (
        db.select(Stall)
        .where(Stall.market_id == market.id, Stall.status != StallStatus.DRAFT)
        .options(selectinload(Stall.licences), with_programme())
    )
