"""Payment: money asked of a buyer by one payee, covering orders through its parts; Refund: money owed back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.payments.rules import (
    ENDED,
    HAS_MONEY,
    WAITING,
    Method,
    Payee,
    PaymentStatus,
    RefundStatus,
)
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import db


class Payment(db.Model):
    """`amount` is the sum of its parts; `unique_code` (transfer only) is added to recognise the sender."""

    __tablename__ = "payments"
    __table_args__ = (
        Index("ix_payments_status_expires", "status", "expires_at"),
        CheckConstraint("amount >= 0 AND unique_code BETWEEN 0 AND 999", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    stall_id: Mapped[int | None] = mapped_column(ForeignKey("stalls.id"), index=True)
    market_id: Mapped[int | None] = mapped_column(ForeignKey("markets.id"), index=True)
    method: Mapped[Method]
    payee: Mapped[Payee] = mapped_column(default=Payee.STALL)
    status: Mapped[PaymentStatus] = mapped_column(default=PaymentStatus.PENDING)
    amount: Mapped[Rupiah]
    unique_code: Mapped[int] = mapped_column(default=0)
    received: Mapped[Rupiah] = mapped_column(default=Rupiah(0))
    qris: Mapped[str | None]  # dynamic payload, as it was shown
    qris_static: Mapped[str | None]  # the stall's own code, for apps that refuse the filled-in one
    account: Mapped[str] = mapped_column(default="")  # "BCA 1234567890 a.n. Sri"
    account_number: Mapped[str] = mapped_column(default="")
    proof: Mapped[str | None]  # key in the private store
    proof_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]  # None for cash
    paid_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    purchase: Mapped[Purchase] = relationship()
    stall: Mapped[Stall | None] = relationship()  # the payee of direct money
    market: Mapped[Market | None] = relationship()  # whose treasurer is the payee
    parts: Mapped[list["PaymentPart"]] = relationship(
        order_by="PaymentPart.order_id", back_populates="payment"
    )

    @property
    def due(self) -> Rupiah:
        """What the buyer is asked to pay, to the last rupiah."""
        return Rupiah(self.amount + self.unique_code)

    @property
    def receiver(self) -> Stall | Market | None:
        """Whose QRIS, account or hand the money goes to; None for the operator."""
        return self.stall or self.market

    @property
    def is_direct(self) -> bool:
        """Whether the stall gets the money by itself."""
        return self.payee is Payee.STALL

    @property
    def payee_name(self) -> str:
        """Who gets the money, as a sentence says it: lapak, bendahara RW 15, pengelola situs."""
        if self.market and self.payee is Payee.TREASURER:
            return f"bendahara {self.market.rw.label}"
        return "lapak" if self.is_direct else "pengelola situs"

    @property
    def wants_cash(self) -> bool:
        """Whether cash is still to change hands."""
        return self.method is Method.CASH and self.is_waiting

    @property
    def orders(self) -> list[Order]:
        """What it pays for, by id."""
        return [part.order for part in self.parts]

    @property
    def missing(self) -> Rupiah:
        """What is still to come after a short payment."""
        return Rupiah(max(self.due - self.received, 0))

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def has_money(self) -> bool:
        return self.status in HAS_MONEY and self.received > 0


class PaymentPart(db.Model):
    """How much of a payment is for which order. `is_paid`: the order got its money through this payment."""

    __tablename__ = "payment_parts"
    __table_args__ = (UniqueConstraint("payment_id", "order_id", name="uq_payment_parts_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[Rupiah]
    is_paid: Mapped[bool] = mapped_column(default=False, server_default=false())
    payment: Mapped[Payment] = relationship(back_populates="parts")
    order: Mapped[Order] = relationship()


class Refund(db.Model):
    """Money the payee owes the buyer, until it is marked as returned with a proof."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[Rupiah]
    delivery: Mapped[Rupiah] = mapped_column(
        default=Rupiah(0), server_default="0"
    )  # of it, for the delivery
    reason: Mapped[str]
    status: Mapped[RefundStatus] = mapped_column(default=RefundStatus.OWED)
    proof: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    payment: Mapped[Payment] = relationship()
    order: Mapped[Order] = relationship()
    lines: Mapped[list["RefundLine"]] = relationship(order_by="RefundLine.id")


class RefundLine(db.Model):
    """Pieces of an order's line whose money goes back, `before` of which went back earlier. A refund of all that is
    left of an order has no lines.
    """

    __tablename__ = "refund_lines"
    __table_args__ = (
        UniqueConstraint("line_id", "before", name="uq_refund_lines_before"),
        CheckConstraint("quantity > 0 AND before >= 0", name="quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"))
    quantity: Mapped[int]
    before: Mapped[int]
    amount: Mapped[Rupiah]
    is_restocked: Mapped[bool]
    line: Mapped[OrderLine] = relationship()


class UniqueCode(db.Model):
    """A code taken for one account and amount, first by a checkout draft, then by its payment.

    While `released_at` is empty nobody else gets the same code for that account and amount.
    """

    __tablename__ = "unique_codes"
    __table_args__ = (
        Index(
            "uq_unique_codes_taken",
            "account_number",
            "amount",
            "code",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        CheckConstraint("code BETWEEN 1 AND 999", name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_number: Mapped[str]
    amount: Mapped[Rupiah]
    code: Mapped[int]
    draft_key: Mapped[str] = mapped_column(index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    expires_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
