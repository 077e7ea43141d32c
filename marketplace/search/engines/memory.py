"""Everything in a dictionary of this process, empty at its start: for tests alone, and to say in plain Python
what engines mean.
"""

from collections.abc import Collection, Iterable, Sequence

from marketplace.search.engines.drift import drift
from marketplace.search.rules import Entry, Stage, forms_of
from marketplace.search.words import Term


class MemoryEngine:
    name = "memory"

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.builds = 0

    def matching(self, terms: Sequence[Term], stage: Stage) -> Collection[int]:
        met = all if stage.every_term else any
        return {
            entry.product_id
            for entry in self.entries.values()
            if terms and met(has(entry, term, stage) for term in terms)
        }

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        for id in deletes:
            self.entries.pop(id, None)
        self.entries |= {entry.product_id: entry for entry in upserts}

    def tidy(self) -> None:
        """Nothing to do."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.product_id: entry for entry in entries}
        self.builds += 1

    def verify(self, thorough: bool = True) -> list[str]:
        return drift({entry.product_id: entry.version for entry in self.entries.values()})

    def trouble(self) -> str:
        return ""

    def generation(self) -> str:
        return str(self.builds)

    def stats(self) -> dict[str, int | str]:
        return {
            "engine": self.name,
            "generation": self.generation(),
            "documents": len(self.entries),
        }


def has(entry: Entry, term: Term, stage: Stage) -> bool:
    """Whether all words of one of the term's forms stand in the stage's zone."""
    words = set(getattr(entry, stage.zone).split())
    if stage is Stage.BEGINNINGS:
        return any(all(begins(words, word) for word in form) for form in forms_of(term))
    return any(words.issuperset(form) for form in forms_of(term))


def begins(words: Iterable[str], beginning: str) -> bool:
    return any(word.startswith(beginning) for word in words)
