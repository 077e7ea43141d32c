"""Finds in their order: as the visitor asked, by relevance best first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from marketplace.search.engines.choosing import matching
from marketplace.search.facets import Fact
from marketplace.search.facts import ids_of, words_of
from marketplace.search.looking import Meaning
from marketplace.search.ranking import BEST, KIN, Standing, question, score
from marketplace.search.rules import RANKED, Entry, Query, Sort, Stage

SECONDS_A_DAY = 86_400
LONG_AGO = 10_000.0  # days, for what was never published
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
    at: datetime,
    documents: Mapping[int, Entry] | None = None,
    kin: Mapping[int, float] | None = None,
) -> Sequence[Fact]:
    """All of them. `documents`: their words, where they were read already; `kin`: of other finds than these."""
    if query.sort in BY_FACT:
        return sorted(facts, key=BY_FACT[query.sort])
    standings = standings_of(facts, query, at)
    best, others = foremost(facts, meaning, standings)
    known = words_of(fact.id for fact in best) if documents is None else documents
    return [*ranked(best, meaning, standings, known, kin), *others]


def foremost(
    facts: list[Fact], meaning: Meaning, standings: Mapping[int, Standing]
) -> tuple[list[Fact], list[Fact]]:
    """(those whose words are worth reading, the others in a fair order): titles first, then by standing."""
    if len(facts) <= RANKED:
        return facts, []
    titled = set(matching(meaning.terms, Stage.ALL_IN_TITLE, ids_of)[0])
    ordered = sorted(
        facts, key=lambda fact: (fact.id not in titled, -standings[fact.id].points, -fact.id)
    )
    return ordered[:RANKED], ordered[RANKED:]


def ranked(
    facts: list[Fact],
    meaning: Meaning,
    standings: Mapping[int, Standing],
    documents: Mapping[int, Entry],
    kin: Mapping[int, float] | None = None,
) -> list[Fact]:
    """By score, with what is kin to the best lifted; of equal ones the cheaper first, which is the smaller bag."""
    asked = question(meaning.terms, meaning.rarity)
    scores = {
        fact.id: score(documents[fact.id], asked, standings[fact.id])
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


def standings_of(facts: list[Fact], query: Query, at: datetime) -> dict[int, Standing]:
    """What is known of each beside its words."""
    cheapness = cheapness_of(facts) if query.cheap else {}
    return {
        fact.id: Standing(
            availability=fact.availability,
            asked_near=query.asked_near,
            nearness=query.near.nearness(fact.market),
            stars_sum=fact.stars_sum,
            stars_count=fact.stars_count,
            age_days=age_of(fact, at),
            cheapness=cheapness.get(fact.id, 0.0),
        )
        for fact in facts
    }


def cheapness_of(facts: list[Fact]) -> dict[int, float]:
    """By its place in the order of prices: 1 for the cheapest, near 0 for the dearest."""
    ordered = sorted(facts, key=lambda fact: fact.price)
    return {fact.id: 1 - at / len(ordered) for at, fact in enumerate(ordered)}


def age_of(fact: Fact, at: datetime) -> float:
    """In days."""
    if fact.published_at is None:
        return LONG_AGO
    return max((at - fact.published_at).total_seconds(), 0) / SECONDS_A_DAY
