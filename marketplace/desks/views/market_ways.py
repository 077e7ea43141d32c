"""How a market is paid: methods, who collects, kas RW; the treasurer's QRIS (read back first) and account."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user

from marketplace.accounts.models import Grant, User
from marketplace.accounts.rules import Role
from marketplace.desks.admin_page import money_page
from marketplace.desks.blueprint import bp
from marketplace.desks.forms.money import STILL, TreasurerBankForm, TreasurerQrisForm, WaysForm
from marketplace.payments.likeness import may_belong
from marketplace.payments.payees import (
    NothingToCollectWith,
    StillCollects,
    set_bank,
    set_qris,
    set_ways,
)
from marketplace.payments.qris import Merchant
from marketplace.payments.rules import Method
from marketplace.regions.guards import rw_admin, treasurer
from marketplace.web.db import db


@bp.get("/kelola/<market>/uang/cara-bayar")
@treasurer
def market_ways() -> Any:
    return page("ways", taken=taken_words())


@bp.route("/kelola/<market>/uang/cara-bayar/pilihan", methods=["GET", "POST"])
@rw_admin
def market_methods() -> Any:
    form = WaysForm()
    if not form.accepted():
        return form_page("methods", form if request.method == "POST" else form.fill(g.market))
    try:
        set_ways(g.market, form.takes, form.collects, form.kas.data or 0, by=current_user)
    except NothingToCollectWith as lacking:
        db.session.rollback()
        form.lack(lacking.methods)
        return form_page("methods", form)
    return saved("Cara bayar tersimpan. Berlaku untuk pesanan baru.")


@bp.route("/kelola/<market>/uang/cara-bayar/qris", methods=["GET", "POST"])
@treasurer
def market_qris() -> Any:
    form = TreasurerQrisForm()
    is_good = form.accepted()
    if is_good and form.is_mine.data:
        set_qris(g.market, form.merchant, by=current_user)
        return saved(f"QRIS bendahara atas nama {form.merchant.name} terpasang.")
    if form.merchant is None:
        return form_page("qris", form)
    code = 200 if is_good else 422
    strange = is_strange(form.merchant)
    return page("qris_confirm", form=form, merchant=form.merchant, strange=strange), code


@bp.post("/kelola/<market>/uang/cara-bayar/qris/pencabutan")
@treasurer
def market_qris_remove() -> Any:
    try:
        set_qris(g.market, None, by=current_user)
    except StillCollects as used:
        db.session.rollback()
        flash(STILL[used.method], "bad")
        return redirect(url_for(".market_ways", market=g.market.slug))
    return saved("QRIS bendahara dicabut.")


@bp.route("/kelola/<market>/uang/cara-bayar/rekening", methods=["GET", "POST"])
@treasurer
def market_bank() -> Any:
    form = TreasurerBankForm(obj=g.market)
    if not form.accepted():
        return form_page("bank", form)
    typed = form.bank_name.data or "", form.account, form.bank_holder.data or ""
    try:
        set_bank(g.market, *typed, by=current_user)
    except StillCollects as used:
        db.session.rollback()
        form.bank_account.errors = [STILL[used.method]]
        return form_page("bank", form)
    return saved("Rekening bendahara tersimpan." if form.account else "Rekening bendahara dihapus.")


def taken_words() -> list[tuple[str, str]]:
    """(method, who gets the money) of everything the market takes."""
    market = g.market
    return [
        (method.label, who_collects(method))
        for method in Method
        if getattr(market, f"takes_{method}")
    ]


def who_collects(method: Method) -> str:
    if method is Method.CARD:
        return "dikumpulkan pengelola situs"
    collected = getattr(g.market, f"collects_{method}")
    return "dikumpulkan bendahara RW" if collected else "langsung ke lapak"


def is_strange(merchant: Merchant) -> bool:
    """Whether the sticker's name is like neither the market nor anybody who looks after its money."""
    team = db.session.scalars(
        db.select(User.name)
        .join(Grant, Grant.user_id == User.id)
        .where(Grant.market_id == g.market.id, Grant.role.in_((Role.TREASURER, Role.RW_ADMIN)))
    )
    market = g.market
    known = (market.rw.village.name, market.rw.label, market.nickname, market.bank_holder)
    return not may_belong(merchant.name, *known, *team)


def saved(words: str) -> Any:
    db.session.commit()
    flash(words)
    return redirect(url_for(".market_ways", market=g.market.slug))


def page(name: str, **context: Any) -> str:
    return money_page(name, "desks.market_ways", **context)


def form_page(name: str, form: Any) -> tuple[str, int]:
    """A refused form is answered with 422."""
    return page(name, form=form), 422 if request.method == "POST" else 200
