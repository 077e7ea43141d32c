"""The database's own full text search: always there, always up to date. The fallback of every other engine."""

from collections.abc import Collection, Iterable, Sequence
from types import ModuleType

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from marketplace.search.engines import IndexBad, fts5, tsvector
from marketplace.search.models import SearchDocument
from marketplace.search.rules import Entry, Stage
from marketplace.search.words import FINGERPRINT, Term
from marketplace.web.db import db


class DatabaseEngine:
    """FTS5 on SQLite, tsvector on PostgreSQL. Both hang on search_documents and need no feeding."""

    name = "database"

    def matching(self, terms: Sequence[Term], stage: Stage) -> Collection[int]:
        try:
            return db.session.scalars(self.words().matching(terms, stage)).all() if terms else ()
        except DatabaseError as error:
            if self.words() is tsvector:
                raise
            raise IndexBad(str(error.orig)) from error

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        """Nothing to do: the documents are the index."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """From the documents themselves. The caller has begun the write and commits."""
        self.words().rebuild()

    def verify(self) -> list[str]:
        return self.words().verify()

    def trouble(self) -> str:
        return ""

    def generation(self) -> str:
        return FINGERPRINT

    def stats(self) -> dict[str, int | str]:
        count = db.session.scalar(select(func.count()).select_from(SearchDocument))
        return {"engine": self.name, "generation": FINGERPRINT, "documents": count or 0}

    def words(self) -> ModuleType:
        return tsvector if db.engine.dialect.name == "postgresql" else fts5
