"""Lapak: one producer's shop in one market."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.kit.clock import now, today
from marketplace.kit.rupiah import Rupiah
from marketplace.regions.models import Market
from marketplace.stalls.rules import (
    EDITABLE,
    NEEDED,
    HalalStatus,
    LicenceKind,
    StallMove,
    StallStatus,
    Step,
    next_status,
    unfinished,
)
from marketplace.training.models import Certificate
from marketplace.web.db import db, lock


class Stall(db.Model):
    """A producer's shop. Who may run it stands in grants, not here; `applicant_id` only remembers who asked."""

    __tablename__ = "stalls"
    __table_args__ = (
        Index("ix_stalls_market_status", "market_id", "status"),
        CheckConstraint("rt BETWEEN 1 AND 99", name="rt"),
        CheckConstraint("delivery_fee >= 0", name="delivery_fee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    owner_name: Mapped[str] = mapped_column(default="")
    rt: Mapped[int | None]
    address: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")
    plans: Mapped[str] = mapped_column(default="")  # what the applicant wants to sell
    photo: Mapped[str | None]  # digest in the file store
    whatsapp: Mapped[str | None]  # digits, 62…
    shows_whatsapp: Mapped[bool] = mapped_column(default=True)
    halal: Mapped[HalalStatus] = mapped_column(default=HalalStatus.NOT_YET)
    status: Mapped[StallStatus] = mapped_column(default=StallStatus.DRAFT)
    return_reason: Mapped[str] = mapped_column(default="")
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    holiday_from: Mapped[date | None]
    holiday_until: Mapped[
        date | None
    ]  # last day of the holiday; None with a start means until further notice
    qris: Mapped[str | None]  # static payload
    qris_merchant: Mapped[str] = mapped_column(
        default=""
    )  # name read from it, confirmed by the stall
    bank_name: Mapped[str] = mapped_column(default="")
    bank_account: Mapped[str] = mapped_column(default="")  # digits only
    bank_holder: Mapped[str] = mapped_column(default="")
    takes_cash: Mapped[bool] = mapped_column(default=True)
    delivers: Mapped[bool] = mapped_column(default=False)
    delivery_fee: Mapped[Rupiah] = mapped_column(default=Rupiah(0))
    delivery_area: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    market: Mapped[Market] = relationship()
    certificate: Mapped[Certificate | None] = relationship()
    licences: Mapped[list["Licence"]] = relationship(
        order_by="Licence.id", cascade="all, delete-orphan"
    )

    def make(self, move: StallMove, at: datetime, reason: str = "") -> None:
        """The only door through which a stall's status changes. Raises IllegalStallMove."""
        lock(self)
        self.status = next_status(self.status, move)
        self.return_reason = reason
        if move is StallMove.SUBMIT:
            self.submitted_at = at
        if move is StallMove.APPROVE:
            self.approved_at = self.approved_at or at

    @property
    def is_editable(self) -> bool:
        """Whether the applicant may still change the application."""
        return self.status in EDITABLE

    @property
    def missing(self) -> list[tuple[Step, str]]:
        """What the application still lacks."""
        return unfinished({field: getattr(self, field) for field in NEEDED})

    def on_holiday(self, at: datetime) -> bool:
        """Whether nothing can be ordered because the stall rests on this day."""
        if self.holiday_from is None or today(at) < self.holiday_from:
            return False
        return self.holiday_until is None or today(at) <= self.holiday_until

    @property
    def is_halal(self) -> bool:
        return self.halal is HalalStatus.CERTIFIED

    @property
    def trained_in(self) -> str | None:
        """Name of the programme whose certificate the owner holds, for the badge."""
        if self.certificate is None or self.certificate.revoked_on:
            return None
        return self.certificate.programme.name


class StallSlug(db.Model):
    """An address a stall had before; it redirects for good."""

    __tablename__ = "stall_slugs"

    slug: Mapped[str] = mapped_column(primary_key=True)
    stall_id: Mapped[int] = mapped_column(ForeignKey("stalls.id"), index=True)


class Licence(db.Model):
    """A number that a buyer may check: kept as typed and as compared."""

    __tablename__ = "licences"
    __table_args__ = (UniqueConstraint("stall_id", "kind", name="uq_licences_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stall_id: Mapped[int] = mapped_column(ForeignKey("stalls.id"))
    kind: Mapped[LicenceKind]
    typed: Mapped[str]
    number: Mapped[str]
