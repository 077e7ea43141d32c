"""Pasar of one RW, and the page for an RW that has none yet."""

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from marketplace.kit.clock import now
from marketplace.regions.models import Market
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.filters import KNOWN, Filters, narrow, quick_filters, read_filters
from marketplace.shop.payees import money_words
from marketplace.shop.places import market_by_slug, neighbours_of, place_of_slug, slots_of
from marketplace.shop.shelves import (
    categories_in,
    featured_in,
    listed_ids,
    neighbours_in,
    shelf_ids,
)
from marketplace.shop.words import opening_words, pickup_words, week_lines
from marketplace.stalls.models import Stall
from marketplace.web.audience import public
from marketplace.web.errors import error_page
from marketplace.web.keeping import keepable
from marketplace.web.paging import take_page


@bp.get("/pasar/<slug>")
@public
@keepable
def market(slug: str) -> Any:
    found = market_by_slug(slug)
    if found is None:
        return not_open_yet(slug, now())
    return render_template("shop/market.html", market=found, **contents_of(found, now()))


def contents_of(market: Market, at: datetime) -> dict[str, Any]:
    """Shelf, stalls, and one page of goods; cards of all of them are loaded together."""
    here_only = Stall.market_id == market.id
    categories = categories_in(at, here_only)
    filters = read_filters(request.args).known_only({one.slug for one in categories})
    ids, paging = take_page(narrow(listed_ids(at, here_only), filters, at), KNOWN)
    at_front = paging.page == 1 and filters == Filters()
    shelf = shelf_ids(at, here_only) if at_front else []
    chosen = featured_in(market, at) if at_front else None
    cards = {
        card.id: card for card in cards_of([*shelf, *ids, *(chosen[:1] if chosen else ())], at)
    }
    return {
        **hours_of(market, at),
        "categories": categories,
        "filters": filters,
        "paging": paging,
        "shelf": [cards[id] for id in shelf if id in cards],
        "chosen": cards.get(chosen[0]) if chosen else None,
        "chosen_note": chosen[1] if chosen else "",
        "cards": [cards[id] for id in ids if id in cards and not (chosen and id == chosen[0])],
        "chips": quick_filters(filters),
        "stalls": neighbours_in(market, at),
        "money": money_words(market),
    }


def hours_of(market: Market, at: datetime) -> dict[str, Any]:
    """When the market is open, and where and when goods are fetched."""
    points = slots_of(market)
    return {
        "opening": opening_words([line.weekly() for line in market.hours], at),
        "week": week_lines(line.weekly() for line in market.hours),
        "points": [(point, week_lines(slot.weekly() for slot in point.slots)) for point in points],
        "pickup": pickup_words((slot.weekly() for point in points for slot in point.slots), at),
    }


def not_open_yet(slug: str, at: datetime) -> tuple[str, int]:
    """404 with open neighbours, when the address speaks of an RW that could have a market."""
    place = place_of_slug(slug)
    if place is None:
        return error_page(404)
    region, number = place
    near = [
        (url_for("shop.market", slug=line.slug), f"Pasar {line.label} {line.village}")
        for line in neighbours_of(region, at)
    ]
    where = "Tetangga yang sudah buka:" if near else "Lihat pasar lain di kota ini:"
    return error_page(
        404,
        "Pasar RW ini belum buka",
        f"RW {number:02} {region.name} belum punya pasar di sini. {where}",
        actions=[*near, (url_for("shop.markets"), "Semua pasar RW")],
    )
