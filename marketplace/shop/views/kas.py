"""Kas RW of one market, month by month, for everybody: sums of the market, never of a stall or a person."""

from datetime import date
from typing import Any

from flask import render_template, request
from sqlalchemy import select

from marketplace.kit.clock import month_before, now, today
from marketplace.ledger.queries import kas_begins, kas_by_month, kas_of
from marketplace.regions.models import Market
from marketplace.regions.rules import MarketStatus
from marketplace.shop.blueprint import bp
from marketplace.shop.places import with_place
from marketplace.web.audience import public
from marketplace.web.db import first_or_404
from marketplace.web.paging import month_wanted

MONTHS = 6  # in the table


@bp.get("/kas/<slug>")
@public
def kas(slug: str) -> Any:
    is_here = Market.slug == slug, Market.status == MarketStatus.OPEN
    market = first_or_404(select(Market).where(*is_here).options(*with_place()))
    begins = kas_begins(market)
    if begins is None:
        return render_template("shop/kas.html", market=market, kas=None)
    first, this = today(begins).replace(day=1), today(now()).replace(day=1)
    month = max(month_wanted(request.args), min(first, this))
    months = months_down_to(month, first)
    return render_template(
        "shop/kas.html",
        market=market,
        kas=kas_of(market, month),
        months=kas_by_month(market, months),
        older=month_before(months[-1]) if months[-1] > first else None,
        this=this,
    )


def months_down_to(month: date, first: date) -> list[date]:
    """Some months, the latest first, none before the first."""
    months = [month_before(month, count) for count in range(MONTHS)]
    return [one for one in months if one >= first] or [month]
