"""What a checkout costs and when its goods are let go. Pure: prices and choices come in as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from marketplace.kit.rupiah import Rupiah, split_by
from marketplace.orders.rules import Bearer, Delivery
from marketplace.payments.rules import Method, Payee, is_too_much
from marketplace.payments.vouchers.rules import NOTHING, Applied
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
    vouchers: str = ""  # codes as typed, commas between them
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
    """What one stall's order costs, and to whom it is paid. `fee` is for delivery."""

    stall_id: int
    market_id: int
    goods: Rupiah
    fee: Rupiah
    method: Method | None
    payee: Payee = Payee.STALL
    discount: Rupiah = Rupiah(0)
    borne_by: Bearer = Bearer.STALL

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.goods - self.discount + self.fee)


@dataclass(frozen=True)
class Asked:
    """One payment that the buyer makes. `unique_code` (transfer only) belongs to it, not to an order."""

    parts: tuple[Part, ...]
    unique_code: int = 0

    @property
    def payee(self) -> Payee:
        return self.parts[0].payee

    @property
    def method(self) -> Method:
        return self.parts[0].method or Method.CASH

    @property
    def stall_ids(self) -> list[int]:
        return [part.stall_id for part in self.parts]

    @property
    def amount(self) -> Rupiah:
        return Rupiah(sum(part.total for part in self.parts))

    @property
    def due(self) -> Rupiah:
        return Rupiah(self.amount + self.unique_code)


@dataclass(frozen=True)
class Quote:
    """The sum on the screen: what each order costs, and in which payments it is paid."""

    parts: Sequence[Part]
    asked: Sequence[Asked] = ()
    applied: Applied = NOTHING  # what the typed codes gave

    @property
    def orders_total(self) -> Rupiah:
        return Rupiah(sum(part.total for part in self.parts))

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.orders_total + sum(asked.unique_code for asked in self.asked))

    def asked_of(self, stall_id: int) -> Asked | None:
        """The payment that covers a stall's order; None when there is nothing to pay."""
        return next((asked for asked in self.asked if stall_id in asked.stall_ids), None)


def grouped(parts: Sequence[Part]) -> list[Asked]:
    """As few payments as the payees allow.

    A stall gets its own; a treasurer one for each method, but cash order by order, since it may come at different
    times; the operator one for all cards. A sum above a method's limit is asked for in several.
    """
    found: list[list[Part]] = []
    for part in parts:
        if part.method is None or not part.total:
            continue
        fitting = (asked for asked in found if goes_with(part, asked))
        beside = next(fitting, None)
        if beside is None:
            found.append([part])
        else:
            beside.append(part)
    return [Asked(tuple(asked)) for asked in found]


def goes_with(part: Part, others: Sequence[Part]) -> bool:
    """Whether an order can be paid together with these."""
    first = others[0]
    if part.payee is Payee.STALL or part.method is Method.CASH or part.method is None:
        return False
    same = (part.payee, part.method) == (first.payee, first.method)
    same_receiver = part.payee is Payee.OPERATOR or part.market_id == first.market_id
    total = part.total + sum(other.total for other in others)
    return same and same_receiver and not is_too_much(part.method, total)


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
