"""One product: what it is, what it costs, when it can be fetched, who makes it."""

from datetime import datetime
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import offers_of, visible_products
from marketplace.catalogue.rules import SellsBy
from marketplace.kit.clock import now
from marketplace.reviews.queries import by_stars, older_than, reviews_of_product
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.choices import choices_of, fetching_of
from marketplace.shop.labels import label_rows
from marketplace.shop.places import slots_of, with_place, with_points
from marketplace.shop.shelves import more_from
from marketplace.shop.words import named_unit, state_of, unit_price
from marketplace.stalls.models import Stall
from marketplace.stalls.queries import with_programme
from marketplace.web.audience import public
from marketplace.web.db import first_or_404
from marketplace.web.keeping import keepable
from marketplace.web.paging import before_wanted

REVIEWS = 5  # on one page


@bp.get("/produk/<int(max=2147483647):id>-<slug>")
@public
@keepable
def product(id: int, slug: str) -> Any:
    found = first_or_404(visible_products().where(Product.id == id).options(*everything()))
    if slug != found.slug:
        return redirect(url_for(".product", id=id, slug=found.slug), 301)
    return render_template(
        "shop/product.html", product=found, market=found.stall.market, **contents_of(found, now())
    )


def everything() -> tuple[Any, ...]:
    """What the page shows of the product and its stall, loaded in a handful of statements."""
    market = contains_eager(Stall.market).options(*with_place(), *with_points())
    stall = contains_eager(Product.stall)
    return (
        stall.options(market, with_programme(), selectinload(Stall.licences)),
        joinedload(Product.category),
        selectinload(Product.photos),
    )


def said_of(product: Product) -> dict[str, Any]:
    """A page of its reviews and how the stars fall; nothing is asked when there are none."""
    if not product.stars_count:
        return {"said": [], "older": 0, "counted": {}}
    said, older = older_than(reviews_of_product(product.id), before_wanted(request.args), REVIEWS)
    return {"said": said, "older": older, "counted": by_stars(product.id)}


def contents_of(product: Product, at: datetime) -> dict[str, Any]:
    stall = product.stall
    resting = stall.on_holiday(at)
    offers = offers_of([product.id], at)[product.id]
    buyable = [] if resting else [offer for offer in offers if offer.available > 0]
    shown = min(buyable or offers, key=lambda offer: offer.price, default=None)
    address = current_app.config["BASE_URL"] + url_for(".product", id=product.id, slug=product.slug)
    return {
        "stall": stall,
        "resting": resting,
        "choices": choices_of(offers, at),
        "can_buy": bool(buyable),
        "price": shown.price if shown else product.price_from,
        "varies": len({offer.price for offer in buyable}) > 1,
        "unit": named_unit(shown.title, shown.grams) if shown else "",
        "unit_note": unit_price(shown.price, shown.grams) if shown else None,
        "most": max((offer.available for offer in buyable), default=1),
        "state": None if resting else state_of(buyable, product.sells_by is SellsBy.BATCH, at),
        "fetching": fetching_of(buyable, slots_of(stall.market, stall.id), at),
        "facts": label_rows(product),
        "more": cards_of(more_from(stall, product.id, at), at),
        "address": address,
        **said_of(product),
    }
