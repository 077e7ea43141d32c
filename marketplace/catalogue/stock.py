"""Stock: a shelf and a baking round are the same kind of row, and every change leaves a movement."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, insert, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from marketplace.catalogue.models import Batch, Variant
from marketplace.catalogue.rules import BelowReserved, OutOfStock, Stock
from marketplace.web.db import begin_write, db


class StockPool(db.Model):
    """Goods of one variant: on the shelf (no batch), or of one baking round (on_hand is its capacity)."""

    __tablename__ = "stock_pools"
    __table_args__ = (
        CheckConstraint("0 <= reserved AND reserved <= on_hand", name="sane"),
        Index(
            "uq_stock_pools_shelf",
            "variant_id",
            unique=True,
            sqlite_where=text("batch_id IS NULL"),
            postgresql_where=text("batch_id IS NULL"),
        ),
        Index(
            "uq_stock_pools_batch",
            "variant_id",
            "batch_id",
            unique=True,
            sqlite_where=text("batch_id IS NOT NULL"),
            postgresql_where=text("batch_id IS NOT NULL"),
        ),
        Index("ix_stock_pools_batch_id", "batch_id"),
        Index("ix_stock_pools_variant_id", "variant_id"),  # the two above serve only their own half
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)
    stock: Mapped[Stock] = composite("on_hand", "reserved")
    variant: Mapped[Variant] = relationship()
    batch: Mapped[Batch | None] = relationship()

    def change(
        self, step: Callable[[Stock, int], Stock], quantity: int, why: str, at: datetime
    ) -> None:
        """The only door through which stock changes. The pool is locked; the movement is kept.

        Raises OutOfStock or BelowReserved and changes nothing then.
        """
        change_pools({self.id: self}, step, {self.id: quantity}, why, at)

    def after(self, step: Callable[[Stock, int], Stock], quantity: int) -> Stock:
        """What this step would make of the pool. A refusal says of what, and which pool."""
        try:
            return step(self.stock, quantity)
        except OutOfStock as error:
            error.title = self.variant.product.title
            raise
        except BelowReserved as error:
            error.pool_id = self.id
            raise


class StockMovement(db.Model):
    """One change of one pool. The sums over a pool's movements are its on_hand and reserved."""

    __tablename__ = "stock_movements"

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("stock_pools.id"), index=True)
    on_hand_delta: Mapped[int]
    reserved_delta: Mapped[int]
    why: Mapped[str]
    at: Mapped[datetime]
    pool: Mapped[StockPool] = relationship()


def change_pools(
    pools: Mapping[int, StockPool],
    step: Callable[[Stock, int], Stock],
    quantities: Mapping[int, int],
    why: str,
    at: datetime,
) -> None:
    """The same step for several locked pools, all or none; their movements go in one statement.

    Raises OutOfStock or BelowReserved.
    """
    after = {id: pools[id].after(step, quantity) for id, quantity in quantities.items()}
    rows = []
    for id, stock in after.items():
        before, pools[id].stock = pools[id].stock, stock
        deltas = {
            "on_hand_delta": stock.on_hand - before.on_hand,
            "reserved_delta": stock.reserved - before.reserved,
        }
        rows.append({"pool_id": id, "why": why, "at": at, **deltas})
    db.session.execute(insert(StockMovement), rows)


def moved(pool: StockPool, on_hand: int, reserved: int, why: str, at: datetime) -> None:
    db.session.add(
        StockMovement(pool=pool, on_hand_delta=on_hand, reserved_delta=reserved, why=why, at=at)
    )


def new_pool(
    variant: Variant, on_hand: int, why: str, at: datetime, batch: Batch | None = None
) -> StockPool:
    """A pool is born with the movement that fills it."""
    pool = StockPool(variant=variant, batch=batch, on_hand=on_hand, reserved=0)
    db.session.add(pool)
    moved(pool, on_hand, 0, why, at)
    return pool


def lock_pools(ids: Iterable[int]) -> dict[int, StockPool]:
    """Fresh from the database, in id order, so two checkouts wait for each other instead of blocking for good."""
    begin_write()
    query = db.select(StockPool).where(StockPool.id.in_(set(ids))).order_by(StockPool.id)
    fresh = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {pool.id: pool for pool in db.session.scalars(fresh)}
