"""The first step: in the market of which RW."""

from flask import redirect, request, url_for
from flask_login import current_user

from marketplace.accounts.guards import signed_in
from marketplace.regions.models import Market, Region
from marketplace.regions.queries import (
    open_market_of,
    open_markets,
    open_neighbours,
    village_by_code,
    villages,
)
from marketplace.stalls.actions import move_application, start_application
from marketplace.stalls.blueprint import bp
from marketplace.stalls.forms import MarketForm
from marketplace.stalls.rules import Step
from marketplace.stalls.views.frame import step_page
from marketplace.stalls.views.mine import editable
from marketplace.web.db import db
from marketplace.web.forms import one_line


@bp.route("/pasar", methods=["GET", "POST"])
@signed_in
def choose_market():
    return place_page(None)


@bp.route("/<int:id>/pasar", methods=["GET", "POST"], endpoint="market")
@signed_in
def change_market(id):
    return place_page(editable(id))


def place_page(stall):
    """With `pasar` in the address or a draft, the form is filled in already."""
    form = MarketForm()
    form.offer(villages())
    if not form.accepted():
        if request.method == "GET":
            suggest(form, stall.market if stall else market_in_address())
        return page(form, stall)
    village = village_by_code(form.village.data)
    market = open_market_of(village, form.number.data)
    if market is None:
        form.number.errors = [f"Pasar RW {form.number.data:02} {village.name} belum buka."]
        return page(form, stall, village, form.number.data)
    return go_on(stall, market)


def market_in_address() -> Market | None:
    """`?pasar=` with the address of an open market; anything else is ignored."""
    slug = one_line(request.args.get("pasar"))
    return db.session.scalar(open_markets().where(Market.slug == slug)) if slug else None


def suggest(form: MarketForm, market: Market | None) -> None:
    if market:
        form.village.data, form.number.data = market.rw.village.code, market.rw.number


def page(form: MarketForm, stall, village: Region | None = None, number: int | None = None):
    neighbours = open_neighbours(village, number) if village else []
    return step_page(Step.MARKET, stall, form=form, village=village, neighbours=neighbours)


def go_on(stall, market: Market):
    if stall is None:
        stall = start_application(current_user, market)
    else:
        move_application(stall, market)
    db.session.commit()
    return redirect(url_for(".about", id=stall.id))
