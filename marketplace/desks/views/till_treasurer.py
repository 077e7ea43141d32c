"""/kelola/<market>/setoran: what a market's treasurer pays out, and the kas that stalls hand in."""

from typing import Any

from flask import flash, g, redirect, request
from flask_login import current_user

from marketplace.desks.blueprint import bp
from marketplace.desks.forms.payouts import AmountForm
from marketplace.desks.till import treasurers_till
from marketplace.desks.views.till import (
    owed_page,
    payout_page,
    payouts_page,
    prepare_payout,
    send_all,
    send_list,
    take_step,
)
from marketplace.kit.clock import now
from marketplace.ledger.actions import settle_fee
from marketplace.ledger.queries import folded, standing_of, trial_balance
from marketplace.ledger.rules import FeeWay, NotEnough, Owner
from marketplace.regions.guards import treasurer
from marketplace.stalls.models import Stall
from marketplace.web.db import db

WAYS = {"masuk": FeeWay.HANDED_IN, "potong": FeeWay.WITHHELD, "keluar": FeeWay.GIVEN}


@bp.get("/kelola/<market>/setoran")
@treasurer
def payouts() -> Any:
    return payouts_page(treasurers_till())


@bp.post("/kelola/<market>/setoran/daftar")
@treasurer
def payouts_list() -> Any:
    return send_list(treasurers_till(), g.market.slug)


@bp.post("/kelola/<market>/setoran/semua-terkirim")
@treasurer
def payouts_sent() -> Any:
    return send_all(treasurers_till(), payouts_page)


@bp.get("/kelola/<market>/setoran/<int:id>")
@treasurer
def payout(id: int) -> Any:
    return payout_page(treasurers_till(), id)


@bp.post("/kelola/<market>/setoran/<int:id>/<any(terkirim, batal, gagal):step>")
@treasurer
def payout_step(id: int, step: str) -> Any:
    return take_step(treasurers_till(), id, step)


@bp.route("/kelola/<market>/setoran/lapak/<int:id>", methods=["GET", "POST"])
@treasurer
def owed_stall(id: int) -> Any:
    if request.method == "POST":
        return prepare_payout(treasurers_till(), id, stall_page)
    return stall_page(treasurers_till().stall(id))


@bp.post("/kelola/<market>/setoran/lapak/<int:id>/kas/<any(masuk, potong, keluar):way>")
@treasurer
def settle_kas(id: int, way: str) -> Any:
    form, stall = AmountForm(prefix=f"{way}-"), treasurers_till().stall(id)
    if not form.accepted():
        return stall_page(stall, **{way: form}), 422
    try:
        settle_fee(stall, WAYS[way], by=current_user, at=now(), **form.asked)
    except NotEnough as short:
        db.session.rollback()
        form.refuse(short)
        return stall_page(stall, **{way: form}), 422
    db.session.commit()
    flash(f"{WAYS[way].label}: tercatat.")
    return redirect(treasurers_till().url("owed_stall", id=id))


@bp.get("/kelola/<market>/neraca")
@treasurer
def trial() -> Any:
    rows = folded(trial_balance(g.market), {Owner.ORDER})
    return treasurers_till().page("trial", "trial", rows=rows)


def stall_page(stall: Stall, form: AmountForm | None = None, **refused: AmountForm) -> str:
    """`refused` is a form of one of the WAYS."""
    standing = standing_of(stall)
    ways = {
        name: refused.get(name, AmountForm(prefix=f"{name}-")).offer(standing.left(way))
        for name, way in WAYS.items()
        if standing.left(way) > 0 or name in refused
    }
    return owed_page(treasurers_till(), stall, form, standing=standing, ways=ways)
