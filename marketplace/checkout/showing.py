"""What the pages of an order show: its payment, its way, its ticket, what may be pressed."""

from typing import Any

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.kit.clock import now
from marketplace.orders.messages import ticket, to_stall
from marketplace.orders.models import Order
from marketplace.orders.rules import OPEN, Actor, Move, OrderStatus
from marketplace.orders.timeline import log_of, steps_of
from marketplace.payments.models import Payment, PaymentPart
from marketplace.payments.rules import Method, PaymentStatus
from marketplace.web.db import db
from marketplace.web.phones import wa_link
from marketplace.web.qr import qr_svg

# While an order awaits its payment: what the buyer reads on the way of the order, and most likely writes.
PAYING = {
    PaymentStatus.PROOF_SENT: (
        "Buktimu sudah terkirim. Lapak sedang mengecek uangnya.",
        "Bukti pembayarannya sudah saya kirim, mohon dicek.",
    ),
    PaymentStatus.MISMATCH: (
        "Uang yang masuk tidak cocok. Lapak sedang memutuskan.",
        "Jumlah yang saya bayar tidak cocok, mohon kabarnya.",
    ),
}


def payments_of(orders: list[Order]) -> dict[int, Payment]:
    """Order id to its payment with refunds, in two statements."""
    rows = db.session.execute(
        select(PaymentPart.order_id, Payment)
        .join(Payment, Payment.id == PaymentPart.payment_id)
        .where(PaymentPart.order_id.in_([order.id for order in orders]))
        .options(selectinload(Payment.refunds))
        .order_by(Payment.id)
    )
    return dict(rows.all())


def order_page(order: Order) -> dict[str, Any]:
    """Everything the page of one order needs."""
    payment = payments_of([order]).get(order.id)
    return {
        "order": order,
        "market": order.stall.market,
        "payment": payment,
        "steps": steps_of(
            order,
            pays_first=payment is None or payment.method is not Method.CASH,
            waits_for=PAYING.get(payment.status, ("", ""))[0] if payment else "",
        ),
        "log": log_of(order),
        "moves": buyer_moves(order, payment),
        "pay": pay_panel(payment) if payment else None,
        "ticket": ticket(order.collection_code) if has_ticket(order) else None,
        "qr": ticket_qr(order) if has_ticket(order) else None,
        "ask_url": ask_url(order, payment),
        "at": now(),
    }


def buyer_moves(order: Order, payment: Payment | None) -> list[Move]:
    """What the buyer may press: cash is confirmed by the stall, so the buyer does not close such an order."""
    moves = order.moves_for(Actor.BUYER)
    if payment and payment.method is Method.CASH and payment.status is not PaymentStatus.PAID:
        moves = [move for move in moves if move is not Move.HAND_OVER]
    return moves


def pay_panel(payment: Payment) -> dict[str, Any]:
    """How to pay: drawings of the codes, and the last three digits lifted when they matter."""
    due = payment.missing if payment.received else payment.due
    shown = f"{due:,}".replace(",", ".")
    return {
        "due": due,
        "head": shown[:-3] if payment.unique_code else shown,
        "tail": shown[-3:] if payment.unique_code else "",
        "qr": qr_svg(payment.qris) if payment.qris and payment.is_waiting else None,
        "static_qr": qr_svg(payment.qris_static)
        if payment.qris_static and payment.is_waiting
        else None,
    }


def has_ticket(order: Order) -> bool:
    """From the payment until the hand-over."""
    return order.status in OPEN - {OrderStatus.AWAITING_PAYMENT}


def ticket_qr(order: Order) -> Any:
    """The address that the stall's phone opens when it scans the ticket."""
    url = url_for("desks.collect", stall=order.stall.slug, kode=order.collection_code)
    return qr_svg(current_app.config["BASE_URL"] + url)


def ask_url(order: Order, payment: Payment | None) -> str | None:
    """WhatsApp to the stall with the order prefilled; the buyer of an order may always reach its stall."""
    if not order.stall.whatsapp:
        return None
    url = current_app.config["BASE_URL"] + url_for("orders.show", code=order.code)
    opening = ""
    if payment and order.status is OrderStatus.AWAITING_PAYMENT:
        opening = PAYING.get(payment.status, ("", ""))[1]
    return wa_link(order.stall.whatsapp, to_stall(order, url, opening))
