"""Markets as lists and pages show them: each list is one statement, however long it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import is_at_work, ready_today
from marketplace.catalogue.rules import ProductStatus
from marketplace.kit.slugs import same_place
from marketplace.regions.models import Market, PickupPoint, Region, Rw
from marketplace.regions.rules import Board, MarketStatus, RegionKind
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db

MOST_PER_DISTRICT = 5
MOST_READY = 100
MARKET_SLUG = re.compile(r"(?P<village>[a-z0-9-]{1,60})-rw-(?P<number>[0-9]{2})")

village, district = aliased(Region), aliased(Region)


@dataclass(frozen=True)
class MarketLine:
    """One open market in a list. `of_district`: all open markets of its kecamatan, where that is asked for."""

    slug: str
    nickname: str
    board: Board
    number: int
    village: str
    district: str
    stalls: int
    ready: int
    of_district: int

    @property
    def label(self) -> str:
        """RW 15 Sanan"""
        return f"RW {self.number:02} {self.nickname}".strip()

    @property
    def ready_words(self) -> str:
        """9, 99+"""
        return f"{MOST_READY - 1}+" if self.ready >= MOST_READY else str(self.ready)

    @property
    def folded_district(self) -> str:
        return same_place(self.district)


@dataclass(frozen=True)
class Shown:
    """Markets of one kecamatan on the front page, and how many it has in all."""

    total: int
    lines: list[MarketLine]


def stalls_in(market_id: Any) -> Any:
    """How many approved stalls a market has."""
    return (
        select(func.count(Stall.id))
        .where(Stall.market_id == market_id, Stall.status == StallStatus.APPROVED)
        .scalar_subquery()
    )


def ready_in(market_id: Any, at: datetime) -> Any:
    """How many products of a market stand on a shelf, counted no further than MOST_READY."""
    ready = (
        select(literal(1))
        .select_from(Product)
        .join(Product.stall)
        .where(Stall.market_id == market_id, Stall.status == StallStatus.APPROVED)
        .where(Product.status == ProductStatus.PUBLISHED, is_at_work(at), ready_today())
        .correlate(Market)
        .limit(MOST_READY)
        .subquery()
    )
    return select(func.count()).select_from(ready).scalar_subquery()


def open_markets() -> Select[Any]:
    """Ids of open markets with their places joined, sorted as people look for them."""
    return (
        select(Market.id)
        .join(Market.rw)
        .join(village, village.id == Rw.village_id)
        .join(district, district.id == village.parent_id)
        .where(Market.status == MarketStatus.OPEN)
        .order_by(district.name, village.name, Rw.number)
    )


def lines_of(markets: Select[Any], at: datetime, of_district: Any = None) -> list[MarketLine]:
    """The lines of these markets; `markets` is a query made from `open_markets`."""
    rows = db.session.execute(
        markets.with_only_columns(
            *(Market.slug, Market.nickname, Market.board, Rw.number),
            village.name,
            district.name,
            stalls_in(Market.id),
            ready_in(Market.id, at),
            literal(0) if of_district is None else of_district,
        )
    )
    return [MarketLine(*row) for row in rows]


def front_page_markets(at: datetime) -> dict[str, Shown]:
    """By kecamatan, the markets with most stalls, so many of each, and how many are open there."""
    stalls = stalls_in(Market.id)
    order = (stalls.desc(), Market.id)
    place = func.row_number().over(partition_by=district.id, order_by=order)
    in_district = func.count().over(partition_by=district.id)
    ranked = (
        open_markets()
        .order_by(None)
        .add_columns(place.label("place"), in_district.label("of_district"))
        .subquery()
    )
    best = (
        open_markets()
        .join(ranked, ranked.c.id == Market.id)
        .where(ranked.c.place <= MOST_PER_DISTRICT)
        .order_by(None)
        .order_by(district.name, ranked.c.place)
    )
    found: dict[str, Shown] = {}
    for line in lines_of(best, at, ranked.c.of_district):
        found.setdefault(line.district, Shown(line.of_district, [])).lines.append(line)
    return found


def places_with_markets() -> list[tuple[str, str]]:
    """(kecamatan, kelurahan) where a market is open, for the filters."""
    query = open_markets().order_by(None).with_only_columns(district.name, village.name)
    return sorted({(row[0], row[1]) for row in db.session.execute(query.distinct())})


def market_by_slug(slug: str) -> Market | None:
    """An open market with all that its page, its hours and its pickup points need."""
    return db.session.scalar(
        select(Market)
        .where(Market.slug == slug, Market.status == MarketStatus.OPEN)
        .options(*with_place(), *with_hours())
    )


def with_place() -> tuple[Any, ...]:
    return (joinedload(Market.rw).joinedload(Rw.village).joinedload(Region.parent),)


def with_points() -> tuple[Any, ...]:
    points = selectinload(Market.pickup_points.and_(PickupPoint.is_active))
    return (points.joinedload(PickupPoint.slots),)


def with_hours() -> tuple[Any, ...]:
    return selectinload(Market.hours), *with_points()


def place_of_slug(slug: str) -> tuple[Region, int] | None:
    """Kelurahan and number that a market's address speaks of, though no market is open there."""
    spoken = MARKET_SLUG.fullmatch(slug)
    if not spoken or not int(spoken["number"]):
        return None
    place = db.session.scalar(
        select(Region)
        .where(Region.folded == same_place(spoken["village"]), Region.kind == RegionKind.VILLAGE)
        .options(joinedload(Region.parent))
    )
    return (place, int(spoken["number"])) if place else None


def neighbours_of(place: Region, at: datetime, most: int = 3) -> list[MarketLine]:
    """Open markets of the same kelurahan first, then of the same kecamatan."""
    near = open_markets().where(district.id == place.parent_id).order_by(None)
    return lines_of(near.order_by(village.id != place.id, Rw.number).limit(most), at)


def slots_of(market: Market, stall_id: int | None = None) -> Iterable[PickupPoint]:
    """Pickup points for all, and the terrace of one stall when it is named."""
    return [point for point in market.pickup_points if point.stall_id in (None, stall_id)]
