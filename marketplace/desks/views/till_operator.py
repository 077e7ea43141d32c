"""/pengelola/setoran: what the operator pays out of card sales, and the kas that goes on to the treasurers."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.guards import operator
from marketplace.desks.blueprint import bp
from marketplace.desks.forms.payouts import AmountForm
from marketplace.desks.till import Till, operators_till
from marketplace.desks.views.till import (
    PER_PAGE,
    owed_page,
    payout_page,
    payouts_page,
    prepare_payout,
    send_all,
    send_list,
    some,
    take_step,
)
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.actions import hand_on, take_back
from marketplace.ledger.queries import folded, kas_with_operator, trial_balance
from marketplace.ledger.rules import NotEnough, Owner
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import before_wanted

WAYS = {"serah": hand_on, "terima": take_back}


@bp.get("/pengelola/setoran")
@operator
def all_payouts() -> Any:
    return payouts_with_kas(operators_till())


def payouts_with_kas(till: Till, **more: Any) -> str:
    return payouts_page(till, kas=some(held_kas(before_wanted(request.args, "kas"))), **more)


@bp.post("/pengelola/setoran/daftar")
@operator
def all_payouts_list() -> Any:
    return send_list(operators_till(), "pengelola")


@bp.post("/pengelola/setoran/semua-terkirim")
@operator
def all_payouts_sent() -> Any:
    return send_all(operators_till(), payouts_with_kas)


@bp.get("/pengelola/setoran/<int:id>")
@operator
def all_payout(id: int) -> Any:
    return payout_page(operators_till(), id)


@bp.post("/pengelola/setoran/<int:id>/<any(terkirim, batal, gagal):step>")
@operator
def all_payout_step(id: int, step: str) -> Any:
    return take_step(operators_till(), id, step)


@bp.route("/pengelola/setoran/lapak/<int:id>", methods=["GET", "POST"])
@operator
def all_owed_stall(id: int) -> Any:
    if request.method == "POST":
        return prepare_payout(operators_till(), id, stall_page)
    return stall_page(operators_till().stall(id))


@bp.get("/pengelola/kas/<int:id>")
@operator
def held_kas_of(id: int) -> Any:
    return kas_page(market_of(id))


@bp.post("/pengelola/kas/<int:id>/<any(serah, terima):way>")
@operator
def pass_kas(id: int, way: str) -> Any:
    form, market = AmountForm(), market_of(id)
    if not form.accepted():
        return kas_page(market, form), 422
    try:
        WAYS[way](market, by=current_user, at=now(), **form.asked)
    except NotEnough as short:
        db.session.rollback()
        form.refuse(short)
        return kas_page(market, form), 422
    db.session.commit()
    flash("Kas RW tercatat berpindah.")
    return redirect(url_for(".all_payouts"))


@bp.get("/pengelola/neraca")
@operator
def all_trial() -> Any:
    rows = folded(trial_balance(), set(Owner))
    return operators_till().page("trial", "trial", rows=rows)


def stall_page(stall: Stall, form: AmountForm | None = None) -> str:
    return owed_page(operators_till(), stall, form, standing=None, ways={})


def held_kas(after: int | None) -> list[tuple[Market, Rupiah]]:
    """Markets whose kas the operator holds, by id, one page and one more."""
    held = kas_with_operator()
    ids = [id for id in held if id > (after or 0)][: PER_PAGE + 1]
    place = joinedload(Market.rw).joinedload(Rw.village)
    query = select(Market).where(Market.id.in_(ids)).options(place).order_by(Market.id)
    return [(market, held[market.id]) for market in db.session.scalars(query)]


def market_of(id: int) -> Market:
    place = joinedload(Market.rw).joinedload(Rw.village)
    return first_or_404(select(Market).where(Market.id == id).options(place))


def kas_page(market: Market, form: AmountForm | None = None) -> str:
    held = kas_with_operator([market.id]).get(market.id, Rupiah(0))
    form = (form or AmountForm()).offer(Rupiah(abs(held)))
    return operators_till().page("kas", whose=market, held=held, form=form)
