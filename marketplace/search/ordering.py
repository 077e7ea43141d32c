"""Finds in their order: as the visitor asked, by relevance best first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from heapq import nlargest

from marketplace.kit.clock import today
from marketplace.search.engines.choosing import matching
from marketplace.search.facets import Fact
from marketplace.search.facts import age_in_days, ids_of, words_of
from marketplace.search.looking import Meaning
from marketplace.search.ranking import BEST, CHEAP, KIN, Standing, Texts, near, question, said
from marketplace.search.rules import RANKED, Near, Query, Sort, Stage

BY_FACT = {
    Sort.CHEAPEST: lambda fact: (fact.price, -fact.id),
    Sort.DEAREST: lambda fact: (-fact.price, -fact.id),
    Sort.NEWEST: lambda fact: (
        -fact.published_at.timestamp() if fact.published_at else 0,
        -fact.id,
    ),
}


def in_order(
    facts: list[Fact],
    meaning: Meaning,
    query: Query,
    documents: Mapping[int, Texts] | None = None,
    kin: Mapping[int, float] | None = None,
    most: int | None = None,
) -> Sequence[Fact]:
    """All of them, or at least the first `most`.

    `documents`: their words, where they were read already; `kin`: of other finds than these.
    """
    if query.sort in BY_FACT:
        return sorted(facts, key=BY_FACT[query.sort])
    standing = points_of(facts, query)
    best, others = foremost(facts, meaning, standing, most)
    known = words_of(fact.id for fact in best) if documents is None else documents
    return [*ranked(best, meaning, standing, known, kin), *others]


def foremost(
    facts: list[Fact], meaning: Meaning, standing: Mapping[int, float], most: int | None
) -> tuple[list[Fact], list[Fact]]:
    """(those whose words are worth reading, the others in a fair order): titles first, then by standing.

    No others, when they are too far behind for who wants `most`.
    """
    if len(facts) <= RANKED:
        return facts, []
    titled = set(matching(meaning.terms, Stage.ALL_IN_TITLE, ids_of)[0])
    keys = [(fact.id in titled, standing[fact.id], fact.id, fact) for fact in facts]
    first = len(keys) if most is None or most > RANKED else RANKED
    ordered = [key[-1] for key in nlargest(first, keys)]
    return ordered[:RANKED], ordered[RANKED:]


def ranked(
    facts: list[Fact],
    meaning: Meaning,
    standing: Mapping[int, float],
    documents: Mapping[int, Texts],
    kin: Mapping[int, float] | None = None,
) -> list[Fact]:
    """By score, with what is kin to the best lifted; of equal ones the cheaper first, which is the smaller bag."""
    asked = question(meaning.terms, meaning.rarity)
    scores = {
        fact.id: said(documents[fact.id], asked) + standing[fact.id]
        for fact in facts
        if fact.id in documents
    }

    def place(fact: Fact) -> tuple[float, int, int]:
        return -round(scores.get(fact.id, 0.0), 6), fact.price, -fact.id

    kin = kin_of(sorted(facts, key=place)) if kin is None else kin
    for fact in facts:
        scores[fact.id] = scores.get(fact.id, 0.0) + kin.get(fact.category, 0.0)
    return sorted(facts, key=place)


def kin_of(ordered: Sequence[Fact]) -> dict[int, float]:
    """Points by category, from the best finds."""
    best = Counter(fact.category for fact in ordered[:BEST])
    return {category: KIN * count / best.total() for category, count in best.items()}


def points_of(facts: list[Fact], query: Query) -> dict[int, float]:
    """What each has beside its words, by product."""
    found = {fact.id: fact.merit for fact in facts}
    if query.near != Near():
        for fact in facts:
            found[fact.id] += near(query.near.nearness(fact.market), query.asked_near)
    for id, cheapness in cheapness_of(facts).items() if query.cheap else ():
        found[id] += CHEAP * cheapness
    return found


def standing_of(fact: Fact, query: Query, at: datetime) -> Standing:
    """The same of one product, to be explained line by line."""
    return Standing(
        availability=fact.availability,
        asked_near=query.asked_near,
        nearness=query.near.nearness(fact.market),
        stars_sum=fact.stars_sum,
        stars_count=fact.stars_count,
        age_days=age_in_days(fact.published_at, today(at)),
        cheapness=cheapness_of([fact])[fact.id] if query.cheap else 0.0,
    )


def cheapness_of(facts: list[Fact]) -> dict[int, float]:
    """By its place in the order of prices: 1 for the cheapest, near 0 for the dearest."""
    ordered = sorted(facts, key=lambda fact: fact.price)
    return {fact.id: 1 - at / len(ordered) for at, fact in enumerate(ordered)}
