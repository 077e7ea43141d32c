"""Purchase: what a buyer confirmed at once. Order: one stall's part, which lives alone from then on."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from marketplace.accounts.models import User
from marketplace.catalogue.stock import StockPool, change_pools, lock_pools
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import (
    MONEY_AFTER,
    ONLY_WITH_DELIVERY,
    STOCK_AFTER,
    Actor,
    Bearer,
    Delivery,
    Move,
    OrderStatus,
    added_up,
    moves,
    next_status,
)
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db
from marketplace.web.effects import bring_about


class Purchase(db.Model):
    """One checkout. The contact is a snapshot; `buyer_id` is empty for guests, who hold a key instead."""

    __tablename__ = "purchases"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # PRW-7K3M9Q
    draft_key: Mapped[str] = mapped_column(
        unique=True
    )  # idempotency: one checkout draft, one purchase
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    guest_key_digest: Mapped[str | None] = mapped_column(index=True)
    contact_name: Mapped[str]
    contact_phone: Mapped[str] = mapped_column(index=True)  # digits, 62…
    total: Mapped[Rupiah]
    created_at: Mapped[datetime]
    orders: Mapped[list["Order"]] = relationship(order_by="Order.id", back_populates="purchase")


class Order(db.Model):
    """One stall's part of a purchase. `hold_until` is when the goods are let go if nothing happens."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_stall_status", "stall_id", "status"),
        Index("ix_orders_status_hold", "status", "hold_until"),
        CheckConstraint("goods_total >= 0 AND delivery_fee >= 0", name="money"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    stall_id: Mapped[int] = mapped_column(ForeignKey("stalls.id"))
    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)  # PRW-7K3M9Q-1
    status: Mapped[OrderStatus]
    collection_code: Mapped[str]  # what the buyer shows at hand-over
    delivery: Mapped[Delivery]
    place: Mapped[str] = mapped_column(default="")  # pickup point as it was, or the buyer's address
    slot_starts: Mapped[datetime | None]
    slot_ends: Mapped[datetime | None]
    goods_total: Mapped[Rupiah]
    delivery_fee: Mapped[Rupiah]
    discount_total: Mapped[Rupiah] = mapped_column(default=Rupiah(0), server_default="0")
    # Who gives the discount.
    borne_by: Mapped[Bearer] = mapped_column(default=Bearer.STALL, server_default="stall")
    # Of kas RW, as it was then.
    fee_basis_points: Mapped[int] = mapped_column(default=0, server_default="0")
    fee_total: Mapped[Rupiah] = mapped_column(default=Rupiah(0), server_default="0")
    note: Mapped[str] = mapped_column(default="")
    hold_until: Mapped[datetime]
    created_at: Mapped[datetime]
    purchase: Mapped[Purchase] = relationship(back_populates="orders")
    stall: Mapped[Stall] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.id", back_populates="order")
    events: Mapped[list["OrderEvent"]] = relationship(order_by="OrderEvent.id")

    @hybrid_property
    def total(self) -> Rupiah:
        """What the buyer pays for this order; also in SQL."""
        return Rupiah(self.goods_total - self.discount_total + self.delivery_fee)

    def make(
        self, move: Move, by: Actor, at: datetime, *, actor: User | None = None, note: str = ""
    ) -> None:
        """The only door through which an order changes: holds itself, its money and its goods, then moves them.

        Raises IllegalMove, and OutOfStock when an expired order is revived after its goods were sold.
        """
        bring_about("hold_money", self)
        self.status = next_status(self.status, move, by)
        self.log(move, by, at, actor=actor, note=note)
        if move in STOCK_AFTER:
            wanted = added_up((line.pool_id, line.claimed) for line in self.lines if line.claimed)
            change_pools(lock_pools(wanted), STOCK_AFTER[move], wanted, f"{move} {self.code}", at)
        if move in MONEY_AFTER:
            bring_about(MONEY_AFTER[move], self, by, at)

    def log(
        self,
        move: Move | None,
        by: Actor,
        at: datetime,
        *,
        actor: User | None = None,
        note: str = "",
    ) -> None:
        """Put a line on the timeline. Without a move it is something that happened beside the states."""
        actor_id = actor.id if actor else None
        self.events.append(OrderEvent(move=move, by=by, at=at, actor_id=actor_id, note=note))

    def moves_for(self, actor: Actor) -> list[Move]:
        """What this actor may press now. Sending is for orders that are brought; money is payments' part."""
        allowed = moves(self.status, actor)
        hidden = {Move.PAY, Move.REVIVE}
        if self.delivery is Delivery.PICKUP:
            hidden |= ONLY_WITH_DELIVERY
        return [move for move in allowed if move not in hidden]


class OrderLine(db.Model):
    """What was ordered, as it was then: a deleted product never breaks an old order."""

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("stock_pools.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    title: Mapped[str]
    variant_title: Mapped[str]
    photo: Mapped[str | None]
    unit_price: Mapped[Rupiah]
    quantity: Mapped[int]
    discount: Mapped[Rupiah] = mapped_column(
        default=Rupiah(0), server_default="0"
    )  # its share of the order's
    fee: Mapped[Rupiah] = mapped_column(
        default=Rupiah(0), server_default="0"
    )  # its share of kas RW
    # Pieces whose money goes back: before the hand-over they are no longer claimed, and not handed over.
    refunded: Mapped[int] = mapped_column(default=0, server_default="0")
    ready_at: Mapped[datetime | None]  # of the batch, when it is a pre-order
    order: Mapped[Order] = relationship(back_populates="lines")
    pool: Mapped[StockPool] = relationship()

    @property
    def claimed(self) -> int:
        """Pieces that the order still stands for."""
        return self.quantity - self.refunded

    @property
    def subtotal(self) -> Rupiah:
        return Rupiah(self.unit_price * self.quantity)


class OrderEvent(db.Model):
    """A line of the timeline: who did what, when."""

    __tablename__ = "order_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    move: Mapped[Move | None]
    by: Mapped[Actor]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


def hold_orders(ids: Iterable[int]) -> list[Order]:
    """Lock several orders by id, fresh from the database with their lines, for pieces may have gone back meanwhile:
    nobody who locks in this order waits in a circle.
    """
    begin_write()
    db.session.flush()
    query = select(Order).where(Order.id.in_(set(ids))).order_by(Order.id)
    held = query.with_for_update(of=Order, key_share=True).options(selectinload(Order.lines))
    return list(db.session.scalars(held.execution_options(populate_existing=True)))
