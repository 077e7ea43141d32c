"""Plain LIKE over the documents: slow, but nothing of it can break. Answers when no index can."""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import add

from sqlalchemy import ColumnElement, and_, literal, or_, select

from marketplace.search.models import SearchDocument
from marketplace.search.rules import WORDS, Stage, forms_of
from marketplace.search.words import Term
from marketplace.web.db import db

ZONES = {
    "title": [name for name in WORDS if name.startswith("title")],
    "names": [name for name in WORDS if not name.startswith("rest")],
    "everything": list(WORDS),
}


class PlainEngine:
    """An engine as far as answering goes; the indexer never meets it."""

    name = "plain"

    def matching(self, terms: Sequence[Term], stage: Stage) -> Collection[int]:
        if not terms:
            return ()
        met = and_ if stage.every_term else or_
        found = met(*(holds(term, stage) for term in terms))
        return db.session.scalars(select(SearchDocument.product_id).where(found)).all()


def holds(term: Term, stage: Stage) -> ColumnElement[bool]:
    end = "" if stage is Stage.BEGINNINGS else " "
    text = spaced(stage)
    return or_(
        *(and_(*(text.contains(f" {word}{end}") for word in form)) for form in forms_of(term))
    )


def spaced(stage: Stage) -> ColumnElement[str]:
    """All words of the zone, each between spaces."""
    columns = (getattr(SearchDocument, name) for name in ZONES[stage.zone])
    return reduce(add, (piece for each in columns for piece in (literal(" "), each, literal(" "))))
