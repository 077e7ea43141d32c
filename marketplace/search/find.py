"""The one door to search: an engine names products, SQL says which may be seen, one function ranks them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from marketplace.kit.clock import now
from marketplace.search import facets
from marketplace.search.browse import browse
from marketplace.search.engines.choosing import chosen_engine, matching
from marketplace.search.facets import Fact
from marketplace.search.facts import Conditions, facts_of, listed, words_of
from marketplace.search.ranking import Standing, score
from marketplace.search.rules import PAGE_SIZE, RANKED, Page, Query, Sort, Stage, goes_on, stages
from marketplace.search.words import Term, wanted

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


@dataclass
class Finds:
    """What one search found so far: facts by product, the stage that brought each, and who was asked."""

    facts: dict[int, Fact] = field(default_factory=dict)
    stages: dict[int, Stage] = field(default_factory=dict)
    engine: str = ""

    def add(self, found: Iterable[Fact], stage: Stage) -> None:
        for fact in found:
            self.facts[fact.id] = fact
            self.stages[fact.id] = stage


def search(query: Query, seen_by: Conditions | None = None) -> Page:
    """One page of what a visitor finds; without words everything that passes the filters.

    `seen_by`: conditions over Product, Stall and Market that say what this visitor may see; without them, what
    any visitor may. Whatever fails them is not in the ids, not in the total and not in the counts.
    """
    at = now()
    seen_by = listed(at) if seen_by is None else seen_by
    if not query.words.strip():
        return browse(query, seen_by, at)
    terms = tuple(wanted(query.words))
    finds = look(terms, seen_by, at)
    passed = facets.passing(finds.facts.values(), query)
    start = (max(query.page, 1) - 1) * PAGE_SIZE
    ordered = in_order(passed, terms, query, at)
    return Page(
        ids=[fact.id for fact in ordered[start : start + PAGE_SIZE]],
        total=len(passed),
        facets=facets.count(finds.facts.values(), query) if query.facets else None,
        terms=terms,
        engine=finds.engine,
        generation=chosen_engine().generation(),
    )


def look(terms: Sequence[Term], seen_by: Conditions, at: datetime) -> Finds:
    """Widen, stage by stage, until enough is found that may be seen."""
    finds = Finds()
    for stage in stages(terms):
        if goes_on(stage, len(finds.facts)):
            matches = matching(terms, stage)
            finds.engine = matches.engine
            new = set(matches.ids).difference(finds.facts)
            finds.add(facts_of(new, seen_by, at), stage)
    return finds


def in_order(
    passed: list[Fact], terms: Sequence[Term], query: Query, at: datetime
) -> Sequence[Fact]:
    """As the visitor asked; by relevance, best first."""
    if query.sort in BY_FACT:
        return sorted(passed, key=BY_FACT[query.sort])
    near_first = sorted(passed, key=lambda fact: standing_key(fact, query, at))
    if len(passed) > RANKED:
        in_title = set(matching(terms, Stage.ALL_IN_TITLE).ids)
        near_first.sort(key=lambda fact: fact.id not in in_title)
    best, others = near_first[:RANKED], near_first[RANKED:]
    return [*ranked(best, terms, query, at), *others]


def ranked(facts: list[Fact], terms: Sequence[Term], query: Query, at: datetime) -> list[Fact]:
    documents = words_of(fact.id for fact in facts)
    scores = {
        fact.id: score(documents[fact.id], terms, {}, standing_of(fact, query, at))
        for fact in facts
        if fact.id in documents
    }
    return sorted(facts, key=lambda fact: (-scores.get(fact.id, 0.0), -fact.id))


def standing_key(fact: Fact, query: Query, at: datetime) -> tuple[float, int]:
    standing = standing_of(fact, query, at)
    return -standing.points, -fact.id


def standing_of(fact: Fact, query: Query, at: datetime) -> Standing:
    age = (at - fact.published_at).total_seconds() if fact.published_at else None
    return Standing(
        availability=fact.availability,
        nearness=query.near.nearness(fact.market),
        stars_sum=fact.stars_sum,
        stars_count=fact.stars_count,
        age_days=LONG_AGO if age is None else max(age, 0) / SECONDS_A_DAY,
    )
