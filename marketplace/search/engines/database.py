"""The database's own full text search: always there, always up to date. The fallback of every other engine."""

from collections.abc import Collection, Iterable, Sequence
from types import ModuleType

from sqlalchemy import func, select

from marketplace.search.engines import choosing, fts5, tsvector
from marketplace.search.engines.choosing import Conditions
from marketplace.search.models import SearchDocument
from marketplace.search.rules import CANDIDATES, Entry, Page, Query, Stage
from marketplace.search.words import FINGERPRINT, Term, wanted
from marketplace.web.db import db


class DatabaseEngine:
    """Its index is the document table, so whoever writes a document has indexed it."""

    name = "database"

    def search(self, query: Query, also: Conditions = ()) -> Page:
        def look(stage: Stage) -> list[choosing.Find]:
            return self.look(query, query.terms, stage, also, CANDIDATES)

        return choosing.search_by_stages(query, look, self.name, FINGERPRINT)

    def suggest(self, prefix: str, most: int) -> list[int]:
        terms = wanted(prefix)
        finds = self.look(Query(), terms, Stage.BEGINNINGS, (), most) if terms else []
        return [find.id for find in finds]

    def look(
        self, query: Query, terms: list[Term], stage: Stage, also: Conditions, most: int
    ) -> list[choosing.Find]:
        """One statement: words, filters and visibility together."""
        statement = self.words().matching(choosing.allowed(query, also), terms, stage)
        return list(db.session.execute(statement.limit(most)))

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        """Nothing to do: the documents are the index."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        self.words().rebuild()

    def verify(self) -> list[str]:
        return self.words().verify()

    def trouble(self) -> str:
        return ""

    def stats(self) -> dict[str, int | str]:
        count = db.session.scalar(select(func.count()).select_from(SearchDocument))
        return {"engine": self.name, "generation": FINGERPRINT, "documents": count or 0}

    def words(self) -> ModuleType:
        return tsvector if db.engine.dialect.name == "postgresql" else fts5
