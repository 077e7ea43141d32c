"""Full text search of SQLite: `search_fts` is fed by triggers on search_documents (migration 0002)."""

from typing import Any

from sqlalchemy import Select, column, table, text
from sqlalchemy.exc import DatabaseError

from marketplace.search.models import SearchDocument
from marketplace.search.rules import Stage
from marketplace.search.words import Term
from marketplace.web.db import begin_write, db

FTS = table("search_fts", column("rowid"), column("search_fts"))
BEST_FIRST = text("bm25(search_fts, 10.0, 6.0, 2.0, 1.0), search_fts.rowid DESC")


def matching(query: Select[Any], terms: list[Term], stage: Stage) -> Select[Any]:
    """The query, over products with these words, best first."""
    joined = query.join(FTS, FTS.c.rowid == SearchDocument.product_id)
    return joined.where(FTS.c.search_fts.op("MATCH")(expression(terms, stage))).order_by(BEST_FIRST)


def expression(terms: list[Term], stage: Stage) -> str:
    """Words hold letters and digits only, and stand in quotes: nothing typed can be syntax."""
    glue = " AND " if stage.every_term else " OR "
    return glue.join(one_term(term, stage) for term in terms)


def one_term(term: Term, stage: Stage) -> str:
    exact, stemmed = "title_exact", "title_stemmed"
    if not stage.title_only:
        exact, stemmed = "title_exact exact", "title_stemmed stemmed"
    star = " *" if stage is Stage.BEGINNINGS else ""
    return f"({one_side(exact, term.exact, star)} OR {one_side(stemmed, term.stemmed, star)})"


def one_side(columns: str, words: tuple[str, ...], star: str) -> str:
    quoted = " AND ".join(f'"{word}"{star}' for word in words)
    return f"{{{columns}}} : ({quoted})"


def rebuild() -> None:
    """Write the full text index anew from the documents. The caller has begun the write and commits."""
    db.session.execute(text("INSERT INTO search_fts(search_fts) VALUES ('rebuild')"))


def verify() -> list[str]:
    """SQLite compares the whole index with the documents. It asks by an INSERT that keeps nothing."""
    begin_write()
    check = text("INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)")
    try:
        db.session.execute(check)
    except DatabaseError as error:
        return [f"search_fts differs from the documents: {error.orig}"]
    finally:
        db.session.rollback()
    return []
