"""Programmes of the cooperative office, who took part, and the certificate that opens a stall."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.kit.clock import now
from marketplace.regions.models import Rw
from marketplace.training.rules import ParticipantStatus
from marketplace.web.db import db


class Programme(db.Model):
    """What is taught: Kue kering, Olahan samping tempe."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organiser: Mapped[str] = mapped_column(default="")
    sessions: Mapped[list["TrainingSession"]] = relationship(back_populates="programme")


class TrainingSession(db.Model):
    """One run of a programme: angkatan 3, March 2026."""

    __tablename__ = "training_sessions"
    __table_args__ = (UniqueConstraint("programme_id", "label", name="uq_training_sessions_label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    label: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    programme: Mapped[Programme] = relationship(back_populates="sessions")


class Participant(db.Model):
    """A resident on the office's roster, found again by phone."""

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("session_id", "phone", name="uq_participants_phone"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id"))
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(index=True)  # digits, 62…
    rw_id: Mapped[int] = mapped_column(ForeignKey("rws.id"))
    product: Mapped[str] = mapped_column(default="")
    status: Mapped[ParticipantStatus] = mapped_column(default=ParticipantStatus.FINISHED)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    session: Mapped[TrainingSession] = relationship()
    rw: Mapped[Rw] = relationship()
    certificate: Mapped["Certificate | None"] = relationship(back_populates="participant")


class Certificate(db.Model):
    """Proof of a finished course; anybody can verify it by number."""

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), unique=True)
    issued_on: Mapped[date]
    revoked_on: Mapped[date | None]
    participant: Mapped[Participant] = relationship(back_populates="certificate")

    @property
    def programme(self) -> Programme:
        return self.participant.session.programme
