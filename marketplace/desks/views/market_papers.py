"""All papers of a market, for its treasurer and its pengurus. Nobody's name stands in them."""

from typing import Any

from flask import g, request, url_for
from sqlalchemy import select

from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.orders.models import Order
from marketplace.payments.papers.queries import papers_of_market, years_of
from marketplace.payments.papers.showing import copies_for_desk, paper_file
from marketplace.regions.guards import treasurer
from marketplace.web.db import first_or_404
from marketplace.web.paging import take_page

HERE = "desks.market_papers"


@bp.get("/kelola/<market>/nota")
@treasurer
def market_papers() -> Any:
    there = years_of(g.market)
    year = year_wanted(there)
    papers, paging = take_page(papers_of_market(g.market, year), ("tahun",))
    years = [
        (str(one), url_for(".market_papers", market=g.market.slug, tahun=one), one == year)
        for one in there
    ]
    return admin_page("desks/admin/papers.html", HERE, papers=papers, paging=paging, years=years)


def year_wanted(there: list[int]) -> int | None:
    """`tahun` of the address; what is no year with papers means all of them."""
    typed = request.args.get("tahun", "")
    return next((year for year in there if str(year) == typed), None)


@bp.get("/kelola/<market>/nota/<code>")
@treasurer
def market_paper(code: str) -> Any:
    order = order_here(code)
    return admin_page("desks/admin/nota.html", HERE, order=order, papers=copies_for_desk(order))


@bp.post("/kelola/<market>/nota/<code>")
@treasurer
def market_paper_file(code: str) -> Any:
    return paper_file(copies_for_desk(order_here(code)))


def order_here(code: str) -> Order:
    """An order of this market, else 404."""
    return first_or_404(select(Order).where(Order.market_id == g.market.id, Order.code == code))
