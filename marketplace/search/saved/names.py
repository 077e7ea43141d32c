"""What the places, stalls and kinds of kept searches are called, and which rows they mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from marketplace.catalogue.models import Category
from marketplace.regions.models import Cluster, Market
from marketplace.regions.rules import MarketStatus
from marketplace.search.city_map import CityMap, city_map
from marketplace.search.reading import PlaceKind
from marketplace.search.saved.rules import Wish
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db


@dataclass(frozen=True)
class Named:
    """`id` of the stall or kind; of a place, the ids of its open `markets`."""

    label: str
    id: int = 0
    markets: frozenset[int] | None = None


Names = dict[
    tuple[str, str], Named
]  # by parameter and value; what is not there or may not be seen is missing


def names_in(wishes: Iterable[Wish]) -> Names:
    """Of all of them at once: three statements beside the map of the city, whatever their number."""
    pairs = {pair for wish in wishes for pair in wish.items()}
    values = {name: [value for key, value in pairs if key == name] for name, _ in pairs}
    city = city_map()
    found = dict(places_in(pairs, city))
    kinds = select(Category.slug, Category.name, Category.id)
    for slug, label, id in rows(kinds, Category.slug, values.get("kategori")):
        found["kategori", slug] = Named(label, id)
    for slug, label, id in rows(stalls(), Stall.slug, values.get("lapak")):
        found["lapak", slug] = Named(label, id)
    clusters = select(Cluster.slug, Cluster.name, Cluster.id)
    for slug, label, id in rows(clusters, Cluster.slug, values.get("klaster")):
        inside = frozenset(spot.market for spot in city.spots if id in spot.clusters)
        found["klaster", slug] = Named(label, id, inside)
    return found


def places_in(
    pairs: Iterable[tuple[str, str]], city: CityMap
) -> Iterator[tuple[tuple[str, str], Named]]:
    for name, value in pairs:
        place = None
        if name == "pasar":
            place = city.market(value)
        elif name == "kecamatan":
            place = city.places.known(value, (PlaceKind.DISTRICT,))
        if place:
            yield (name, value), Named(place.label, place.id, city.markets_in(place))


def stalls() -> Any:
    """Those that any visitor may open."""
    return (
        select(Stall.slug, Stall.name, Stall.id)
        .join(Stall.market)
        .where(Stall.status == StallStatus.APPROVED, Market.status == MarketStatus.OPEN)
    )


def rows(query: Any, column: Any, values: list[str] | None) -> Any:
    return db.session.execute(query.where(column.in_(values))).all() if values else ()


def labels_of(names: Names) -> dict[tuple[str, str], str]:
    return {pair: named.label for pair, named in names.items()}
