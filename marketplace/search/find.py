"""The one door to search: an engine names products, SQL says which may be seen, one function ranks them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from marketplace.kit.clock import now
from marketplace.search import facets
from marketplace.search.browse import browse
from marketplace.search.engines.choosing import chosen_engine, matching
from marketplace.search.facets import Fact
from marketplace.search.facts import Conditions, facts_in, facts_of, listed, words_of
from marketplace.search.kept import current
from marketplace.search.ranking import Standing, score
from marketplace.search.rules import (
    ENOUGH,
    PAGE_SIZE,
    RANKED,
    Entry,
    Page,
    Query,
    Sort,
    Stage,
    goes_on,
    stages,
)
from marketplace.search.words import Term, wanted

SECONDS_A_DAY = 86_400
BEST = 3  # finds that tell what similar goods are
LONG_AGO = 10_000.0  # days, for what was never published
BY_FACT = {
    Sort.CHEAPEST: lambda fact: (fact.price, -fact.id),
    Sort.DEAREST: lambda fact: (-fact.price, -fact.id),
    Sort.NEWEST: lambda fact: (
        -fact.published_at.timestamp() if fact.published_at else 0,
        -fact.id,
    ),
}


@dataclass(frozen=True)
class Meaning:
    """What is looked for in the end: terms, what each weighs (1.0 unless said), and the spelling put right."""

    terms: tuple[Term, ...]
    rarity: Mapping[Term, float] = field(default_factory=dict)
    corrected: str | None = None


@dataclass
class Finds:
    """What one search found so far: facts by product, the stage that brought each, and who was asked."""

    meaning: Meaning
    facts: dict[int, Fact] = field(default_factory=dict)
    stages: dict[int, Stage] = field(default_factory=dict)
    engine: str = ""

    @property
    def are_partial(self) -> bool:
        """Whether none of them holds everything that was asked for."""
        return bool(self.stages) and not any(stage.every_term for stage in self.stages.values())

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
    finds = look_as_meant(query, seen_by, at)
    passed = facets.passing(finds.facts.values(), query)
    start = (max(query.page, 1) - 1) * PAGE_SIZE
    ordered = in_order(passed, finds.meaning, query, at)
    return Page(
        ids=[fact.id for fact in ordered[start : start + PAGE_SIZE]],
        total=len(passed),
        similar=similar_to(ordered, finds, query, seen_by, at),
        facets=facets.count(finds.facts.values(), query) if query.facets else None,
        corrected=finds.meaning.corrected,
        terms=finds.meaning.terms,
        partial=finds.are_partial,
        engine=finds.engine,
        generation=chosen_engine().generation(),
    )


def meaning_of(query: Query) -> Meaning:
    """The terms that the words of a query stand for, in the spelling of this market unless taken literally."""
    kept = current()
    corrected = None if query.literal else kept.spelling.corrected(query.words)
    terms = kept.taught.widened(wanted(corrected or query.words))
    return Meaning(terms, kept.vocabulary.rarity(terms), corrected)


def look_as_meant(query: Query, seen_by: Conditions, at: datetime) -> Finds:
    """A correction that finds nothing gives way to what was typed, words that mean one thing to each by itself."""
    finds = look(meaning_of(query), seen_by, at)
    if finds.meaning.corrected and not finds.facts:
        finds = look(meaning_of(replace(query, literal=True)), seen_by, at)
    if not finds.facts and (apart := word_by_word(finds.meaning)):
        return look(apart, seen_by, at)
    return finds


def word_by_word(meaning: Meaning) -> Meaning | None:
    """As "daging sapi" is daging and sapi; None when no term has two words."""
    if all(len(term.exact) == 1 for term in meaning.terms):
        return None
    terms = [each for term in meaning.terms for word in term.exact for each in wanted(word)]
    return replace(meaning, terms=tuple(dict.fromkeys(terms)), rarity={})


def similar_to(
    ordered: Sequence[Fact], finds: Finds, query: Query, seen_by: Conditions, at: datetime
) -> tuple[int, ...]:
    """What shares the name of the thing with the best finds, then their category, to fill a short page."""
    room = ENOUGH - len(ordered)
    if not ordered or room <= 0:
        return ()
    heads = head_terms(words_of(fact.id for fact in ordered[:BEST]).values())
    named = set(matching(heads, Stage.ANY_IN_NAMES).ids).difference(finds.facts)
    like = {fact.id: fact for fact in facts_of(named, seen_by, at)}
    if len(like) < room:
        beside = facts_in(ordered[0].category, seen_by, at)
        like |= {fact.id: fact for fact in beside if fact.id not in finds.facts}
    meaning = Meaning((*finds.meaning.terms, *heads))
    best = in_order(facets.passing(like.values(), query), meaning, query, at)
    return tuple(fact.id for fact in best[:room])


def head_terms(entries: Iterable[Entry]) -> list[Term]:
    """The first word of each title: Indonesian names the thing first."""
    heads = dict.fromkeys(entry.title_stemmed.split(maxsplit=1)[0] for entry in entries)
    return [Term((head,), (head,)) for head in heads]


def look(meaning: Meaning, seen_by: Conditions, at: datetime) -> Finds:
    """Widen, stage by stage, until enough is found that may be seen."""
    finds = Finds(meaning)
    for stage in stages(meaning.terms):
        if goes_on(stage, len(finds.facts)):
            matches = matching(meaning.terms, stage)
            finds.engine = matches.engine
            new = set(matches.ids).difference(finds.facts)
            finds.add(facts_of(new, seen_by, at), stage)
    return finds


def in_order(passed: list[Fact], meaning: Meaning, query: Query, at: datetime) -> Sequence[Fact]:
    """As the visitor asked; by relevance, best first."""
    if query.sort in BY_FACT:
        return sorted(passed, key=BY_FACT[query.sort])
    standings = standings_of(passed, query, at)
    best, others = foremost(passed, meaning.terms, standings)
    return [*ranked(best, meaning, standings), *others]


def foremost(
    passed: list[Fact], terms: Sequence[Term], standings: Mapping[int, Standing]
) -> tuple[list[Fact], list[Fact]]:
    """(those whose words are worth reading, the others in a fair order): titles first, then by standing."""
    if len(passed) <= RANKED:
        return passed, []
    in_title = set(matching(terms, Stage.ALL_IN_TITLE).ids)
    passed = sorted(
        passed, key=lambda fact: (fact.id not in in_title, -standings[fact.id].points, -fact.id)
    )
    return passed[:RANKED], passed[RANKED:]


def ranked(facts: list[Fact], meaning: Meaning, standings: Mapping[int, Standing]) -> list[Fact]:
    documents = words_of(fact.id for fact in facts)
    scores = {
        id: score(entry, meaning.terms, meaning.rarity, standings[id])
        for id, entry in documents.items()
    }
    return sorted(
        facts, key=lambda fact: (-round(scores.get(fact.id, 0.0), 6), fact.price, -fact.id)
    )


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
