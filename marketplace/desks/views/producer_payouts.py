"""/penjual/<stall>/uang: what others hold for the stall, how it came about, and asking for it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from marketplace.desks.blueprint import bp
from marketplace.desks.forms.payouts import AmountForm
from marketplace.kit.clock import month_before, month_moments, now
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.actions import cancel_payout, request_payout
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import (
    WAITING,
    Standing,
    payouts_to,
    standing_of,
    statement_page,
)
from marketplace.ledger.rules import OPERATOR, Account, NotEnough, treasurer
from marketplace.stalls.guards import producer
from marketplace.stalls.models import Stall
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import before_wanted, month_wanted

PAYOUTS = 10
NO_ACCOUNT = "Isi dulu rekening bank lapakmu, supaya uangnya bisa dikirim."


def holder_of(stall: Stall, name: str) -> Account:
    """Who pays, by the name of the form."""
    return OPERATOR if name == "pengelola" else treasurer(stall.market_id)


@bp.get("/penjual/<stall>/uang")
@producer
def purse() -> Any:
    return purse_page()


@bp.post("/penjual/<stall>/uang/bendahara")
@producer
def ask_treasurer() -> Any:
    return ask("bendahara")


@bp.post("/penjual/<stall>/uang/pengelola")
@producer
def ask_operator() -> Any:
    return ask("pengelola")


def ask(holder: str) -> Any:
    form = AmountForm(prefix=f"{holder}-")
    if not form.accepted() or not g.stall.bank_account:
        if not g.stall.bank_account:
            form.jumlah.errors = [NO_ACCOUNT]
        return purse_page(**{holder: form}), 422
    try:
        by, at = current_user, now()
        request_payout(g.stall, by=by, at=at, holder=holder_of(g.stall, holder), **form.asked)
    except NotEnough as short:
        db.session.rollback()
        form.refuse(short)
        return purse_page(**{holder: form}), 422
    db.session.commit()
    flash("Setoran diminta. Kamu bisa melihat di sini kapan uangnya dikirim.")
    return redirect(url_for(".purse", stall=g.stall.slug))


@bp.post("/penjual/<stall>/uang/setoran/<int:id>/pembatalan")
@producer
def take_back_payout(id: int) -> Any:
    payout = first_or_404(payouts_to(g.stall).where(Payout.id == id))
    cancel_payout(payout, "Dibatalkan lapak", current_user, now())
    db.session.commit()
    flash("Permintaan dibatalkan. Uangnya tetap hakmu.")
    return redirect(url_for(".purse", stall=g.stall.slug))


def purse_page(**refused: AmountForm) -> str:
    """`refused` is a form by the name of who holds the money."""
    standing, month = standing_of(g.stall), month_wanted(request.args)
    payouts = payouts_to(g.stall).order_by(Payout.id.desc()).limit(PAYOUTS + 1)
    if before := before_wanted(request.args, "setoran"):
        payouts = payouts.where(Payout.id < before)
    found = list(db.session.scalars(payouts))
    within, line = month_moments(month), before_wanted(request.args)
    return render_template(
        "desks/producer/purse.html",
        stall=g.stall,
        standing=standing,
        forms=forms_for(standing, refused),
        payouts=found[:PAYOUTS],
        older=found[PAYOUTS - 1].id if len(found) > PAYOUTS else None,
        on_the_way=on_the_way(g.stall),
        month=month,
        months=(
            month_before(month) if within[0] > g.stall.created_at else None,
            month_before(month, -1) if within[1] < now() else None,
        ),
        told=statement_page(g.stall, within=within, before=line),
    )


def forms_for(standing: Standing, refused: dict[str, AmountForm]) -> dict[str, AmountForm]:
    """One for each holder that owes the stall something."""
    left = {"bendahara": standing.by_treasurer, "pengelola": standing.by_operator}
    return {
        name: refused.get(name, AmountForm(prefix=f"{name}-")).offer(Rupiah(max(amount, 0)))
        for name, amount in left.items()
        if amount > 0 or name in refused
    }


def on_the_way(stall: Stall) -> Rupiah:
    """Asked for and not sent yet."""
    waiting = payouts_to(stall).where(WAITING).subquery()
    return Rupiah(int(db.session.scalar(select(func.coalesce(func.sum(waiting.c.amount), 0))) or 0))
