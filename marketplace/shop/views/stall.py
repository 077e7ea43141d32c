"""Lapak: one producer's shop."""

from datetime import datetime
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import visible_products
from marketplace.kit.clock import now
from marketplace.payments.gateways import takes_cards
from marketplace.payments.receivers import can_receive, payee_of
from marketplace.payments.rules import Method, Payee
from marketplace.payments.vouchers.queries import running_at
from marketplace.regions.models import Market
from marketplace.regions.rules import MarketStatus
from marketplace.reviews.queries import stars_of_stall
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.filters import KNOWN, narrow, quick_filters, read_filters
from marketplace.shop.places import slots_of, with_hours, with_place
from marketplace.shop.words import opening_words, week_lines
from marketplace.stalls.models import Stall
from marketplace.stalls.queries import current_slug_of, with_programme
from marketplace.stalls.rules import StallStatus
from marketplace.web.audience import public
from marketplace.web.db import db
from marketplace.web.keeping import keepable
from marketplace.web.paging import take_page


@bp.get("/lapak/<slug>")
@public
@keepable
def stall(slug: str) -> Any:
    found = stall_by_slug(slug)
    if found is None:
        return to_new_address(slug)
    return render_template(
        "shop/stall.html", stall=found, market=found.market, **contents_of(found, now())
    )


def stall_by_slug(slug: str) -> Stall | None:
    """An approved stall of an open market, with all that its page needs."""
    market = joinedload(Stall.market)
    return db.session.scalar(
        select(Stall)
        .join(Stall.market)
        .where(Stall.slug == slug, Stall.status == StallStatus.APPROVED)
        .where(Market.status == MarketStatus.OPEN)
        .options(market.options(*with_place(), *with_hours()))
        .options(with_programme(), selectinload(Stall.licences))
    )


def to_new_address(slug: str) -> Any:
    """A stall that has moved is found for good under its new address."""
    current = current_slug_of(slug)
    if current is None:
        abort(404)
    return redirect(url_for(".stall", slug=current), 301)


def contents_of(stall: Stall, at: datetime) -> dict[str, Any]:
    filters = read_filters(request.args).known_only()
    own = visible_products().with_only_columns(Product.id).where(Product.stall_id == stall.id)
    ids, paging = take_page(narrow(own, filters, at), KNOWN)
    points = slots_of(stall.market, stall.id)
    return {
        "cards": cards_of(ids, at, resting=True),
        "paging": paging,
        "filters": filters,
        "chips": quick_filters(filters),
        "resting": stall.on_holiday(at),
        "opening": opening_words([line.weekly() for line in stall.market.hours], at),
        "points": [(point, week_lines(slot.weekly() for slot in point.slots)) for point in points],
        "ways": ways_to_pay(stall),
        "vouchers": running_at(stall, at),
        "rated": stars_of_stall(stall.id),
    }


def ways_to_pay(stall: Stall) -> list[tuple[str, str]]:
    """Drawing and words of what the stall takes and its market allows."""
    cash = payee_of(Method.CASH, stall.market)
    told = {
        Method.QRIS: ("qrcode", "QRIS"),
        Method.TRANSFER: ("building-bank", "Transfer bank"),
        Method.CASH: (
            "cash",
            f"Tunai {'waktu serah terima' if cash is Payee.STALL else 'ke bendahara'}",
        ),
        Method.CARD: ("credit-card", "Kartu"),
    }
    cards = takes_cards()
    return [words for method, words in told.items() if can_receive(method, stall, cards=cards)]
