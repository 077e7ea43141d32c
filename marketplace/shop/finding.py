"""Search results as the page shows them: goods through the search engine, stalls and markets by their names."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import Integer, func, literal, null, or_, select, union_all
from sqlalchemy.sql.expression import cast

from marketplace.catalogue.models import Category
from marketplace.regions.models import Market, Region, Rw
from marketplace.regions.rules import MarketStatus
from marketplace.search.find import search
from marketplace.search.rules import Query, Sort
from marketplace.shop.filters import KNOWN, Filters, narrow
from marketplace.shop.shelves import listed_ids
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db
from marketplace.web.paging import Paging, page_wanted, take_page

MOST_NAMES = 4


@dataclass(frozen=True)
class Finds:
    """Products of one page. `corrected` is the spelling that was searched instead of what was typed."""

    ids: list[int]
    paging: Paging
    corrected: str | None = None


@dataclass(frozen=True)
class NameFind:
    """A stall or a market whose name holds what was typed."""

    kind: str
    slug: str
    name: str
    photo: str | None
    rt: int | None
    number: int
    village: str


def find_products(
    filters: Filters, market: Market | None, category: Category | None, at: datetime
) -> Finds:
    """Through the engine when something was typed, else plain SQL."""
    if not filters.words:
        return Finds(*take_page(narrow(listed_ids(at), filters, at), KNOWN))
    query = Query(
        words=filters.words,
        markets=frozenset({market.id}) if market else None,
        category=category.id if category else None,
        min_price=filters.min_price,
        max_price=filters.max_price,
        ready=filters.ready,
        orderable=filters.orderable,
        halal=filters.halal,
        trained=filters.trained,
        no_nuts=filters.no_nuts,
        sort=filters.sort or Sort.RELEVANCE,
        page=page_wanted(request.args),
    )
    found = search(query)
    if found.total and not found.ids:  # past the end
        query = replace(query, page=Paging(1, found.total).pages)
        found = search(query)
    return Finds(found.ids, Paging(query.page, found.total, KNOWN), found.corrected)


def find_names(words: str) -> list[NameFind]:
    """Stalls and markets by name, one statement."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    both = union_all(stalls_named(pattern), markets_named(pattern)).subquery()
    query = select(both).order_by(both.c.kind, both.c.name).limit(2 * MOST_NAMES)
    return [NameFind(*row) for row in db.session.execute(query)]


def stalls_named(pattern: str) -> Any:
    named = (
        select(
            literal("stall").label("kind"),
            *(Stall.slug.label("slug"), Stall.name.label("name"), Stall.photo, Stall.rt),
            *(Rw.number, Region.name.label("village")),
        )
        .join(Stall.market)
        .join(Market.rw)
        .join(Rw.village)
        .where(Stall.status == StallStatus.APPROVED, Market.status == MarketStatus.OPEN)
        .where(Stall.name.ilike(pattern, escape="\\"))
        .order_by(Stall.name)
        .limit(MOST_NAMES)
    )
    return select(named.subquery())


def markets_named(pattern: str) -> Any:
    full_name = func.replace(Region.name, " ", "")
    named = (
        select(
            literal("market").label("kind"),
            *(Market.slug.label("slug"), Market.nickname.label("name")),
            cast(null(), Stall.photo.type).label("photo"),
            cast(null(), Integer).label("rt"),
            *(Rw.number, Region.name.label("village")),
        )
        .join(Market.rw)
        .join(Rw.village)
        .where(Market.status == MarketStatus.OPEN)
        .where(
            or_(
                Market.nickname.ilike(pattern, escape="\\"),
                Region.name.ilike(pattern, escape="\\"),
                full_name.ilike(pattern, escape="\\"),
            )
        )
        .order_by(Region.name, Rw.number)
        .limit(MOST_NAMES)
    )
    return select(named.subquery())
