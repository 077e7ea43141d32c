"""What is offered while somebody types: visible things only, straight from the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Integer, Select, cast, literal, null, or_, select, union_all

from marketplace.catalogue.models import Category, Product
from marketplace.catalogue.offers import listed_products
from marketplace.kit.clock import now
from marketplace.regions.models import Cluster, Market, Region, Rw
from marketplace.regions.rules import MarketStatus
from marketplace.search.engines.choosing import matching
from marketplace.search.rules import Stage
from marketplace.search.words import MOST_LETTERS, wanted
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db

MOST = 8
MOST_PRODUCTS = 5
LEAST_LETTERS = 2
KINDS = {"category": "kategori", "stall": "lapak", "market": "pasar", "cluster": "klaster"}


@dataclass(frozen=True)
class Suggestion:
    """One line under the search field. `kind` is the word a visitor reads beside it."""

    label: str
    kind: str
    url: str


def suggestions(typed: str) -> list[Suggestion]:
    """Products first, then whatever else has a name with a word that begins so."""
    typed = " ".join(typed[:MOST_LETTERS].split())
    if len(typed) < LEAST_LETTERS:
        return []
    return [*products(typed), *names(typed)][:MOST]


def products(typed: str) -> list[Suggestion]:
    ids = sorted(matching(wanted(typed), Stage.BEGINNINGS).ids)[: 10 * MOST_PRODUCTS]
    rows = db.session.scalars(listed_products(now()).where(Product.id.in_(ids))) if ids else ()
    by_id = {row.id: row for row in rows}
    best = [by_id[id] for id in ids if id in by_id][:MOST_PRODUCTS]
    return [
        Suggestion(each.title, "produk", url_for("shop.product", id=each.id, slug=each.slug))
        for each in best
    ]


def names(typed: str) -> Iterator[Suggestion]:
    """Categories, clusters, open markets and stalls in them, one statement."""
    found = union_all(*(capped(query) for query in named(typed))).subquery()
    for kind, slug, name, number in db.session.execute(select(found).limit(MOST)):
        label = name if number is None else f"Pasar RW {number:02} {name}"
        yield Suggestion(label, KINDS[kind], url_for(f"shop.{kind}", slug=slug))


def named(typed: str) -> Iterator[Select[Any]]:
    yield columns("category", Category.slug, Category.name).where(begins(Category.name, typed))
    yield (
        columns("market", Market.slug, Region.name, Rw.number)
        .join(Market.rw)
        .join(Rw.village)
        .where(Market.status == MarketStatus.OPEN)
        .where(or_(begins(Market.nickname, typed), begins(Region.name, typed)))
    )
    yield (
        columns("stall", Stall.slug, Stall.name)
        .join(Stall.market)
        .where(Stall.status == StallStatus.APPROVED, Market.status == MarketStatus.OPEN)
        .where(begins(Stall.name, typed))
    )
    yield columns("cluster", Cluster.slug, Cluster.name).where(begins(Cluster.name, typed))


def capped(query: Select[Any]) -> Select[Any]:
    return select(query.limit(MOST).subquery())


def columns(kind: str, slug: Any, name: Any, number: Any = None) -> Select[Any]:
    number = cast(null(), Integer) if number is None else number
    return select(
        literal(kind).label("kind"),
        slug.label("slug"),
        name.label("name"),
        number.label("number"),
    )


def begins(column: Any, typed: str) -> Any:
    """Some word of the column begins so, whatever its case."""
    return or_(
        column.istartswith(typed, autoescape=True), column.icontains(f" {typed}", autoescape=True)
    )
