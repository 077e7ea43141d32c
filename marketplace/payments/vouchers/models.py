"""Voucher: a code that makes orders cheaper. VoucherUse: an order that it made cheaper."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order
from marketplace.orders.rules import Bearer
from marketplace.payments.vouchers.rules import (
    Terms,
    VoucherKind,
    VoucherState,
    conditions_of,
    count_of,
    gift_of,
    period_of,
)
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import db


class Voucher(db.Model):
    """Made and closed, never changed: buyers have seen what it gives. Without `stall_id` it is the market's.

    `worth` is percent or rupiah, by `kind`. `used` counts purchases that carry it and still live.
    """

    __tablename__ = "vouchers"
    __table_args__ = (
        Index(
            "uq_vouchers_code_in_use",
            "code",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_vouchers_code", "code"),
        CheckConstraint("used >= 0 AND (limit_total IS NULL OR used <= limit_total)", name="used"),
        CheckConstraint("worth > 0 AND (kind <> 'percent' OR worth <= 100)", name="worth"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"), index=True)
    stall_id: Mapped[int | None] = mapped_column(ForeignKey("stalls.id"), index=True)
    code: Mapped[str]
    kind: Mapped[VoucherKind]
    worth: Mapped[Rupiah]
    most: Mapped[Rupiah | None]
    least: Mapped[Rupiah] = mapped_column(default=Rupiah(0))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    limit_total: Mapped[int | None]
    limit_per_buyer: Mapped[int | None]
    borne_by: Mapped[Bearer]
    used: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    market: Mapped[Market] = relationship()
    stall: Mapped[Stall | None] = relationship()

    @property
    def owner(self) -> str:
        return self.stall.name if self.stall else self.market.name

    @property
    def terms(self) -> Terms:
        """What the rules read, as it is now."""
        return Terms(
            id=self.id,
            code=self.code,
            market_id=self.market_id,
            stall_id=self.stall_id,
            owner=self.owner,
            kind=self.kind,
            worth=self.worth,
            starts_at=self.starts_at,
            least=self.least,
            most=self.most,
            ends_at=self.ends_at,
            limit_total=self.limit_total,
            limit_per_buyer=self.limit_per_buyer,
            used=self.used,
            is_closed=self.closed_at is not None,
            borne_by=self.borne_by,
        )

    def state(self, at: datetime) -> VoucherState:
        return self.terms.state(at)

    @property
    def gift(self) -> str:
        return gift_of(self.terms)

    @property
    def conditions(self) -> list[str]:
        return conditions_of(self.terms)

    @property
    def count(self) -> str:
        return count_of(self.terms)

    def period(self, at: datetime) -> str:
        return period_of(self.terms, at)


class VoucherUse(db.Model):
    """An order that carries a voucher. One purchase uses a voucher once, over however many orders; the use comes back
    when the last of them has ended.
    """

    __tablename__ = "voucher_uses"
    __table_args__ = (
        Index("ix_voucher_uses_voucher_purchase", "voucher_id", "purchase_id"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("vouchers.id"))
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    amount: Mapped[Rupiah]
    given_back_at: Mapped[datetime | None]
    voucher: Mapped[Voucher] = relationship()
    order: Mapped[Order] = relationship()
