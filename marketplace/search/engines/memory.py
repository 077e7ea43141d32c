"""Everything in a dictionary of this process: for tests, and to say in plain Python what engines mean."""

from collections.abc import Callable, Collection, Iterable, Sequence

from marketplace.search.engines import choosing
from marketplace.search.engines.choosing import Conditions
from marketplace.search.engines.drift import drift
from marketplace.search.rules import CANDIDATES, Entry, Page, Query, Stage
from marketplace.search.words import Term, wanted

Matches = Callable[[str, frozenset[str]], bool]


class MemoryEngine:
    name = "memory"

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.generation = 0

    def search(self, query: Query, also: Conditions = ()) -> Page:
        def look(stage: Stage) -> list[choosing.Find]:
            ids = self.candidates(query.terms, stage, CANDIDATES)
            return choosing.keep_allowed(ids, query, also)

        return choosing.search_by_stages(query, look, self.name, str(self.generation))

    def suggest(self, prefix: str, most: int) -> list[int]:
        return self.candidates(wanted(prefix), Stage.BEGINNINGS, most)

    def candidates(self, terms: list[Term], stage: Stage, most: int) -> list[int]:
        met = all if stage.every_term else any
        scores = {
            entry.product_id: score(entry, terms)
            for entry in self.entries.values()
            if terms and met(has(entry, term, stage) for term in terms)
        }
        return sorted(scores, key=lambda id: (-scores[id], -id))[:most]

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        for id in deletes:
            self.entries.pop(id, None)
        self.entries |= {entry.product_id: entry for entry in upserts}

    def rebuild(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.product_id: entry for entry in entries}
        self.generation += 1

    def verify(self) -> list[str]:
        return drift({entry.product_id: entry.version for entry in self.entries.values()})

    def trouble(self) -> str:
        return ""

    def stats(self) -> dict[str, int | str]:
        return {
            "engine": self.name,
            "generation": str(self.generation),
            "documents": len(self.entries),
        }


def has(entry: Entry, term: Term, stage: Stage) -> bool:
    exact, stemmed = entry.title_exact.split(), entry.title_stemmed.split()
    if not stage.title_only:
        exact, stemmed = exact + entry.exact.split(), stemmed + entry.stemmed.split()
    found = begins if stage is Stage.BEGINNINGS else list[str].__contains__
    return all(found(exact, word) for word in term.exact) or all(
        found(stemmed, word) for word in term.stemmed
    )


def begins(words: list[str], beginning: str) -> bool:
    return any(word.startswith(beginning) for word in words)


def score(entry: Entry, terms: list[Term]) -> int:
    """Title before the rest, as it stands before its synonyms."""
    weighed = (
        (10, entry.title_exact, "exact"),
        (6, entry.title_stemmed, "stemmed"),
        (2, entry.exact, "exact"),
        (1, entry.stemmed, "stemmed"),
    )
    return sum(
        weight
        for weight, text, form in weighed
        for term in terms
        if set(getattr(term, form)) <= set(text.split())
    )
