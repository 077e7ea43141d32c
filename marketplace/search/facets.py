"""Filters and their counts, in one pass over what was found.

A find that passes all filters counts everywhere; one that fails exactly one filter still counts among that
filter's own choices: so each number says what the visitor would see after pressing it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from marketplace.search.rules import Facets, Query

STEPS = (10_000, 20_000, 50_000, 100_000)  # rupiah: where the bands of the price begin
BANDS = tuple(zip((0, *STEPS), (*STEPS, None), strict=True))


class Fact(NamedTuple):
    """What SQL knows of one find. `availability`: 2 on the shelf, 1 a round takes orders, 0 sold out."""

    id: int
    title: str
    category: int
    market: int
    price: int
    halal: bool
    trained: bool
    no_nuts: bool
    availability: int
    published_at: datetime | None
    stars_sum: int
    stars_count: int


def failures(fact: Fact, query: Query) -> Iterator[str]:
    """The filters that keep this find away."""
    if query.category is not None and fact.category != query.category:
        yield "categories"
    if query.markets is not None and fact.market not in query.markets:
        yield "markets"
    if (query.min_price is not None and fact.price < query.min_price) or (
        query.max_price is not None and fact.price > query.max_price
    ):
        yield "prices"
    if query.ready and fact.availability < 2:
        yield "ready"
    if query.orderable and not fact.availability:
        yield "orderable"
    if query.halal and not fact.halal:
        yield "halal"
    if query.trained and not fact.trained:
        yield "trained"
    if query.no_nuts and not fact.no_nuts:
        yield "no_nuts"


def passing(facts: Iterable[Fact], query: Query) -> list[Fact]:
    """Those that pass every filter, in their order."""
    return [fact for fact in facts if next(failures(fact, query), None) is None]


def count(facts: Iterable[Fact], query: Query) -> Facets:
    """What each further choice would show."""
    counted: dict[str, Counter[int]] = {name: Counter() for name in GROUPS}
    for fact in facts:
        failed = list(failures(fact, query))
        if len(failed) < 2:
            for name in failed or GROUPS:
                counted[name][GROUPS[name](fact)] += 1
    prices = counted["prices"]
    return Facets(
        categories=dict(counted["categories"]),
        markets=dict(counted["markets"]),
        prices=[(*BANDS[at], prices[at]) for at in sorted(prices)],
        **{name: counted[name][True] for name in SWITCHES},
    )


def band_of_price(fact: Fact) -> int:
    return sum(fact.price >= step for step in STEPS)


SWITCHES = ("ready", "orderable", "halal", "trained", "no_nuts")
GROUPS = {
    "categories": lambda fact: fact.category,
    "markets": lambda fact: fact.market,
    "prices": band_of_price,
    "ready": lambda fact: fact.availability == 2,
    "orderable": lambda fact: fact.availability > 0,
    "halal": lambda fact: bool(fact.halal),
    "trained": lambda fact: bool(fact.trained),
    "no_nuts": lambda fact: bool(fact.no_nuts),
}
