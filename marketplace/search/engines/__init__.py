"""What every engine can do. Nothing is read from one but ids, order, counts and spellings."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement

from marketplace.search.rules import Entry, Page, Query


class IndexBad(Exception):
    """The engine cannot answer: its index is missing, half written or damaged."""


class Engine(Protocol):
    """One way to find products. Only the indexer calls `apply` and `rebuild`."""

    name: str

    def search(self, query: Query, also: Sequence[ColumnElement[bool]] = ()) -> Page:
        """The products of one page; `also` narrows further. Raises IndexBad."""

    def suggest(self, prefix: str, most: int) -> list[int]:
        """Products with a word in the title that begins so; they may not all be visible. Raises IndexBad."""

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        """Bring these products up to date. Twice is once."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """A new generation that holds exactly these entries; the old one answers until it is complete."""

    def verify(self) -> list[str]:
        """Sentences on what differs from the documents."""

    def trouble(self) -> str:
        """Why it cannot answer now, in a few words, or nothing. Cheap."""

    def stats(self) -> dict[str, int | str]:
        """Its name, generation and how many documents it holds."""
