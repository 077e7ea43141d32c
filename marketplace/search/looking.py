"""Looking for products: what the words mean, and wider and wider, until enough is found that may be seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from marketplace.search.engines.choosing import matching
from marketplace.search.facets import Fact
from marketplace.search.kept import current
from marketplace.search.rules import Query, Stage, goes_on, stages
from marketplace.search.seen import Seen
from marketplace.search.words import Term, wanted


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
        """What a stricter stage brought stays as it is."""
        facts = {fact.id: fact for fact in found}
        self.facts = facts | self.facts
        self.stages = dict.fromkeys(facts, stage) | self.stages


def look_as_meant(query: Query, seen: Seen) -> Finds:
    """A correction that finds nothing gives way to what was typed, words that mean one thing to each by itself."""
    finds = look(meaning_of(query), seen)
    if finds.meaning.corrected and not finds.facts:
        finds = look(meaning_of(replace(query, literal=True)), seen)
    if not finds.facts and (apart := word_by_word(finds.meaning)):
        return look(apart, seen)
    return finds


def meaning_of(query: Query) -> Meaning:
    """The terms that the words of a query stand for, in the spelling of this market unless taken literally."""
    kept = current()
    corrected = None if query.literal else kept.spelling.corrected(query.words)
    terms = kept.taught.widened(wanted(corrected or query.words))
    return Meaning(terms, kept.vocabulary.rarity(terms), corrected)


def word_by_word(meaning: Meaning) -> Meaning | None:
    """As "daging sapi" is daging and sapi; None when no term has two words."""
    if all(len(term.exact) == 1 for term in meaning.terms):
        return None
    terms = [each for term in meaning.terms for word in term.exact for each in wanted(word)]
    return replace(meaning, terms=tuple(dict.fromkeys(terms)), rarity={})


def look(meaning: Meaning, seen: Seen) -> Finds:
    """Stage by stage, until enough is found."""
    finds = Finds(meaning)
    for stage in stages(meaning.terms):
        if goes_on(stage, len(finds.facts)):
            found, finds.engine = matching(meaning.terms, stage, seen.among)
            finds.add(found, stage)
    return finds
