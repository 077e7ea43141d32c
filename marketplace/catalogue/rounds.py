"""Baking rounds: opened with a capacity per variant, widened or narrowed, called off while nobody has ordered."""

from collections.abc import Mapping
from datetime import datetime

from marketplace.catalogue.models import Batch, Product
from marketplace.catalogue.rules import BatchHasOrders, Stock, check_round
from marketplace.catalogue.stock import StockPool, lock_pools, new_pool
from marketplace.web.db import begin_write, db, lock


def open_batch(
    product: Product,
    *,
    ready_at: datetime,
    closes_at: datetime,
    capacities: Mapping[int, int],
    at: datetime,
) -> Batch:
    """Take orders until `closes_at` for what is ready at `ready_at`; capacities by variant id. Raises BadRound."""
    begin_write()
    own = {variant.id: variant for variant in product.variants}
    check_round(ready_at, closes_at, {id: capacities[id] for id in capacities if id in own}, at)
    batch = Batch(product_id=product.id, ready_at=ready_at, closes_at=closes_at)
    db.session.add(batch)
    for variant_id, capacity in capacities.items():
        if variant_id in own:
            new_pool(own[variant_id], capacity, "new round", at, batch=batch)
    db.session.flush()
    return batch


def pools_of(batch: Batch) -> dict[int, StockPool]:
    """The round's pools by id, held until the commit."""
    begin_write()
    ids = db.session.scalars(db.select(StockPool.id).where(StockPool.batch_id == batch.id))
    return lock_pools(ids.all())


def set_capacity(batch: Batch, capacities: Mapping[int, int], at: datetime) -> None:
    """New capacities by pool id; the round's other pools stay. Raises BelowReserved."""
    for pool_id, pool in pools_of(batch).items():
        wanted = capacities.get(pool_id, pool.on_hand)
        if wanted != pool.on_hand:
            pool.change(Stock.recount, wanted, "new capacity", at)


def cancel_batch(batch: Batch, at: datetime) -> None:
    """Take no more orders. Its capacity goes to zero, so a checkout on its way is refused. Raises BatchHasOrders."""
    lock(batch)
    pools = pools_of(batch).values()
    if any(pool.reserved for pool in pools):
        raise BatchHasOrders
    for pool in pools:
        if pool.on_hand:
            pool.change(Stock.recount, 0, "round cancelled", at)
    batch.is_cancelled = True
