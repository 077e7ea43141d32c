"""The producer's day: new orders, what to make, whom to hand over to, which money to check."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_login import current_user

from marketplace.desks.blueprint import bp
from marketplace.desks.orders import (
    GROUPS,
    counts_of,
    faults_of,
    knows_buyer,
    money_to_check,
    orders_by_payment,
    orders_of,
    owed_by,
    own_order,
    to_make,
    told_of_return,
    work_of,
)
from marketplace.kit.clock import now
from marketplace.kit.codes import read_code
from marketplace.orders.forms import REFUSE_REASONS, ReasonForm
from marketplace.orders.messages import ticket, to_buyer
from marketplace.orders.models import Order
from marketplace.orders.queries import whole
from marketplace.orders.rules import NEEDS_REASON, OPEN, Actor, Move
from marketplace.orders.timeline import log_of
from marketplace.payments.errands import NOT_ENDED, paid_meanwhile
from marketplace.payments.forms import MismatchForm, ReceivedForm, ReturnedForm
from marketplace.payments.models import Payment
from marketplace.payments.refunding.rules import REFUNDABLE
from marketplace.payments.refunds import owing, payments_of, refunds_of
from marketplace.payments.rules import Payee
from marketplace.payments.vouchers.queries import codes_of
from marketplace.stalls.guards import producer
from marketplace.web.db import begin_write, db
from marketplace.web.errors import error_page
from marketplace.web.paging import take_page
from marketplace.web.phones import wa_link

PRESSES = {
    "terima": Move.ACCEPT,
    "tolak": Move.REFUSE,
    "siap": Move.PREPARE,
    "antar": Move.SEND,
    "serah-terima": Move.HAND_OVER,
    "gagal": Move.FAIL,
    "tidak-diambil": Move.NO_SHOW,
}
SAID = {
    Move.ACCEPT: "Disanggupi. Kabari pembelinya lewat WhatsApp.",
    Move.REFUSE: "Pesanan ditolak.",
    Move.PREPARE: "Ditandai siap. Kabari pembelinya.",
    Move.SEND: "Ditandai sedang diantar.",
    Move.HAND_OVER: "Selesai, barang sudah diserahkan.",
    Move.FAIL: "Pesanan dibatalkan.",
    Move.NO_SHOW: "Dicatat tidak diambil.",
}


@bp.get("/penjual/<stall>")
@producer
def today() -> Any:
    work, payments = work_of(g.stall), money_to_check(g.stall)
    shown = [order for orders in work.values() for order in orders]
    return render_template(
        "desks/producer/today.html",
        stall=g.stall,
        work=work,
        payments_by_order=payments_of(shown),
        to_make=to_make(work["disiapkan"]),
        money=payments,
        orders_by_payment=orders_by_payment(payments),
        owed=owed_by(g.stall),
        ticket=ticket,
        at=now(),
    )


@bp.get("/penjual/<stall>/pesanan")
@producer
def orders() -> Any:
    group = request.args.get("status", "")
    query = orders_of(g.stall).options(*whole()).order_by(Order.id.desc())
    if group in GROUPS:
        query = query.where(Order.status.in_(GROUPS[group][1]))
    found, paging = take_page(query, ("status",))
    return render_template(
        "desks/producer/orders.html",
        stall=g.stall,
        orders=found,
        paging=paging,
        groups=GROUPS,
        group=group,
        open=OPEN,
        counts=counts_of(Order.stall_id == g.stall.id),
    )


@bp.get("/penjual/<stall>/pesanan/<code>")
@producer
def order(code: str) -> Any:
    return order_page(own_order(g.stall, code))


def order_page(shown: Order, pressed: Move | None = None, **forms: Any) -> str:
    """One order with everything the producer may press; a refused form comes along in `forms`, by its name."""
    url = current_app.config["BASE_URL"] + url_for("orders.show", code=shown.code)
    payment, refunds = payments_of([shown]).get(shown.id), refunds_of([shown])[shown.id]
    mine = payment is None or payment.is_direct
    money_back = "" if shown.status in OPEN else told_of_return(refunds)
    return render_template(
        "desks/producer/order.html",
        stall=g.stall,
        order=shown,
        payment=payment,
        voucher=codes_of([shown]).get(shown.id),
        refunds=refunds,
        refundable=bool(payment and payment.has_money and shown.status in REFUNDABLE),
        knows_buyer=knows_buyer(shown, payment, refunds) if mine else shown.status in OPEN,
        moves=moves_of(shown, payment),
        presses={move: press for press, move in PRESSES.items()},
        needs_reason=NEEDS_REASON,
        log=log_of(shown),
        tell_url=wa_link(shown.purchase.contact_phone, to_buyer(shown, url, money_back)),
        forms=forms_for(payment) | forms,
        pressed=pressed,
        faults=all_faults(forms, pressed),
    )


def forms_for(payment: Payment | None) -> dict[str, Any]:
    """Everything that may be typed about an order, still empty."""
    return {
        "reason": ReasonForm().offer(REFUSE_REASONS),
        "received": ReceivedForm(),
        "mismatch": MismatchForm().offer(has_rest=bool(payment and payment.missing)),
        "returned": ReturnedForm(),
    }


def all_faults(forms: dict[str, Any], pressed: Move | None) -> list[tuple[str, str]]:
    before = f"{pressed}-" if pressed else ""
    return [fault for form in forms.values() for fault in faults_of(form, before)]


def moves_of(order: Order, payment: Payment | None) -> list[Move]:
    """What may be pressed: goods that a treasurer's cash pays for wait until it is there."""
    moves = order.moves_for(Actor.PRODUCER)
    waits = payment is not None and payment.wants_cash and not payment.is_direct
    return [move for move in moves if not (waits and move is Move.HAND_OVER)]


