"""Full text search of PostgreSQL: `search_fts_vector` is generated from the document's words (migration 0004).

Weights tell the zones apart: A are the words of the title, B the other names, D the rest.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import REGCONFIG

from marketplace.search.models import SearchDocument
from marketplace.search.rules import Stage, forms_of
from marketplace.search.words import Term
from marketplace.web.db import db

VECTOR: ColumnElement[Any] = literal_column("search_documents.search_fts_vector")
ZONES = {"title": "A", "names": "AB", "everything": ""}


def matching(terms: Sequence[Term], stage: Stage) -> Select[tuple[int]]:
    wanted = func.to_tsquery(cast("simple", REGCONFIG), expression(terms, stage))
    found: Select[tuple[int]] = select(SearchDocument.product_id)
    return found.where(VECTOR.op("@@")(wanted))


def ids(terms: Sequence[Term], stage: Stage) -> list[int]:
    return list(db.session.scalars(matching(terms, stage)))


def expression(terms: Sequence[Term], stage: Stage) -> str:
    """Words hold letters and digits only, and stand in quotes: nothing typed can be syntax."""
    glue = " & " if stage.every_term else " | "
    mark = ZONES[stage.zone] + ("*" if stage is Stage.BEGINNINGS else "")
    return glue.join(one_term(term, f":{mark}" if mark else "") for term in terms)


def one_term(term: Term, mark: str) -> str:
    forms = (" & ".join(f"'{word}'{mark}" for word in form) for form in forms_of(term))
    return "(" + " | ".join(f"({form})" for form in forms) + ")"


def rebuild() -> None:
    """Nothing to do: the column is generated with its row."""


def verify() -> list[str]:
    """Nothing can differ: the column is generated with its row."""
    return []
