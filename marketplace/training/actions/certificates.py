"""Certificates: issued once, found by the person they belong to."""

from datetime import date

from sqlalchemy import and_, or_
from sqlalchemy.orm import contains_eager

from marketplace.accounts.models import User
from marketplace.regions.models import Rw
from marketplace.training.models import Certificate, Participant, TrainingSession
from marketplace.training.rules import new_number
from marketplace.web.db import begin_write, db


def issue_certificate(participant: Participant, issued_on: date) -> Certificate:
    """The participant's certificate; a second one is never made."""
    begin_write()
    if participant.certificate is None:
        participant.certificate = Certificate(number=new_number(issued_on), issued_on=issued_on)
        db.session.add(participant)
    return participant.certificate


def certificates_for(user: User) -> list[Certificate]:
    """Valid certificates of whoever proved to own the phone on the roster, newest first."""
    unclaimed = and_(Participant.user_id.is_(None), Participant.phone == user.phone)
    theirs = Participant.user_id == user.id
    if user.phone and user.phone_verified_at:
        theirs = or_(theirs, unclaimed)
    query = (
        db.select(Certificate)
        .join(Certificate.participant)
        .options(*with_its_story())
        .where(theirs, Certificate.revoked_on.is_(None))
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    )
    return list(db.session.scalars(query))


def with_its_story() -> tuple[object, ...]:
    """Participant, programme and RW in the same question, for every page shows them."""
    participant = contains_eager(Certificate.participant)
    return (
        participant.joinedload(Participant.session).joinedload(TrainingSession.programme),
        participant.joinedload(Participant.rw).joinedload(Rw.village),
    )


def certificate_by_number(number: str) -> Certificate | None:
    """The certificate that a sheet of paper shows, valid or revoked."""
    query = db.select(Certificate).join(Certificate.participant).options(*with_its_story())
    found: Certificate | None = db.session.scalar(query.where(Certificate.number == number))
    return found