@bp.post("/penjual/<stall>/pesanan/<code>/<press>")
@producer
def press(code: str, press: str) -> Any:
    """Terima, tolak, siap, antar, serah-terima, gagal, tidak-diambil."""
    move = PRESSES.get(press)
    if move is None:
        return error_page(404)
    note = ""
    if move in NEEDS_REASON:
        form = ReasonForm().offer(REFUSE_REASONS)
        if not form.accepted():
            return order_page(own_order(g.stall, code), pressed=move, reason=form), 422
        note = form.words
    return made(code, move, note)


def made(code: str, move: Move, note: str) -> Any:
    if move is Move.REFUSE and paid_meanwhile(own_order(g.stall, code)):
        flash(*NOT_ENDED)
        return redirect(url_for(".order", stall=g.stall.slug, code=code))
    begin_write()
    moved = own_order(g.stall, code)
    moved.make(move, Actor.PRODUCER, now(), actor=current_user, note=note)
    words = how_money_returns(owing(moved))
    db.session.commit()
    flash(SAID[move] + words)
    return redirect(url_for(".order", stall=g.stall.slug, code=code))


def how_money_returns(owed: Payment | None) -> str:
    if owed is None:
        return ""
    if owed.payee is Payee.OPERATOR:
        return " Uang pembeli kembali sendiri ke kartunya."
    if owed.is_direct:
        return " Uang yang sudah masuk perlu kamu kembalikan."
    return f" Uang pembeli dikembalikan {owed.payee_name}."


@bp.get("/penjual/<stall>/serah")
@producer
def collect() -> Any:
    """The ticket's code, typed or scanned, leads to its order."""
    typed = request.args.get("kode", "").strip()
    if not typed:
        return render_template(
            "desks/producer/collect.html", stall=g.stall, typed="", unknown=False
        )
    query = orders_of(g.stall).where(Order.collection_code == read_code(typed))
    found = db.session.scalar(query.order_by(Order.id.desc()).limit(1))
    if found is None:
        page = render_template(
            "desks/producer/collect.html", stall=g.stall, typed=typed[:20], unknown=True
        )
        return page, 404
    return redirect(url_for(".order", stall=g.stall.slug, code=found.code))
