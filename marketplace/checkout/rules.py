"""What a checkout costs and when its goods are let go. Pure: prices and choices come in as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from marketplace.kit.rupiah import Rupiah, split_by
from marketplace.orders.rules import Delivery
from marketplace.payments.rules import Method
from marketplace.regions.rules import ZoneReach

DRAFT_LIVES = timedelta(hours=24)


@dataclass(frozen=True)
class Option:
    """One way to receive the goods of a stall, as the form offers it."""

    value: str  # pickup:12, stall, courier
    delivery: Delivery
    title: str
    text: str
    fee: int
    point_id: int | None = None
    reaches: bool = True  # the courier, for one, does not go to every address


@dataclass(frozen=True)
class Choice:
    """What the buyer chose for one stall. Empty strings where nothing fits or nothing is chosen yet."""

    option: str = ""
    slot: str = ""  # starting moment, ISO, UTC
    method: str = ""
    note: str = ""

    @property
    def delivery(self) -> Delivery:
        return Delivery.PICKUP if self.option.startswith("pickup") else Delivery(self.option)


@dataclass(frozen=True)
class Choices:
    """The whole form of a checkout."""

    name: str = ""
    phone: str = ""
    street: str = ""
    rt: int | None = None
    rw: int | None = None
    village_id: int | None = None
    landmark: str = ""
    stalls: Mapping[int, Choice] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        plain = {k: v for k, v in vars(self).items() if k != "stalls"}
        return plain | {"stalls": {str(id): vars(choice) for id, choice in self.stalls.items()}}

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> "Choices":
        stalls = {int(id): Choice(**choice) for id, choice in saved.get("stalls", {}).items()}
        rest = {k: v for k, v in saved.items() if k != "stalls"}
        return cls(**rest, stalls=stalls)


@dataclass(frozen=True)
class Part:
    """What one stall's order costs. `unique_code` belongs to the payment, not to the order."""

    stall_id: int
    goods: Rupiah
    fee: Rupiah
    method: Method | None
    unique_code: int = 0

    @property
    def order_total(self) -> Rupiah:
        return Rupiah(self.goods + self.fee)

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.order_total + self.unique_code)


@dataclass(frozen=True)
class Quote:
    """The sum on the screen."""

    parts: Sequence[Part]

    @property
    def total(self) -> Rupiah:
        return Rupiah(sum(part.total for part in self.parts))


def reach_of(
    market: tuple[int, int, int], address: tuple[int | None, int | None, int | None]
) -> ZoneReach | None:
    """How far an address (district id, village id, RW number) lies from the market's; None: not known yet."""
    district, village, rw = address
    if village is None:
        return None
    if village == market[1]:
        return ZoneReach.SAME_RW if rw == market[2] else ZoneReach.SAME_VILLAGE
    return ZoneReach.SAME_DISTRICT if district == market[0] else ZoneReach.CITY


def fee_for(reach: ZoneReach | None, zones: Mapping[ZoneReach, int]) -> int | None:
    """The flat fee of the nearest zone that covers the reach; None when the courier does not go there."""
    order = list(ZoneReach)
    if reach is None:
        return min(zones.values(), default=None)
    covering = [zones[zone] for zone in order[order.index(reach) :] if zone in zones]
    return covering[0] if covering else None


def share_courier_fee(
    trips: Sequence[tuple[object, int, int]],
) -> list[Rupiah]:
    """Courier fees of orders, given (trip, fee, goods) each: one fee for each trip, split by the goods' value.

    Orders of one market, address and slot travel in one trip.
    """
    fees = [Rupiah(0)] * len(trips)
    for trip in {trip for trip, _, _ in trips}:
        places = [i for i, (other, _, _) in enumerate(trips) if other == trip]
        shares = split_by(trips[places[0]][1], [trips[i][2] for i in places])
        for place, share in zip(places, shares, strict=True):
            fees[place] = share
    return fees


def hold_for(method: Method, seconds: Mapping[Method, int], at: datetime) -> datetime | None:
    """When an unpaid order of this method ends; None for cash, which is paid at hand-over."""
    return at + timedelta(seconds=seconds[method]) if method in seconds else None
