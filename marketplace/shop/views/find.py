"""`/cari`: what a visitor typed, with filters that stay in the address."""

from dataclasses import replace
from typing import Any

from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.catalogue.models import Category
from marketplace.kit.clock import now
from marketplace.kit.rupiah import format_rupiah
from marketplace.regions.models import Market, Rw
from marketplace.regions.rules import MarketStatus
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.filters import KNOWN, Filters, read_filters, sort_links
from marketplace.shop.finding import find_names, find_products
from marketplace.web.audience import public
from marketplace.web.db import db
from marketplace.web.paging import here


@bp.get("/cari")
@public
def find() -> Any:
    at = now()
    categories = db.session.scalars(select(Category).order_by(Category.position, Category.name))
    by_slug = {category.slug: category for category in categories}
    filters = read_filters(request.args).known_only(by_slug)
    place = market_of(filters.market)
    filters = filters if place else replace(filters, market="")
    category = by_slug.get(filters.category)
    finds = find_products(filters, place, category, at)
    return render_template(
        "shop/find.html",
        filters=filters,
        finds=finds,
        paging=finds.paging,
        cards=cards_of(finds.ids, at, across=place is None),
        names=find_names(filters.words) if filters.words and finds.paging.page == 1 else [],
        categories=by_slug.values(),
        place=place,
        in_use=in_use(filters, place, category),
        sorts=sort_links(filters),
    )


def market_of(slug: str) -> Market | None:
    """The open market that results are narrowed to."""
    if not slug:
        return None
    query = select(Market).where(Market.slug == slug, Market.status == MarketStatus.OPEN)
    return db.session.scalar(query.options(joinedload(Market.rw).joinedload(Rw.village)))


def in_use(
    filters: Filters, place: Market | None, category: Category | None
) -> list[tuple[str, str]]:
    """(words, the address without it) of every filter that is on."""
    price = {"min": filters.min_price, "max": filters.max_price}
    switches = (
        (place.label if place else "", "pasar"),
        (category.name if category else "", "kategori"),
        ("Siap hari ini" if filters.ready else "", "siap"),
        ("Bisa dipesan" if filters.orderable else "", "pesan"),
        ("Halal" if filters.halal else "", "halal"),
        ("Terlatih" if filters.trained else "", "terlatih"),
        ("Tanpa kacang" if filters.no_nuts else "", "tanpa"),
        (f"Dari {format_rupiah(price['min'])}" if price["min"] is not None else "", "min"),
        (f"Sampai {format_rupiah(price['max'])}" if price["max"] is not None else "", "max"),
    )
    return [(words, here(KNOWN, **{name: None})) for words, name in switches if words]
