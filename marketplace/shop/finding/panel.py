"""The choices beside the results, each with the number of goods that pressing it shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.kit.slugs import slugify
from marketplace.search.city_map import Spot
from marketplace.search.facets import BANDS
from marketplace.search.reading import PartKind, PlaceKind
from marketplace.search.rules import Facets
from marketplace.shop.finding.chips import link, words_of_band
from marketplace.shop.finding.results import Results

MOST_MARKETS = 12  # of one kecamatan; the others are reached through it


@dataclass(frozen=True)
class Tick:
    """A box to tick. `said`: it stands in the words, so it goes with them. `count` None: too much to count."""

    label: str
    name: str
    value: str
    count: int | None
    on: bool
    said: bool

    @property
    def idle(self) -> bool:
        """Ticking it would show nothing, or it cannot be let go of here."""
        return self.said or (self.count == 0 and not self.on)


@dataclass(frozen=True)
class Choice:
    """One of several, as a link; a link that is on lets go."""

    label: str
    count: int | None
    on: bool
    url: str


@dataclass(frozen=True)
class Group:
    """A kecamatan and its markets."""

    whole: Choice
    markets: list[Choice] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.whole.on or any(one.on for one in self.markets)


@dataclass(frozen=True)
class Panel:
    ready: list[Tick]
    trust: list[Tick]
    categories: list[Choice]
    places: list[Group]
    prices: list[Choice]


def panel_of(results: Results) -> Panel:
    facets = results.answer.page.facets
    ticks = list(ticks_of(results, facets))
    return Panel(
        ready=ticks[:2],
        trust=ticks[2:],
        categories=list(categories(results, facets)),
        places=[] if results.scope.stall else list(places(results, facets)),
        prices=list(prices(results, facets)),
    )


def ticks_of(results: Results, facets: Facets | None) -> Iterator[Tick]:
    own, said = results.filters, results.answer.reading
    rows = (
        ("Siap hari ini", "siap", "1", "ready", said.ready),
        ("Bisa dipesan", "pesan", "1", "orderable", False),
        ("Terlatih", "terlatih", "1", "trained", said.trained),
        ("Halal", "halal", "1", "halal", said.halal),
        ("Tanpa kacang", "tanpa", "kacang", "no_nuts", False),
    )
    for label, name, value, fact, by_words in rows:
        count = getattr(facets, fact) if facets else None
        yield Tick(label, name, value, count, getattr(own, fact) or by_words, by_words)


def categories(results: Results, facets: Facets | None) -> Iterator[Choice]:
    counts = facets.categories if facets else None
    chosen = results.scope.category
    for one in results.scope.categories:
        on = one is chosen
        if shows(counts, one.id) or on:
            yield Choice(
                one.label, told(counts, one.id), on, link(kategori=None if on else one.slug)
            )


def places(results: Results, facets: Facets | None) -> Iterator[Group]:
    """Counts of a kecamatan are sums over its markets. What the words say of a place stays."""
    scope, within = results.scope, results.answer.reading.within
    inside = scope.city.markets_in(within) if within else None
    spots = [s for s in scope.city.spots if inside is None or s.market in inside]
    if scope.cluster:
        spots = [spot for spot in spots if scope.cluster.id in spot.clusters]
    of_district: dict[int | None, list[Spot]] = {}
    for spot in spots:
        of_district.setdefault(spot.district, []).append(spot)
    counts = facets.markets if facets else None
    named = districts(results)
    for district in sorted(set(of_district) & set(named), key=lambda id: named[id]):
        whole = whole_of(results, named[district], of_district[district], counts)
        markets = list(markets_of(results, of_district[district], counts))
        if whole.count != 0 or whole.on or any(one.on for one in markets):
            yield Group(whole, markets)


def districts(results: Results) -> dict[int | None, str]:
    kinds = results.scope.city.places.names.values()
    found = (each[PlaceKind.DISTRICT] for each in kinds if PlaceKind.DISTRICT in each)
    return {place.id: place.label for place in found}


def whole_of(
    results: Results, name: str, spots: list[Spot], counts: Mapping[int, int] | None
) -> Choice:
    count = None if counts is None else sum(counts.get(spot.market, 0) for spot in spots)
    chosen = results.scope.district
    on = chosen is not None and chosen.id == spots[0].district
    return Choice(name, count, on, link(pasar=None, kecamatan=None if on else slugify(name, name)))


def markets_of(
    results: Results, spots: list[Spot], counts: Mapping[int, int] | None
) -> Iterator[Choice]:
    """Those with most finds; one that is chosen is always among them."""
    scope = results.scope
    best = sorted(spots, key=lambda s: (s != scope.market, -(counts or {}).get(s.market, 0)))
    for spot in best[:MOST_MARKETS]:
        on = spot == scope.market
        if shows(counts, spot.market) or on:
            url = link(pasar=None if on else spot.slug, kecamatan=None)
            yield Choice(scope.label(spot), told(counts, spot.market), on, url)


def prices(results: Results, facets: Facets | None) -> Iterator[Choice]:
    """A price in the words gives way to the one that is pressed; two of them cannot be taken out at once."""
    said = [part for part in results.answer.reading.parts if part.kind is PartKind.PRICE]
    if facets is None or len(said) > 1:
        return
    words = {"q": said[0].without or None} if said else {}
    own = (results.filters.min_price, results.filters.max_price)
    counts = {low: count for low, _, count in facets.prices}
    for low, below in BANDS:
        ends: dict[str, Any] = {"min": low or None, "max": below - 1 if below else None}
        on = own == (ends["min"], ends["max"])
        if counts.get(low) or on:
            url = link(min=None, max=None) if on else link(**ends, **words)
            yield Choice(words_of_band(low, below), counts.get(low, 0), on, url)


def shows(counts: Mapping[int, int] | None, id: int) -> bool:
    return counts is None or counts.get(id, 0) > 0


def told(counts: Mapping[int, int] | None, id: int) -> int | None:
    return None if counts is None else counts.get(id, 0)
