"""Where the markets are, for words that name a place: read from SQL, kept a minute by each process."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select

from marketplace.regions.models import Cluster, Market, Region, Rw, cluster_rws
from marketplace.regions.rules import MarketStatus, RegionKind
from marketplace.search.reading import Place, PlaceKind, Places
from marketplace.search.rules import Near
from marketplace.web.db import db

KEPT_SECONDS = 60.0
KINDS = {RegionKind.DISTRICT: PlaceKind.DISTRICT, RegionKind.VILLAGE: PlaceKind.VILLAGE}


class Spot(NamedTuple):
    """An open market and where it lies; all are ids but the number and the nickname."""

    market: int
    slug: str
    nickname: str
    number: int
    village: int
    district: int | None
    clusters: frozenset[int]


@dataclass(frozen=True)
class CityMap:
    """Every open market, and every name a visitor may call a place by."""

    spots: tuple[Spot, ...]
    places: Places

    def markets_in(self, place: Place) -> frozenset[int]:
        """Ids of the open markets of a place; none may be open there."""
        return frozenset(spot.market for spot in self.spots if place.id in covers(spot, place.kind))

    def near(self, place: Place) -> Near:
        """Distances from a place; from something large, all of it is equally near."""
        inside = [spot for spot in self.spots if place.id in covers(spot, place.kind)]
        villages, districts = {s.village for s in inside}, {s.district for s in inside}
        return Near(
            here=frozenset(spot.market for spot in inside),
            village=frozenset(s.market for s in self.spots if s.village in villages),
            district=frozenset(s.market for s in self.spots if s.district in districts),
        )

    def market(self, slug: str) -> Place | None:
        """The open market at this address, as a place."""
        spot = next((spot for spot in self.spots if spot.slug == slug), None)
        return self.places.markets.get((spot.village, spot.number)) if spot else None


def covers(spot: Spot, kind: PlaceKind) -> Iterable[int | None]:
    """The ids of this kind that a market lies in."""
    return {
        PlaceKind.MARKET: (spot.market,),
        PlaceKind.VILLAGE: (spot.village,),
        PlaceKind.DISTRICT: (spot.district,),
        PlaceKind.RW: (spot.number,),
        PlaceKind.CLUSTER: spot.clusters,
    }[kind]


def city_map() -> CityMap:
    """As of a minute ago at most; whether a market is still open, SQL says when it is searched."""
    kept: tuple[float, CityMap] | None = current_app.extensions.get("search.city_map")
    keeps = current_app.config.get("SEARCH_KEEPS_WORDS", True)
    if kept is None or monotonic() - kept[0] > KEPT_SECONDS or not keeps:
        kept = (monotonic(), draw())
        current_app.extensions["search.city_map"] = kept
    return kept[1]


def draw() -> CityMap:
    """Three statements."""
    spots = tuple(read_spots())
    regions = db.session.execute(select(Region.kind, Region.id, Region.name)).all()
    clusters = db.session.execute(select(Cluster.id, Cluster.name)).all()
    named = [(KINDS[kind], id, (name,)) for kind, id, name in regions if kind in KINDS]
    named += [(PlaceKind.CLUSTER, id, (name,)) for id, name in clusters]
    named += [(PlaceKind.MARKET, spot.market, (spot.nickname,)) for spot in spots if spot.nickname]
    numbers = ((spot.village, spot.number, spot.market) for spot in spots)
    return CityMap(spots, Places.of(named, numbers))


def read_spots() -> Iterable[Spot]:
    in_clusters: dict[int, set[int]] = {}
    query = (
        select(
            *(Market.id, Market.slug, Market.nickname, Rw.number, Rw.village_id),
            *(Region.parent_id, cluster_rws.c.cluster_id),
        )
        .join(Market.rw)
        .join(Rw.village)
        .outerjoin(cluster_rws, cluster_rws.c.rw_id == Rw.id)
        .where(Market.status == MarketStatus.OPEN)
        .order_by(Market.id)
    )
    rows = db.session.execute(query).all()
    for row in rows:
        in_clusters.setdefault(row.id, set()).update({row.cluster_id} - {None})
    facts: dict[int, Any] = {row.id: row[:-1] for row in rows}
    return [Spot._make((*spot, frozenset(in_clusters[id]))) for id, spot in facts.items()]
