"""Regions by Kemendagri code, RWs by number, and the market of an RW."""

from datetime import datetime, time

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.regions.rules import (
    Board,
    MarketMove,
    MarketStatus,
    RegionKind,
    WeeklyHours,
    ZoneReach,
    next_status,
)
from marketplace.web.db import db, lock


class Region(db.Model):
    """Kota, kecamatan or kelurahan. Names repeat between levels, so codes are the key."""

    __tablename__ = "regions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # Kemendagri: 35.73.01.1001
    kind: Mapped[RegionKind]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)  # kit.slugs.same_place(name)
    postcode: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"), index=True)
    parent: Mapped["Region | None"] = relationship(remote_side=[id])


cluster_rws = Table(
    "cluster_rws",
    db.metadata,
    Column("cluster_id", ForeignKey("clusters.id"), primary_key=True),
    Column("rw_id", ForeignKey("rws.id"), primary_key=True),
)


class Rw(db.Model):
    """A neighbourhood unit: a kelurahan and a number from 1 to 99."""

    __tablename__ = "rws"
    __table_args__ = (
        UniqueConstraint("village_id", "number", name="uq_rws_number"),
        CheckConstraint("number BETWEEN 1 AND 99", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    number: Mapped[int]
    village: Mapped[Region] = relationship()
    market: Mapped["Market | None"] = relationship(back_populates="rw")

    @property
    def label(self) -> str:
        """RW 05"""
        return f"RW {self.number:02}"

    @property
    def full_label(self) -> str:
        """RW 05 Purwantoro"""
        return f"{self.label} {self.village.name}"


class Cluster(db.Model):
    """Klaster tematik: a craft that several RWs share (Sanan is RW 14 to 16 of Purwantoro)."""

    __tablename__ = "clusters"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    story: Mapped[str] = mapped_column(default="")
    board: Mapped[Board] = mapped_column(default=Board.DAUN)
    rws: Mapped[list[Rw]] = relationship(secondary=cluster_rws, order_by="Rw.number")


class Market(db.Model):
    """Pasar of one RW."""

    __tablename__ = "markets"
    __table_args__ = (Index("ix_markets_status", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rw_id: Mapped[int] = mapped_column(ForeignKey("rws.id"), unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    nickname: Mapped[str] = mapped_column(default="")  # what people call the place: Sanan
    story: Mapped[str] = mapped_column(default="")
    notice: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str | None]
    board: Mapped[Board] = mapped_column(default=Board.DAUN)
    status: Mapped[MarketStatus] = mapped_column(default=MarketStatus.PREPARING)
    takes_qris: Mapped[bool] = mapped_column(default=True)
    takes_transfer: Mapped[bool] = mapped_column(default=True)
    takes_cash: Mapped[bool] = mapped_column(default=True)
    takes_card: Mapped[bool] = mapped_column(default=True, server_default=true())
    # What the treasurer collects for all stalls, instead of each stall for itself, and the treasurer's own payees.
    collects_qris: Mapped[bool] = mapped_column(default=False, server_default=false())
    collects_transfer: Mapped[bool] = mapped_column(default=False, server_default=false())
    collects_cash: Mapped[bool] = mapped_column(default=False, server_default=false())
    qris: Mapped[str | None]
    qris_merchant: Mapped[str] = mapped_column(default="", server_default="")
    bank_name: Mapped[str] = mapped_column(default="", server_default="")
    bank_account: Mapped[str] = mapped_column(default="", server_default="")
    bank_holder: Mapped[str] = mapped_column(default="", server_default="")
    # Kas RW, of goods after the discount.
    fee_basis_points: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    rw: Mapped[Rw] = relationship(back_populates="market")
    hours: Mapped[list["OpeningHours"]] = relationship(
        order_by="OpeningHours.weekday", cascade="all, delete-orphan"
    )
    pickup_points: Mapped[list["PickupPoint"]] = relationship(
        order_by="PickupPoint.id", back_populates="market"
    )
    zones: Mapped[list["DeliveryZone"]] = relationship(order_by="DeliveryZone.fee")

    def make(self, move: MarketMove, at: datetime) -> None:
        """The only door through which a market's status changes. Raises IllegalMarketMove."""
        lock(self)
        self.status = next_status(self.status, move)
        if move is MarketMove.OPEN:
            self.opened_at = self.opened_at or at

    @property
    def is_open(self) -> bool:
        return self.status is MarketStatus.OPEN

    @property
    def label(self) -> str:
        """RW 15 Purwantoro"""
        return self.rw.full_label

    @property
    def name(self) -> str:
        """Pasar RW 15 Purwantoro"""
        return f"Pasar {self.label}"


class OpeningHours(db.Model):
    """When the market is open on a weekday (0 Monday), on the clocks of Malang."""

    __tablename__ = "opening_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"), index=True)
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]

    def weekly(self) -> WeeklyHours:
        return WeeklyHours(self.id, self.weekday, self.starts, self.ends)


class PickupPoint(db.Model):
    """Where goods change hands: the market's own place, or a stall's terrace when `stall_id` is set."""

    __tablename__ = "pickup_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"), index=True)
    stall_id: Mapped[int | None] = mapped_column(ForeignKey("stalls.id"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    market: Mapped[Market] = relationship(back_populates="pickup_points")
    slots: Mapped[list["Slot"]] = relationship(
        order_by="Slot.weekday, Slot.starts", back_populates="point", cascade="all, delete-orphan"
    )


class Slot(db.Model):
    """A weekly hour at a pickup point."""

    __tablename__ = "slots"

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("pickup_points.id"), index=True)
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    point: Mapped[PickupPoint] = relationship(back_populates="slots")

    def weekly(self) -> WeeklyHours:
        return WeeklyHours(self.id, self.weekday, self.starts, self.ends)


class DeliveryZone(db.Model):
    """A flat fee of the RW courier for one reach."""

    __tablename__ = "delivery_zones"
    __table_args__ = (
        UniqueConstraint("market_id", "reach", name="uq_delivery_zones_reach"),
        CheckConstraint("fee >= 0", name="fee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"), index=True)
    reach: Mapped[ZoneReach]
    fee: Mapped[Rupiah]
