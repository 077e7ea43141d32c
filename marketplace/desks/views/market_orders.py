"""Orders of one market for its RW admin: what goes on, without the buyers' phones, and a way to end what is stuck."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select

from marketplace.accounts.audit import record
from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.desks.orders import GROUPS, counts_of, faults_of, knows_buyer
from marketplace.kit.clock import now
from marketplace.orders.forms import ReasonForm
from marketplace.orders.models import Order
from marketplace.orders.queries import whole
from marketplace.orders.rules import Actor, Move
from marketplace.orders.timeline import log_of
from marketplace.payments.errands import NOT_ENDED, paid_meanwhile
from marketplace.payments.models import Payment
from marketplace.payments.refunds import owing, payments_of, refunds_of
from marketplace.payments.rules import Payee
from marketplace.payments.vouchers.queries import codes_of
from marketplace.regions.guards import rw_admin
from marketplace.web.db import begin_write, db, first_or_404
from marketplace.web.errors import error_page
from marketplace.web.paging import take_page

PRESSES = {"batal": Move.CANCEL, "gagal": Move.FAIL, "tidak-diambil": Move.NO_SHOW}
REASONS = {
    "hilang": "Lapak tidak bisa dihubungi",
    "minta": "Diminta pembeli dan lapak",
    "aturan": "Melanggar aturan pasar",
    "lain": "Alasan lain",
}


@bp.get("/kelola/<market>/pesanan")
@rw_admin
def admin_orders() -> Any:
    group = request.args.get("status", "")
    query = select(Order).where(Order.market_id == g.market.id).options(*whole())
    if group in GROUPS:
        query = query.where(Order.status.in_(GROUPS[group][1]))
    orders, paging = take_page(query.order_by(Order.id.desc()), ("status",))
    return admin_page(
        "desks/admin/orders.html",
        "desks.admin_orders",
        orders=orders,
        paging=paging,
        groups=GROUPS,
        group=group,
        counts=counts_of(Order.market_id == g.market.id),
    )


@bp.get("/kelola/<market>/pesanan/<code>")
@rw_admin
def admin_order(code: str) -> Any:
    return page(own_order(code), ReasonForm().offer(REASONS))


@bp.post("/kelola/<market>/pesanan/<code>/<press>")
@rw_admin
def admin_press(code: str, press: str) -> Any:
    """batal, gagal, tidak-diambil: with a reason, and in the audit trail."""
    move, form = PRESSES.get(press), ReasonForm().offer(REASONS)
    if move is None:
        return error_page(404)
    if not form.accepted():
        return page(own_order(code), form, pressed=move, faults=faults_of(form, f"{move}-")), 422
    if paid_meanwhile(own_order(code)):
        flash(*NOT_ENDED)
        return redirect(url_for(".admin_order", market=g.market.slug, code=code))
    begin_write()
    order = own_order(code)
    before = order.status.label
    order.make(move, Actor.RW_ADMIN, now(), actor=current_user, note=form.words)
    record(
        f"mengakhiri pesanan: {form.words}",
        order.code,
        f"order:{order.id}",
        actor=current_user,
        market_id=g.market.id,
        before={"status": before},
        after={"status": order.status.label},
    )
    words = how_money_returns(owing(order))
    db.session.commit()
    flash("Pesanan diakhiri." + words)
    return redirect(url_for(".admin_order", market=g.market.slug, code=code))


def how_money_returns(owed: Payment | None) -> str:
    if owed is None:
        return ""
    if owed.payee is Payee.OPERATOR:
        return " Uang pembeli kembali sendiri ke kartunya."
    return f" Uang yang sudah masuk harus dikembalikan {owed.payee_name}."


def own_order(code: str) -> Order:
    """An order of this market, else 404."""
    query = select(Order).where(Order.market_id == g.market.id, Order.code == code)
    return first_or_404(query.options(*whole()))


def page(order: Order, form: ReasonForm, **refused: Any) -> str:
    payment, refunds = payments_of([order]).get(order.id), refunds_of([order])[order.id]
    return admin_page(
        "desks/admin/order.html",
        "desks.admin_orders",
        order=order,
        payment=payment,
        voucher=codes_of([order]).get(order.id),
        refunds=refunds,
        knows_buyer=knows_buyer(order, payment, refunds),
        moves=order.moves_for(Actor.RW_ADMIN),
        presses={move: press for press, move in PRESSES.items()},
        form=form,
        log=log_of(order),
        **refused,
    )
