"""The producer and money: what came in, what does not match, what must go back."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from flask import Response, abort, flash, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select

from marketplace.desks.blueprint import bp
from marketplace.desks.orders import own_order
from marketplace.desks.views.producer_orders import order_page
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor
from marketplace.payments.actions import (
    accept_mismatch,
    ask_for_rest,
    confirm_received,
    mark_returned,
    return_mismatch,
)
from marketplace.payments.forms import MismatchForm, ReceivedForm, ReturnedForm
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import Arrival, Payee
from marketplace.stalls.guards import producer
from marketplace.web.db import begin_write, db, first_or_404
from marketplace.web.files import send_private
from marketplace.web.photos import BadPhoto, kept_private

ANSWERS = {"terima": accept_mismatch, "tunggu": ask_for_rest, "kembalikan": return_mismatch}
SAID = {
    Arrival.EXACT: "Uang dicatat masuk. Pesanannya siap kamu jawab.",
    Arrival.WRONG: "Jumlahnya tidak cocok. Pilih mau bagaimana di bawah.",
    Arrival.LATE: "Uangnya datang terlambat. Lihat pesanannya: dibuka lagi, atau uangnya dikembalikan.",
}


@bp.post("/penjual/<stall>/pesanan/<code>/uang-masuk")
@producer
def received(code: str) -> Any:
    """Without an amount: exactly what was asked for came in."""
    form = ReceivedForm()
    if "jumlah" in request.form and not form.accepted():
        return order_page(own_order(g.stall, code), received=form), 422
    begin_write()
    payment = payment_here(own_order(g.stall, code))
    amount = form.jumlah.data if form.jumlah.data is not None else payment.missing
    arrival = confirm_received(payment, Rupiah(amount), Actor.PRODUCER, now(), current_user)
    db.session.commit()
    flash(SAID[arrival], "message" if arrival is Arrival.EXACT else "warn")
    return back(code)


@bp.post("/penjual/<stall>/pesanan/<code>/tidak-cocok")
@producer
def mismatched(code: str) -> Any:
    shown = own_order(g.stall, code)
    form = MismatchForm().offer(has_rest=payment_here(shown).missing > 0)
    if not form.accepted():
        return order_page(shown, mismatch=form), 422
    begin_write()
    payment = payment_here(own_order(g.stall, code))
    ANSWERS[form.pilihan.data](payment, Actor.PRODUCER, now(), current_user)
    db.session.commit()
    flash("Dicatat. Kabari pembelinya lewat WhatsApp.")
    return back(code)


@bp.post("/penjual/<stall>/pesanan/<code>/pengembalian/<int:refund_id>")
@producer
def returned(code: str, refund_id: int) -> Any:
    """The stall has given the money back. The proof is read before the transaction opens."""
    form = ReturnedForm()
    shown = own_order(g.stall, code)
    if not form.accepted():
        return order_page(shown, returned=form), 422
    try:
        with proof_of(form) as proof:
            begin_write()
            order = own_order(g.stall, code)
            refund = own_refund(order, refund_id)
            mark_returned(refund, now(), proof=proof, note=form.catatan.data or "")
            order.log(
                None, Actor.PRODUCER, now(), actor=current_user, note="Uang sudah dikembalikan"
            )
            db.session.commit()
    except BadPhoto as fault:
        form.bukti.errors = [str(fault)]
        return order_page(shown, returned=form), 422
    flash("Dicatat sudah dikembalikan.")
    return back(code)


def proof_of(form: ReturnedForm) -> AbstractContextManager[str | None]:
    return kept_private(form.bukti.data.stream) if form.has_proof else nullcontext()


@bp.post("/penjual/<stall>/pesanan/<code>/bukti")
@producer
def see_proof(code: str) -> Response:
    """The buyer's proof, for the payee's eyes."""
    payment = payment_here(own_order(g.stall, code))
    if not payment.proof:
        abort(404)
    return send_private(payment.proof)


def payment_here(order: Order) -> Payment:
    """The money that this stall gets by itself; what others collect is not its business: 404."""
    payment = payment_of(order)
    if payment is None or payment.payee is not Payee.STALL:
        abort(404)
    return payment


def own_refund(order: Order, refund_id: int) -> Refund:
    """What this stall owes for the order, else 404."""
    query = select(Refund).join(Refund.payment).where(Payment.payee == Payee.STALL)
    return first_or_404(query.where(Refund.order_id == order.id, Refund.id == refund_id))


def back(code: str) -> Any:
    return redirect(url_for(".order", stall=g.stall.slug, code=code))
