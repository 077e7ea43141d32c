"""Where is searched: the places an address names, as far as they are there and open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from marketplace.regions.models import Cluster, Market
from marketplace.regions.rules import MarketStatus
from marketplace.search.city_map import CityMap, Spot
from marketplace.search.facts import Conditions, listed
from marketplace.search.kept import current
from marketplace.search.names import Name, NameKind
from marketplace.search.reading import Place, PlaceKind
from marketplace.search.rules import Near
from marketplace.shop.filters import Filters
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db
from marketplace.web.forms import one_line


@dataclass(frozen=True)
class Inside:
    """One stall or one cluster that is searched. `market`: the address of the stall's market."""

    id: int
    slug: str
    name: str
    market: str = ""


@dataclass(frozen=True)
class Scope:
    """A market comes before its kecamatan: with both in the address, the kecamatan says nothing."""

    city: CityMap
    categories: tuple[Name, ...] = ()
    market: Spot | None = None
    district: Place | None = None
    category: Name | None = None
    stall: Inside | None = None
    cluster: Inside | None = None
    near: Spot | None = None

    @property
    def markets(self) -> frozenset[int] | None:
        """Ids of those that are searched; None: all."""
        if self.market:
            return frozenset({self.market.market})
        return self.city.markets_in(self.district) if self.district else None

    @property
    def nearness(self) -> Near:
        spot = self.near or self.market
        place = self.city.market(spot.slug) if spot else None
        return self.city.near(place) if place else Near()

    @property
    def is_one_place(self) -> bool:
        """Whether all results stand in one market, so that cards need not say which."""
        return bool(self.market or self.stall)

    @property
    def name(self) -> str:
        """What the field searches, in words."""
        if self.stall or self.cluster:
            return (self.stall or self.cluster).name  # type: ignore[union-attr]
        return f"Pasar {self.label(self.market)}" if self.market else "semua pasar"

    def seen_by(self, at: datetime) -> Conditions | None:
        """A stall or cluster is no filter among others: nothing outside of it is found or counted."""
        if self.stall:
            return (*listed(at), Stall.id == self.stall.id)
        if self.cluster:
            inside = [s.market for s in self.city.spots if self.cluster.id in s.clusters]
            return (*listed(at), Stall.market_id.in_(inside))
        return None

    def label(self, spot: Spot) -> str:
        """RW 15 Purwantoro"""
        place = self.city.places.markets.get((spot.village, spot.number))
        return place.label if place else f"RW {spot.number:02}"

    def known(self, filters: Filters) -> Filters:
        """The filters without what is not there."""
        return replace(
            filters,
            market=self.market.slug if self.market else "",
            district=filters.district if self.district else "",
            category=self.category.slug if self.category else "",
        )


def scope_of(args: Mapping[str, str], filters: Filters, city: CityMap) -> Scope:
    """No statement when the address names no stall and no cluster."""
    categories = tuple(current().names[NameKind.CATEGORY].names)
    market = spot_of(city, filters.market)
    district = city.places.known(filters.district, (PlaceKind.DISTRICT,))
    return Scope(
        city=city,
        categories=categories,
        market=market,
        district=None if market else district,
        category=next((one for one in categories if one.slug == filters.category), None),
        stall=stall_of(one_line(args.get("lapak")) or ""),
        cluster=cluster_of(one_line(args.get("klaster")) or ""),
        near=spot_of(city, one_line(args.get("dekat")) or ""),
    )


def spot_of(city: CityMap, slug: str) -> Spot | None:
    return next((spot for spot in city.spots if spot.slug == slug), None) if slug else None


def stall_of(slug: str) -> Inside | None:
    """An approved stall of an open market."""
    query = (
        select(Stall.id, Stall.slug, Stall.name, Market.slug)
        .join(Stall.market)
        .where(Stall.slug == slug, Stall.status == StallStatus.APPROVED)
        .where(Market.status == MarketStatus.OPEN)
    )
    row = db.session.execute(query).first() if slug else None
    return Inside(*row) if row else None


def cluster_of(slug: str) -> Inside | None:
    query = select(Cluster.id, Cluster.slug, Cluster.name).where(Cluster.slug == slug)
    row = db.session.execute(query).first() if slug else None
    return Inside(*row) if row else None
