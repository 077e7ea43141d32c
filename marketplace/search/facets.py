"""Filters and their counts, in one pass over what was found.

A find that passes all filters counts everywhere; one that fails exactly one filter still counts among that
filter's own choices: so each number says what the visitor would see after pressing it.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from marketplace.search.rules import Facets, Query

STEPS = (10_000, 20_000, 50_000, 100_000)  # rupiah: where the bands of the price begin
ANY_PRICE = 10**15  # rupiah: more than anything costs
BANDS = tuple(zip((0, *STEPS), (*STEPS, None), strict=True))


class Fact(NamedTuple):
    """What SQL knows of one find. `availability`: 2 on the shelf, 1 a round takes orders, 0 sold out.

    `merit` follows from the others: the points of its standing that nobody's question changes.
    """

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
    merit: float = 0.0


def filters_of(query: Query) -> Iterator[tuple[str, Callable[[Fact], bool]]]:
    """The filters that are set, each with what a find must be to pass it."""
    if query.category is not None:
        yield "categories", lambda fact: fact.category == query.category
    if (markets := query.markets) is not None:
        yield "markets", lambda fact: fact.market in markets
    low, high = query.min_price, query.max_price
    if low is not None or high is not None:
        least, most = low or 0, ANY_PRICE if high is None else high
        yield "prices", lambda fact: least <= fact.price <= most
    for name in SWITCHES:
        if getattr(query, name):
            yield name, GROUPS[name]


def failures(fact: Fact, query: Query) -> list[str]:
    """The filters that keep this find away."""
    return [name for name, passes in filters_of(query) if not passes(fact)]


def passing(facts: Iterable[Fact], query: Query) -> list[Fact]:
    """Those that pass every filter, in their order."""
    passed = list(facts)
    for _name, passes in filters_of(query):
        passed = list(filter(passes, passed))
    return passed


def count(facts: Iterable[Fact], query: Query) -> Facets:
    """What each further choice would show."""
    passed, kept_away = list[Fact](), defaultdict[str, list[Fact]](list)
    tests = list(filters_of(query))
    for fact in facts if tests else ():
        failed = [name for name, passes in tests if not passes(fact)]
        if len(failed) == 1:
            kept_away[failed[0]].append(fact)
        elif not failed:
            passed.append(fact)
    passed = passed if tests else list(facts)
    counted = {
        name: Counter(map(group, chain(passed, kept_away[name]))) for name, group in GROUPS.items()
    }
    prices = counted["prices"]
    return Facets(
        categories=dict(counted["categories"]),
        markets=dict(counted["markets"]),
        prices=[(*BANDS[at], prices[at]) for at in sorted(prices)],
        **{name: counted[name][True] for name in SWITCHES},
    )


def band_of_price(fact: Fact) -> int:
    return bisect_right(STEPS, fact.price)


SWITCHES = ("ready", "orderable", "halal", "trained", "no_nuts")
GROUPS: dict[str, Callable[[Fact], Any]] = {
    "categories": attrgetter("category"),
    "markets": attrgetter("market"),
    "prices": band_of_price,
    "ready": lambda fact: fact.availability == 2,
    "orderable": lambda fact: fact.availability > 0,
    "halal": lambda fact: bool(fact.halal),
    "trained": lambda fact: bool(fact.trained),
    "no_nuts": lambda fact: bool(fact.no_nuts),
}
