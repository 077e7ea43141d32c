"""What a stall offers at checkout: ways to receive, hours, ways to pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from marketplace.cart.contents import Group
from marketplace.checkout.rules import Choices, Option, fee_for, reach_of
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import Delivery
from marketplace.payments.gateways import takes_cards
from marketplace.payments.receivers import goes_to, ways_to_pay
from marketplace.payments.rules import Method
from marketplace.regions.models import DeliveryZone, Market, OpeningHours, PickupPoint, Region, Slot
from marketplace.regions.rules import SlotTime, slots_ahead
from marketplace.stalls.models import Stall
from marketplace.web.db import db

OfMarket = TypeVar("OfMarket", OpeningHours, DeliveryZone)


@dataclass(frozen=True)
class StallOptions:
    """Everything that can be chosen for one stall now. `slots` by option value; an empty list means by appointment."""

    group: Group
    options: Sequence[Option]
    slots: dict[str, list[SlotTime]]
    methods: Sequence[Method]

    @property
    def stall(self) -> Stall:
        return self.group.stall

    @property
    def goes_to(self) -> dict[Method, str]:
        """Who gets the money, for each way to pay."""
        return {method: goes_to(method, self.stall) for method in self.methods}

    def option(self, value: str) -> Option | None:
        return next((option for option in self.options if option.value == value), None)

    def slot(self, option: str, starts: str) -> SlotTime | None:
        """The slot of an option that starts at this moment (ISO)."""
        return next((s for s in self.slots.get(option, ()) if s.starts.isoformat() == starts), None)


def stall_options(groups: Sequence[Group], choices: Choices, at: datetime) -> list[StallOptions]:
    """For all stalls of a cart, in a fixed number of statements."""
    markets = {group.stall.market_id for group in groups}
    points = points_of(markets, {group.stall.id for group in groups})
    hours, zones = by_market(OpeningHours, markets), by_market(DeliveryZone, markets)
    village = db.session.get(Region, choices.village_id) if choices.village_id else None
    found = []
    for group in groups:
        market = group.stall.market
        courier = courier_of(market, zones.get(market.id, []), village, choices.rw)
        options = ways_to_receive(group, points, courier)
        weekly = {
            option.value: [line.weekly() for line in hours_of(option, points, hours, market)]
            for option in options
        }
        slots = {value: slots_ahead(lines, at, group.ready_at) for value, lines in weekly.items()}
        methods = ways_to_pay(group.stall, Rupiah(group.goods_total), cards=takes_cards())
        found.append(StallOptions(group, options, slots, methods))
    return found


def points_of(markets: set[int], stalls: set[int]) -> list[PickupPoint]:
    """The markets' own places and the terraces of these stalls."""
    return list(
        db.session.scalars(
            select(PickupPoint)
            .where(PickupPoint.market_id.in_(markets), PickupPoint.is_active)
            .where(or_(PickupPoint.stall_id.is_(None), PickupPoint.stall_id.in_(stalls)))
            .options(joinedload(PickupPoint.slots))
            .order_by(PickupPoint.stall_id.is_(None), PickupPoint.id)
        ).unique()
    )


def by_market(model: type[OfMarket], markets: set[int]) -> dict[int, list[OfMarket]]:
    """Rows of these markets by market, in one statement."""
    rows = db.session.scalars(select(model).where(model.market_id.in_(markets)).order_by(model.id))
    found: dict[int, list[OfMarket]] = {}
    for row in rows:
        found.setdefault(row.market_id, []).append(row)
    return found


def courier_of(
    market: Market, zones: Sequence[DeliveryZone], village: Region | None, rw: int | None
) -> Option | None:
    """The RW courier to this address, at a fee or saying that it does not go there; None where there is none."""
    if not zones:
        return None
    home = market.rw.village
    here = (home.parent_id or 0, home.id, market.rw.number)
    there = (village.parent_id, village.id, rw) if village else (None, None, None)
    fee = fee_for(reach_of(here, there), {zone.reach: zone.fee for zone in zones})
    text = "Diantar tetangga ke rumahmu" if fee is not None else "Belum sampai ke alamatmu"
    return Option("courier", Delivery.COURIER, "Kurir RW", text, fee or 0, reaches=fee is not None)


def ways_to_receive(
    group: Group, points: Sequence[PickupPoint], courier: Option | None
) -> list[Option]:
    """Pickup points first, then the stall's own delivery, then the RW courier."""
    stall = group.stall
    found = [
        Option(f"pickup:{point.id}", Delivery.PICKUP, "Ambil sendiri", place_of(point), 0, point.id)
        for point in points
        if point.market_id == stall.market_id and point.stall_id in (None, stall.id)
    ]
    if not found:
        home = stall.address or f"Rumah {stall.owner_name or stall.name}"
        found.append(Option("pickup:0", Delivery.PICKUP, "Ambil sendiri", home, 0))
    if stall.delivers:
        area = stall.delivery_area or f"Sekitar {stall.market.label}"
        found.append(Option("stall", Delivery.STALL, "Diantar penjual", area, stall.delivery_fee))
    return [*found, courier] if courier else found


def place_of(point: PickupPoint) -> str:
    return f"{point.name}, {point.address}" if point.address else point.name


def hours_of(
    option: Option,
    points: Sequence[PickupPoint],
    hours: Mapping[int, Sequence[OpeningHours]],
    market: Market,
) -> Sequence[Slot | OpeningHours]:
    """Weekly lines behind an option: the point's slots, or the market's opening hours for deliveries."""
    if option.point_id is None:
        return hours.get(market.id, ())
    return next(point.slots for point in points if point.id == option.point_id)
