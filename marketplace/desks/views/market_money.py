"""The treasurer's desk: money of all stalls that buyers paid together, confirmed, questioned, given back."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from flask import Response, abort, flash, g, redirect, request, url_for
from flask_login import current_user

from marketplace.desks.admin_page import money_page
from marketplace.desks.blueprint import bp
from marketplace.desks.money import (
    KINDS,
    WHOLE,
    collected_by,
    knows_buyer,
    owed_by,
    own_payment,
    own_refund,
    refunds_by_payment,
    work_of,
)
from marketplace.desks.orders import faults_of
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import Actor
from marketplace.payments.actions import (
    accept_mismatch,
    ask_for_rest,
    confirm_received,
    mark_returned,
    return_mismatch,
)
from marketplace.payments.forms import MismatchForm, ReceivedForm, ReturnedForm
from marketplace.payments.models import Payment
from marketplace.payments.rules import Arrival, Method
from marketplace.regions.guards import treasurer
from marketplace.web.db import begin_write, db
from marketplace.web.files import send_private
from marketplace.web.paging import take_page
from marketplace.web.photos import BadPhoto, kept_private

ANSWERS = {"terima": accept_mismatch, "tunggu": ask_for_rest, "kembalikan": return_mismatch}
SAID = {
    Arrival.EXACT: "Uang dicatat masuk. Lapak-lapaknya bisa mulai menyiapkan.",
    Arrival.WRONG: "Jumlahnya tidak cocok. Pilih mau bagaimana di bawah.",
    Arrival.LATE: "Uangnya datang terlambat. Lihat pesanannya: dibuka lagi, atau uangnya dikembalikan.",
}


@bp.get("/kelola/<market>/uang")
@treasurer
def market_money() -> Any:
    return money_page(
        "work",
        "desks.market_money",
        work=work_of(g.market),
        kinds={name: words for name, (words, _condition) in KINDS.items()},
        owed=owed_by(g.market),
    )


@bp.get("/kelola/<market>/uang/semua")
@treasurer
def market_payments() -> Any:
    query = collected_by(g.market).options(*WHOLE).order_by(Payment.id.desc())
    payments, paging = take_page(query)
    refunds = refunds_by_payment(payments)
    return money_page(
        "payments",
        "desks.market_payments",
        payments=payments,
        paging=paging,
        known={one.id for one in payments if knows_buyer(one, refunds[one.id])},
    )


@bp.get("/kelola/<market>/uang/<int:payment_id>")
@treasurer
def market_payment(payment_id: int) -> Any:
    return payment_page(own_payment(g.market, payment_id))


@bp.post("/kelola/<market>/uang/<int:payment_id>/uang-masuk")
@treasurer
def market_received(payment_id: int) -> Any:
    """Without an amount: exactly what was asked for came in."""
    shown = own_payment(g.market, payment_id)
    form = received_form(shown)
    if "jumlah" in request.form and not form.accepted():
        return payment_page(shown, received=form), 422
    begin_write()
    payment = own_payment(g.market, payment_id)
    amount = form.jumlah.data if form.jumlah.data is not None else payment.missing
    arrival = confirm_received(payment, Rupiah(amount), Actor.TREASURER, now(), current_user)
    db.session.commit()
    flash(SAID[arrival], "message" if arrival is Arrival.EXACT else "warn")
    return back(payment_id)


@bp.post("/kelola/<market>/uang/<int:payment_id>/tidak-cocok")
@treasurer
def market_mismatched(payment_id: int) -> Any:
    shown = own_payment(g.market, payment_id)
    form = MismatchForm().offer(has_rest=shown.missing > 0)
    if not form.accepted():
        return payment_page(shown, mismatch=form), 422
    begin_write()
    payment = own_payment(g.market, payment_id)
    ANSWERS[form.pilihan.data](payment, Actor.TREASURER, now(), current_user)
    db.session.commit()
    flash("Dicatat. Kabari pembelinya lewat WhatsApp.")
    return back(payment_id)


@bp.post("/kelola/<market>/uang/<int:payment_id>/pengembalian/<int:refund_id>")
@treasurer
def market_returned(payment_id: int, refund_id: int) -> Any:
    """The treasurer has given the money back. The proof is read before the transaction opens."""
    form, shown = returned_form(refund_id), own_payment(g.market, payment_id)
    own_refund(shown, refund_id)
    if not form.accepted():
        return payment_page(shown, returned={refund_id: form}), 422
    try:
        with proof_of(form) as proof:
            give_back(payment_id, refund_id, proof, form.catatan.data or "")
    except BadPhoto as fault:
        form.bukti.errors = [str(fault)]
        return payment_page(shown, returned={refund_id: form}), 422
    flash("Dicatat sudah dikembalikan.")
    return back(payment_id)


def give_back(payment_id: int, refund_id: int, proof: str | None, note: str) -> None:
    begin_write()
    refund = own_refund(own_payment(g.market, payment_id), refund_id)
    mark_returned(refund, now(), proof=proof, note=note)
    words = "Uang sudah dikembalikan"
    refund.order.log(None, Actor.TREASURER, now(), actor=current_user, note=words)
    db.session.commit()


def proof_of(form: ReturnedForm) -> AbstractContextManager[str | None]:
    return kept_private(form.bukti.data.stream) if form.has_proof else nullcontext()


@bp.post("/kelola/<market>/uang/<int:payment_id>/bukti")
@treasurer
def market_proof(payment_id: int) -> Response:
    """The buyer's proof, for the payee's eyes."""
    payment = own_payment(g.market, payment_id)
    if not payment.proof:
        abort(404)
    return send_private(payment.proof)


def received_form(payment: Payment) -> ReceivedForm:
    form = ReceivedForm()
    return form.only(payment.missing) if payment.method is Method.CASH else form


def returned_form(refund_id: int) -> ReturnedForm:
    """Each refund has its own on the page."""
    return ReturnedForm(prefix=f"r{refund_id}-")


def payment_page(
    payment: Payment,
    received: ReceivedForm | None = None,
    mismatch: MismatchForm | None = None,
    returned: dict[int, ReturnedForm] | None = None,
) -> str:
    """One payment with all that may be pressed; a refused form comes along."""
    refused = [form for form in (received, mismatch, *(returned or {}).values()) if form]
    refunds = refunds_by_payment([payment])[payment.id]
    blank = {refund.id: returned_form(refund.id) for refund in refunds}
    return money_page(
        "payment",
        "desks.market_money",
        payment=payment,
        refunds=refunds,
        knows_buyer=knows_buyer(payment, refunds),
        received_form=received or received_form(payment),
        mismatch_form=mismatch or MismatchForm().offer(has_rest=payment.missing > 0),
        returned=blank | (returned or {}),
        faults=[fault for form in refused for fault in faults_of(form)],
    )


def back(payment_id: int) -> Any:
    return redirect(url_for(".market_payment", market=g.market.slug, payment_id=payment_id))
