"""Vouchers of a stall and of a market: listed, made, closed."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import Select

from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.kit.clock import now
from marketplace.payments.vouchers.actions import CodeTaken, close_voucher, create_voucher
from marketplace.payments.vouchers.forms import MarketVoucherForm, VoucherForm, proposed
from marketplace.payments.vouchers.models import Voucher
from marketplace.payments.vouchers.queries import (
    given_away,
    vouchers_of_market,
    vouchers_of_stall,
    with_owner,
)
from marketplace.regions.guards import rw_admin
from marketplace.stalls.guards import producer
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import take_page

TAKEN = "Kode ini sedang dipakai voucher lain. Pilih kode lain, atau tutup dulu voucher yang lama."


@bp.get("/penjual/<stall>/voucher")
@producer
def vouchers() -> Any:
    listed = list_of(vouchers_of_stall(g.stall))
    return render_template("desks/producer/vouchers.html", stall=g.stall, **listed)


@bp.route("/penjual/<stall>/voucher/baru", methods=["GET", "POST"])
@producer
def new_voucher() -> Any:
    form = VoucherForm(data=proposed(now()))
    if form.accepted() and made(form, stall_id=g.stall.id, market_id=g.stall.market_id):
        return to(".vouchers", f"Voucher {form.kode.data} dibuat.", stall=g.stall.slug)
    page = render_template("desks/producer/voucher_new.html", stall=g.stall, form=form)
    return page, status()


@bp.post("/penjual/<stall>/voucher/<int:voucher_id>/penutupan")
@producer
def close_own_voucher(voucher_id: int) -> Any:
    voucher = first_or_404(vouchers_of_stall(g.stall).where(Voucher.id == voucher_id))
    close_voucher(voucher, current_user, now())
    return to(".vouchers", f"Voucher {voucher.code} ditutup.", stall=g.stall.slug)


@bp.get("/kelola/<market>/voucher")
@rw_admin
def market_vouchers() -> Any:
    listed = list_of(vouchers_of_market(g.market))
    return admin_page("desks/admin/vouchers.html", "desks.market_vouchers", **listed)


@bp.route("/kelola/<market>/voucher/baru", methods=["GET", "POST"])
@rw_admin
def new_market_voucher() -> Any:
    form = MarketVoucherForm(data=proposed(now()))
    if form.accepted() and made(form, market_id=g.market.id):
        words = f"Voucher {form.kode.data} dibuat."
        return to(".market_vouchers", words, market=g.market.slug)
    return admin_page("desks/admin/voucher_new.html", "desks.market_vouchers", form=form), status()


@bp.post("/kelola/<market>/voucher/<int:voucher_id>/penutupan")
@rw_admin
def close_market_voucher(voucher_id: int) -> Any:
    voucher = first_or_404(vouchers_of_market(g.market).where(Voucher.id == voucher_id))
    close_voucher(voucher, current_user, now())
    return to(".market_vouchers", f"Voucher {voucher.code} ditutup.", market=g.market.slug)


def list_of(query: Select[Voucher]) -> dict[str, Any]:
    """One page of vouchers with what each has given away."""
    found, paging = take_page(query.options(*with_owner()))
    return {"vouchers": found, "paging": paging, "given": given_away(found), "at": now()}


def made(form: VoucherForm, **owner: int) -> bool:
    """Whether the voucher is there; a code that is taken is said at its field."""
    try:
        create_voucher(Voucher(**form.columns(now()), **owner), current_user)
    except CodeTaken:
        db.session.rollback()
        form.kode.errors = [TAKEN]
        return False
    return True


def to(endpoint: str, words: str, **home: str) -> Any:
    db.session.commit()
    flash(words)
    return redirect(url_for(endpoint, **home))


def status() -> int:
    """A refused form is answered with 422."""
    return 422 if request.method == "POST" else 200
