"""When a market is open, where its goods change hands, what its courier asks."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from marketplace.accounts.models import User
from marketplace.kit.clock import DAYS, jam
from marketplace.kit.rupiah import Rupiah
from marketplace.regions.actions.settings import note
from marketplace.regions.models import DeliveryZone, Market, OpeningHours, PickupPoint, Slot
from marketplace.regions.rules import ZoneReach
from marketplace.web.db import begin_write, db, lock

Hours = tuple[int, time, time]  # weekday (0 Monday), from, until


def set_hours(market: Market, hours: Iterable[Hours], by: User | None = None) -> None:
    """The opening hours of the whole week, in place of those before."""
    lock(market)
    before, wanted = in_words(market.hours), list(hours)
    market.hours = [OpeningHours(weekday=day, starts=a, ends=b) for day, a, b in wanted]
    db.session.flush()
    after = in_words(market.hours)
    if before != after:
        note(market, "mengubah jam buka", by, before={"hours": before}, after={"hours": after})


def in_words(hours: Iterable[OpeningHours]) -> list[str]:
    return [f"{DAYS[line.weekday]} {jam(line.starts)}–{jam(line.ends)}" for line in hours]


def add_pickup_point(
    market: Market,
    name: str,
    address: str,
    slots: Iterable[Hours] = (),
    stall: Any = None,
    by: User | None = None,
) -> PickupPoint:
    """A place of the market, or with `stall` the terrace of a stall."""
    begin_write()
    point = PickupPoint(market_id=market.id, stall_id=stall.id if stall else None, name=name)
    point.address, point.is_active = address, True
    point.slots = [Slot(weekday=day, starts=a, ends=b) for day, a, b in slots]
    db.session.add(point)
    db.session.flush()
    db.session.expire(market, ["pickup_points"])
    note(market, "menambah tempat ambil", by, about=name)
    return point


def close_pickup_point(point: PickupPoint, by: User | None = None) -> None:
    """Nobody can choose it any more; orders that named it keep its name."""
    lock(point)
    point.is_active = False
    note(point.market, "menutup tempat ambil", by, about=point.name)


def add_slot(point: PickupPoint, hours: Hours, by: User | None = None) -> Slot:
    """A weekly hour; the same hour twice is once."""
    lock(point)
    for slot in point.slots:
        if (slot.weekday, slot.starts, slot.ends) == hours:
            return slot
    slot = Slot(weekday=hours[0], starts=hours[1], ends=hours[2])
    point.slots.append(slot)
    db.session.flush()
    note(point.market, "menambah jam ambil", by, about=slot_in_words(slot))
    return slot


def remove_slot(slot: Slot, by: User | None = None) -> None:
    begin_write()
    note(slot.point.market, "menghapus jam ambil", by, about=slot_in_words(slot))
    db.session.delete(slot)


def slot_in_words(slot: Slot) -> str:
    return f"{slot.point.name}, {DAYS[slot.weekday]} {jam(slot.starts)}–{jam(slot.ends)}"


def set_zone(market: Market, reach: ZoneReach, fee: Rupiah | None, by: User | None = None) -> None:
    """The courier's fee for one reach; None takes the reach away."""
    lock(market)
    query = db.select(DeliveryZone).where(
        DeliveryZone.market_id == market.id, DeliveryZone.reach == reach
    )
    zone = db.session.scalar(query)
    before = zone.fee if zone else None
    if before == fee:
        return
    if fee is None:
        db.session.delete(zone)
    elif zone:
        zone.fee = fee
    else:
        db.session.add(DeliveryZone(market_id=market.id, reach=reach, fee=fee))
    db.session.flush()
    db.session.expire(market, ["zones"])
    states = {"before": {"fee": before}, "after": {"fee": fee}}
    note(market, "mengubah ongkir", by, about=reach.label, **states)
