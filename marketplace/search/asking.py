"""From what a visitor typed to what is found: filters are read out of the words, and the rest is searched."""

from dataclasses import dataclass, replace

from marketplace.search.city_map import CityMap, city_map
from marketplace.search.facts import Conditions
from marketplace.search.find import search
from marketplace.search.reading import Reading, read
from marketplace.search.rules import Page, Query, Sort


@dataclass(frozen=True)
class Answer:
    """`query` is what was asked in the end; `reading` tells which of its filters stood in the words."""

    page: Page
    query: Query
    reading: Reading


def ask(query: Query, seen_by: Conditions | None = None) -> Answer:
    """Search as a visitor means it. `query.words` is what was typed; `literal` takes all of it as words."""
    city = city_map()
    reading = Reading(words=query.words) if query.literal else read(query.words, city.places)
    meant = understood(query, reading, city)
    return Answer(search(meant, seen_by), meant, reading)


def understood(query: Query, reading: Reading, city: CityMap) -> Query:
    """The query with the filters of its words; what the address says beside them narrows further."""
    return replace(
        query,
        words=reading.words,
        min_price=highest(query.min_price, reading.min_price),
        max_price=lowest(query.max_price, reading.max_price),
        ready=query.ready or reading.ready,
        halal=query.halal or reading.halal,
        trained=query.trained or reading.trained,
        markets=narrower(query, reading, city),
        asked_near=query.asked_near or reading.near is not None,
        cheap=reading.hint,
        near=city.near(reading.near) if reading.near else query.near,
        sort=sort_of(query, reading),
    )


def sort_of(query: Query, reading: Reading) -> Sort:
    """What the address asks for comes first. A mere hint ("murah") does not put poor matches before good ones."""
    if query.sort is not Sort.RELEVANCE or reading.sort is None or reading.hint:
        return query.sort
    return reading.sort


def narrower(query: Query, reading: Reading, city: CityMap) -> frozenset[int] | None:
    if reading.within is None:
        return query.markets
    inside = city.markets_in(reading.within)
    return inside if query.markets is None else inside & query.markets


def highest(*values: int | None) -> int | None:
    return max((value for value in values if value is not None), default=None)


def lowest(*values: int | None) -> int | None:
    return min((value for value in values if value is not None), default=None)
