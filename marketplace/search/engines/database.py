"""The database's own full text search: always there, always up to date. The fallback of every other engine."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

from sqlalchemy import Select, func, select
from sqlalchemy.exc import DatabaseError

from marketplace.search.engines import IndexBad, fts5, tsvector
from marketplace.search.models import SearchDocument
from marketplace.search.rules import Entry, Stage
from marketplace.search.words import FINGERPRINT, Term
from marketplace.web.db import db


class DatabaseEngine:
    """FTS5 on SQLite, tsvector on PostgreSQL. Both hang on search_documents and need no feeding.

    Whoever meets a damaged FTS5 leaves a mark for all processes, and the indexer writes it anew: until then
    hardly a product could be saved.
    """

    name = "database"

    def __init__(self, root: Path) -> None:
        self.mark = root / "search_fts.bad"

    def matching(self, terms: Sequence[Term], stage: Stage) -> Collection[int]:
        if trouble := self.trouble():
            raise IndexBad(trouble)
        try:
            with self.suspected():
                found: list[int] = self.words().ids(terms, stage) if terms else []
                return found
        except DatabaseError as error:
            if self.words() is tsvector:
                raise
            raise IndexBad(str(error.orig)) from error

    def inside(self, terms: Sequence[Term], stage: Stage) -> Collection[int] | Select[tuple[int]]:
        """For a larger statement: on PostgreSQL a query, one statement less. A damaged FTS5 might answer nothing
        there, without a word, so SQLite gives the ids themselves.
        """
        if self.words() is tsvector and terms:
            return tsvector.matching(terms, stage)
        return self.matching(terms, stage)

    @contextmanager
    def suspected(self) -> Iterator[None]:
        """What goes wrong inside may be the fault of the full text index."""
        try:
            yield
        except DatabaseError as error:
            if self.words() is fts5 and fts5.is_damage(error):
                with suppress(OSError):
                    self.mark.parent.mkdir(parents=True, exist_ok=True)
                    self.mark.write_text(str(error.orig), encoding="utf-8")
            raise

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        """Nothing to do: the documents are the index."""

    def tidy(self) -> None:
        """Nothing to do: the database does."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """From the documents themselves. The caller has begun the write and commits."""
        self.words().rebuild()
        self.mark.unlink(missing_ok=True)

    def verify(self, thorough: bool = True) -> list[str]:
        return self.words().verify()

    def trouble(self) -> str:
        try:
            return f"search_fts is bad: {self.mark.read_text(encoding='utf-8')}"
        except FileNotFoundError:
            return ""

    def generation(self) -> str:
        return FINGERPRINT

    def stats(self) -> dict[str, int | str]:
        count = db.session.scalar(select(func.count()).select_from(SearchDocument))
        return {"engine": self.name, "generation": FINGERPRINT, "documents": count or 0}

    def words(self) -> ModuleType:
        return tsvector if db.engine.dialect.name == "postgresql" else fts5
