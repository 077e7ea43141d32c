"""Searching inside a desk: the engine of the market's visitors, with the eyes of whoever sits there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import ColumnElement

from marketplace.catalogue.models import Product
from marketplace.kit.clock import now
from marketplace.search import looking
from marketplace.search.engines.choosing import matching
from marketplace.search.facets import Fact
from marketplace.search.facts import Conditions, facts_of
from marketplace.search.ordering import in_order as ranked
from marketplace.search.rules import Query, Stage
from marketplace.web.db import db
from marketplace.web.forms import one_line
from marketplace.web.paging import PER_PAGE, Paging, page_wanted

LONGEST_WORDS = 120


@dataclass(frozen=True)
class Finds:
    """Ids of one page, best first. `corrected` is the spelling that was searched instead of the typed."""

    ids: list[int]
    paging: Paging
    corrected: str | None = None


def words_typed() -> str:
    """`?q=` of a desk's page."""
    return (one_line(request.args.get("q")) or "")[:LONGEST_WORDS].strip()


def find_at_desk(words: str, *seen_by: ColumnElement[bool], known: tuple[str, ...]) -> Finds:
    """`seen_by`: what this desk may see, over Product, Stall and Market; nothing else is found or counted."""
    at, query = now(), Query(words)
    meaning, found = look(query, seen_by, at)
    ordered = ranked(found, meaning, query)
    paging = Paging(1, len(ordered), known)
    paging = replace(paging, page=min(page_wanted(request.args), paging.pages))
    start = (paging.page - 1) * PER_PAGE
    ids = [fact.id for fact in ordered[start : start + PER_PAGE]]
    return Finds(ids, paging, meaning.corrected)


def look(query: Query, seen_by: Conditions, at: datetime) -> tuple[looking.Meaning, list[Fact]]:
    """The first step that finds anything. Whoever looks through own goods wants those, not others like them."""
    meaning = looking.Meaning(())
    for meaning, stage in steps(query):
        if not meaning.terms:
            continue
        found, _engine = matching(meaning.terms, stage, lambda ids: facts_of(ids, seen_by, at))
        if found:
            return meaning, found
    return replace(meaning, corrected=None), []


def steps(query: Query) -> Iterator[tuple[looking.Meaning, Stage]]:
    """As typed first: spelling knows the words of visible goods alone, and a draft may have words of its own."""
    meant = looking.meaning_of(query)
    yield looking.meaning_of(replace(query, literal=True)), Stage.ALL
    if meant.corrected:
        yield meant, Stage.ALL
    yield meant, Stage.ANY if len(meant.terms) > 1 else Stage.BEGINNINGS


def in_order(query: Any, ids: list[int]) -> list[Product]:
    """The products of a query with these ids, in this order."""
    found = (
        {one.id: one for one in db.session.scalars(query.where(Product.id.in_(ids)))} if ids else {}
    )
    return [found[id] for id in ids if id in found]
