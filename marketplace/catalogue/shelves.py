"""The shelf of a variant: counted by hand, emptied and filled again by one press."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func

from marketplace.catalogue.models import Variant
from marketplace.catalogue.rules import Stock
from marketplace.catalogue.stock import StockMovement, StockPool, lock_pools, new_pool
from marketplace.web.db import begin_write, db, lock

RAN_OUT = "ran out"


def shelf_of(variant: Variant) -> StockPool | None:
    """The shelf of a variant, if it ever had one."""
    shelf = StockPool.variant_id == variant.id, StockPool.batch_id.is_(None)
    return db.session.scalar(db.select(StockPool).where(*shelf))


def shelves_of(variant_ids: Iterable[int]) -> dict[int, StockPool]:
    """Shelves by variant id."""
    found = db.select(StockPool).where(StockPool.batch_id.is_(None))
    pools = db.session.scalars(found.where(StockPool.variant_id.in_(list(variant_ids))))
    return {pool.variant_id: pool for pool in pools}


def set_shelf(variant: Variant, on_hand: int, at: datetime) -> None:
    """Write down what the producer counted; a missing shelf is put up. Raises BelowReserved."""
    lock(variant)
    shelf = shelf_of(variant)
    if shelf is None:
        new_pool(variant, on_hand, "first count", at)
        return
    pool = lock_pools([shelf.id])[shelf.id]
    if pool.on_hand != on_hand:
        pool.change(Stock.recount, on_hand, "recount", at)


def run_out(variant: Variant, at: datetime) -> None:
    """Nothing is left to sell; what buyers have claimed stays claimed."""
    pool = held_shelf(variant)
    if pool and pool.stock.available:
        pool.change(Stock.recount, pool.reserved, RAN_OUT, at)


def bring_back(variant: Variant, at: datetime) -> int:
    """As many as there were before it ran out, on top of what is claimed. Gives how many came back."""
    pool = held_shelf(variant)
    if pool is None or pool.stock.available:
        return 0
    gone = last_gone([pool.id]).get(pool.id, 0)
    if gone:
        pool.change(Stock.recount, pool.on_hand + gone, "back again", at)
    return gone


def held_shelf(variant: Variant) -> StockPool | None:
    """The shelf, locked."""
    begin_write()
    shelf = shelf_of(variant)
    return lock_pools([shelf.id])[shelf.id] if shelf else None


def last_gone(pool_ids: Iterable[int]) -> dict[int, int]:
    """How many were taken off each shelf when it was last said to have run out, by pool id."""
    latest = (
        db.select(func.max(StockMovement.id))
        .where(StockMovement.pool_id.in_(list(pool_ids)), StockMovement.why == RAN_OUT)
        .group_by(StockMovement.pool_id)
    )
    rows = db.select(StockMovement.pool_id, -StockMovement.on_hand_delta)
    return dict(db.session.execute(rows.where(StockMovement.id.in_(latest))).all())
