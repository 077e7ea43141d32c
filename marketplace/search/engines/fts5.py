"""Full text search of SQLite: `search_fts` is fed by triggers on search_documents (migration 0004).

Names first and the description only where names gave little: ten times faster at 100,000 products than one
look at everything, and nothing is ranked here (bm25 reads every match).
"""

import json
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from marketplace.search.rules import WORDS, Stage, forms_of
from marketplace.search.words import Term
from marketplace.web.db import begin_write, db

HOLDING = text("SELECT json_group_array(rowid) FROM search_fts WHERE search_fts MATCH :words")
ZONES = {
    "title": [name for name in WORDS if name.startswith("title")],
    "names": [name for name in WORDS if not name.startswith("rest")],
}


def ids(terms: Sequence[Term], stage: Stage) -> list[int]:
    """All in one row: a row for each takes twice as long."""
    row = db.session.connection().execute(HOLDING, {"words": expression(terms, stage)})
    found: list[int] = json.loads(row.scalar_one())
    return found


def expression(terms: Sequence[Term], stage: Stage) -> str:
    """Words hold letters and digits only, and stand in quotes: nothing typed can be syntax."""
    glue = " AND " if stage.every_term else " OR "
    words = glue.join(one_term(term, " *" if stage is Stage.BEGINNINGS else "") for term in terms)
    zone = ZONES.get(stage.zone)
    return f"{{{' '.join(zone)}}} : ({words})" if zone else words


def one_term(term: Term, star: str) -> str:
    forms = (" AND ".join(f'"{word}"{star}' for word in form) for form in forms_of(term))
    return "(" + " OR ".join(f"({form})" for form in forms) + ")"


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


def is_damage(error: DatabaseError) -> bool:
    """Not a lock, a full disk or an unknown table: the index itself is not as SQLite left it."""
    name = getattr(error.orig, "sqlite_errorname", "")
    if name == "SQLITE_ERROR":
        return "fts5" in str(error.orig) or "vtable" in str(error.orig)
    return name == "SQLITE_CONSTRAINT" or name.startswith("SQLITE_CORRUPT")
