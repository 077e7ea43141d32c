"""What every engine can do: say which products hold the words. Everything else about them is SQL's to say."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from marketplace.search.rules import Entry, Stage
from marketplace.search.words import Term


class IndexBad(Exception):
    """The engine cannot answer: its index is missing, half written or damaged."""


class Engine(Protocol):
    """One way to find products by words. Only the indexer calls `apply`, `tidy` and `rebuild`."""

    name: str

    def matching(self, terms: Sequence[Term], stage: Stage) -> Collection[int]:
        """Every product that matches, whoever may see it, in no order. Raises IndexBad."""

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        """Bring these products up to date. Twice is once."""

    def tidy(self) -> None:
        """What `apply` left for later. Called when nothing waits."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """A new generation that holds exactly these entries; the old one answers until it is complete."""

    def verify(self, thorough: bool = True) -> list[str]:
        """Sentences on what differs from the documents: every word, or else ids and versions alone."""

    def trouble(self) -> str:
        """Why it cannot answer now, in a few words, or nothing. Cheap."""

    def generation(self) -> str:
        """Which state of its index answers. Cheap."""

    def stats(self) -> dict[str, int | str]:
        """Its name, generation and how many documents it holds."""
