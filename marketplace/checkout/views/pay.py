"""Bayar: how to pay each stall of a purchase, and the proof of having paid."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for

from marketplace.checkout.showing import ask_url, begun, by_payment
from marketplace.checkout.views.orders import bp, link_with_key, show_order
from marketplace.kit.clock import now
from marketplace.orders.models import Order
from marketplace.orders.queries import own_order, own_purchase
from marketplace.payments.actions import send_proof
from marketplace.payments.forms import ProofForm
from marketplace.payments.models import Payment
from marketplace.payments.refunds import payment_of, payments_of
from marketplace.payments.vouchers.queries import codes_of
from marketplace.web.audience import buyer
from marketplace.web.db import begin_write, db
from marketplace.web.files import send_private
from marketplace.web.photos import BadPhoto, forget_private, kept_private


@bp.get("/bayar/<code>")
@buyer
def pay(code: str) -> Any:
    purchase = own_purchase(code)
    payments = payments_of(purchase.orders)
    asked_for = by_payment(purchase.orders, payments)
    return render_template(
        "orders/pay.html",
        purchase=purchase,
        asked_for=asked_for,
        total=sum(
            one.payment.due for one in asked_for if one.payment and not one.payment.has_ended
        ),
        ask_urls={order.id: ask_url(order, payments.get(order.id)) for order in purchase.orders},
        codes=codes_of(purchase.orders),
        key_link=link_with_key(purchase),
        at=now(),
    )


@bp.post("/pesanan/<code>/bukti")
@buyer
def prove(code: str) -> Any:
    """The picture is read before the transaction opens; a bad one, or one that comes too late, leaves nothing."""
    order = own_order(code)
    form = ProofForm()
    if not form.accepted():
        return refused_proof(order, form.bukti.errors[0])
    try:
        with kept_private(form.bukti.data.stream) as proof:
            begin_write()
            payment = payment_here(code)
            before, who = send_proof(payment, proof, now()), begun(payment.payee_name)
            db.session.commit()
    except BadPhoto as fault:
        return refused_proof(order, str(fault))
    forget_private(before)
    flash(f"Bukti terkirim. {who} akan mengecek uangnya.")
    return redirect(url_for(".show", code=order.code))


def refused_proof(order: Order, sentence: str) -> Any:
    """The order's page with the sentence at the upload."""
    faults = [(f"bukti-{order.id}", f"Bukti pembayaran: {sentence}")]
    return show_order(order, faults=faults, proof_fault=sentence), 422


@bp.post("/pesanan/<code>/lihat-bukti")
@buyer
def see_proof(code: str) -> Response:
    """The buyer's own proof again."""
    payment = payment_here(code)
    if not payment.proof:
        abort(404)
    return send_private(payment.proof)


def payment_here(code: str) -> Payment:
    """The payment of the visitor's own order."""
    return payment_of(own_order(code)) or abort(404)
