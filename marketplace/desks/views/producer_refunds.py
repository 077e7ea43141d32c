"""The producer gives a part of an order's money back: pieces that were bad or missing, or the delivery."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_login import current_user

from marketplace.desks.blueprint import bp
from marketplace.desks.orders import faults_of, own_order
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.orders.models import Order
from marketplace.orders.rules import OPEN, Actor
from marketplace.payments.books import delivery_refunded
from marketplace.payments.refunding.actions import (
    Wanted,
    owed_so_far,
    paid_through,
    refund_parts,
)
from marketplace.payments.refunding.forms import PartsForm
from marketplace.payments.refunding.rules import RefundedMeanwhile, TooMuch, WholeOrder
from marketplace.stalls.guards import producer
from marketplace.web.db import begin_write, db

ALL_OF_IT = "Itu semua barangnya. Batalkan saja pesanannya, uangnya otomatis dikembalikan semua."
MEANWHILE = "Baru saja ada pengembalian lain. Periksa lagi jumlahnya, lalu tekan sekali lagi."


@bp.get("/penjual/<stall>/pesanan/<code>/pengembalian")
@producer
def refund(code: str) -> Any:
    order = own_order(g.stall, code)
    return page(order, form_for(order))


@bp.post("/penjual/<stall>/pesanan/<code>/pengembalian")
@producer
def give_back(code: str) -> Any:
    order = own_order(g.stall, code)
    form = form_for(order)
    if not form.accepted():
        return page(order, form), 422
    try:
        begin_write()
        back = refund_parts(
            own_order(g.stall, code), wanted(form), Actor.PRODUCER, now(), current_user
        )
        db.session.commit()
    except (RefundedMeanwhile, TooMuch, WholeOrder) as refused:
        db.session.rollback()
        form.refuse(sentence(refused))
        return page(own_order(g.stall, code), form), 409
    flash(f"{format_rupiah(back.amount)} dicatat untuk dikembalikan ke pembeli.")
    return redirect(url_for(".order", stall=g.stall.slug, code=code))


def form_for(order: Order) -> PartsForm:
    """Raises NotRefundable."""
    paid_through(order)
    return PartsForm(order, Rupiah(order.delivery_fee - delivery_refunded(order)))


def wanted(form: PartsForm) -> Wanted:
    delivery = Rupiah(form.rest.ongkir.data or 0)
    return Wanted(form.wishes, delivery, form.seen, form.rest.alasan.data)


def sentence(refused: Exception) -> str:
    if isinstance(refused, TooMuch):
        return f"Uang yang bisa dikembalikan tinggal {format_rupiah(refused.left)}."
    return ALL_OF_IT if isinstance(refused, WholeOrder) else MEANWHILE


def page(order: Order, form: PartsForm) -> str:
    """The form; what had gone back until now stands in it, so that a second press is noticed."""
    payment = paid_through(order)
    gone = owed_so_far(payment, order)
    form.rest.sudah.data = str(gone)
    return render_template(
        "desks/producer/refund.html",
        stall=g.stall,
        order=order,
        form=form,
        gone=gone,
        is_open=order.status in OPEN,
        faults=faults_of(form),
    )
