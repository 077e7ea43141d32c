"""When a market is open, where its goods change hands, what its courier asks."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from marketplace.kit.rupiah import Rupiah
from marketplace.regions.models import DeliveryZone, Market, OpeningHours, PickupPoint, Slot
from marketplace.regions.rules import ZoneReach
from marketplace.web.db import begin_write, db, lock

Hours = tuple[int, time, time]  # weekday (0 Monday), from, until


def set_hours(market: Market, hours: Iterable[Hours]) -> None:
    """The opening hours of the whole week, in place of those before."""
    lock(market)
    market.hours = [OpeningHours(weekday=day, starts=a, ends=b) for day, a, b in hours]
    db.session.flush()


def add_pickup_point(
    market: Market,
    name: str,
    address: str,
    slots: Iterable[Hours] = (),
    stall: Any = None,
) -> PickupPoint:
    """A place of the market, or with `stall` the terrace of a stall."""
    begin_write()
    point = PickupPoint(market=market, name=name, address=address, is_active=True)
    point.stall_id = stall.id if stall else None
    point.slots = [Slot(weekday=day, starts=a, ends=b) for day, a, b in slots]
    db.session.add(point)
    db.session.flush()
    return point


def close_pickup_point(point: PickupPoint) -> None:
    """Nobody can choose it any more; orders that named it keep its name."""
    lock(point)
    point.is_active = False


def add_slot(point: PickupPoint, hours: Hours) -> Slot:
    """A weekly hour; the same hour twice is once."""
    lock(point)
    for slot in point.slots:
        if (slot.weekday, slot.starts, slot.ends) == hours:
            return slot
    slot = Slot(weekday=hours[0], starts=hours[1], ends=hours[2])
    point.slots.append(slot)
    db.session.flush()
    return slot


def remove_slot(slot: Slot) -> None:
    begin_write()
    db.session.delete(slot)


def set_zone(market: Market, reach: ZoneReach, fee: Rupiah | None) -> None:
    """The courier's fee for one reach; None takes the reach away."""
    lock(market)
    query = db.select(DeliveryZone).where(
        DeliveryZone.market_id == market.id, DeliveryZone.reach == reach
    )
    zone = db.session.scalar(query)
    if fee is None:
        if zone:
            db.session.delete(zone)
    elif zone:
        zone.fee = fee
    else:
        db.session.add(DeliveryZone(market_id=market.id, reach=reach, fee=fee))
    db.session.flush()
    db.session.expire(market, ["zones"])
