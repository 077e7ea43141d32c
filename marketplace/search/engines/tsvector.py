"""Full text search of PostgreSQL: `search_fts_vector` is generated from the document's words (migration 0002).

Weights tell the four texts apart: A and B are the title's words, C and D the rest; A and C as they stand,
B and D stemmed.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, literal_column
from sqlalchemy.dialects.postgresql import REGCONFIG

from marketplace.search.models import SearchDocument
from marketplace.search.rules import Stage
from marketplace.search.words import Term

VECTOR: ColumnElement[Any] = literal_column("search_documents.search_fts_vector")
WEIGHTS: ColumnElement[Any] = literal_column("'{0.1, 0.2, 0.6, 1.0}'::real[]")  # of D, C, B, A


def matching(query: Select[Any], terms: list[Term], stage: Stage) -> Select[Any]:
    """The query, over products with these words, best first."""
    wanted = func.to_tsquery(cast("simple", REGCONFIG), expression(terms, stage))
    rank = func.ts_rank(WEIGHTS, VECTOR, wanted, 1)
    return query.where(VECTOR.op("@@")(wanted)).order_by(
        rank.desc(), SearchDocument.product_id.desc()
    )


def expression(terms: list[Term], stage: Stage) -> str:
    """Words hold letters and digits only, and stand in quotes: nothing typed can be syntax."""
    glue = " & " if stage.every_term else " | "
    return glue.join(one_term(term, stage) for term in terms)


def one_term(term: Term, stage: Stage) -> str:
    exact, stemmed = ("A", "B") if stage.title_only else ("AC", "BD")
    star = "*" if stage is Stage.BEGINNINGS else ""
    return f"({one_side(term.exact, star + exact)} | {one_side(term.stemmed, star + stemmed)})"


def one_side(words: tuple[str, ...], where: str) -> str:
    return "(" + " & ".join(f"'{word}':{where}" for word in words) + ")"


def rebuild() -> None:
    """Nothing to do: the column is generated with its row."""


def verify() -> list[str]:
    """Nothing can differ: the column is generated with its row."""
    return []
