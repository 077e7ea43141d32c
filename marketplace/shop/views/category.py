"""One kind of goods over all markets."""

from typing import Any

from flask import render_template, request
from sqlalchemy import select

from marketplace.catalogue.models import Category, Product
from marketplace.kit.clock import now
from marketplace.kit.slugs import same_place, slugify
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.filters import KNOWN, narrow, quick_filters, read_filters
from marketplace.shop.places import places_with_markets
from marketplace.shop.shelves import listed_ids
from marketplace.web.audience import public
from marketplace.web.db import first_or_404
from marketplace.web.keeping import keepable
from marketplace.web.paging import here, take_page


@bp.get("/kategori/<slug>")
@public
@keepable
def category(slug: str) -> Any:
    at = now()
    found = first_or_404(select(Category).where(Category.slug == slug))
    districts = {same_place(name): name for name, _ in places_with_markets()}
    filters = read_filters(request.args).known_only(districts=districts)
    in_it = listed_ids(at, Product.category_id == found.id)
    ids, paging = take_page(narrow(in_it, filters, at), KNOWN)
    return render_template(
        "shop/category.html",
        category=found,
        cards=cards_of(ids, at, across=True),
        paging=paging,
        filters=filters,
        chips=quick_filters(filters),
        districts=district_links(districts, filters.district),
    )


def district_links(districts: dict[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    """Chips: the whole city, then each kecamatan."""
    chips = [("Seluruh kota", here(KNOWN, kecamatan=None), not chosen)]
    for folded, name in districts.items():
        url = here(KNOWN, kecamatan=slugify(name, folded))
        chips.append((name, url, folded == chosen))
    return chips
