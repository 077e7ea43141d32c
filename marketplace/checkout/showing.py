"""What the pages of an order show: its payment, its way, its ticket, what may be pressed."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from marketplace.checkout.cards import card_panel
from marketplace.kit.clock import now
from marketplace.orders.messages import ticket, to_stall
from marketplace.orders.models import Order
from marketplace.orders.rules import OPEN, Actor, Move, OrderStatus
from marketplace.orders.timeline import log_of, steps_of
from marketplace.payments.models import Payment
from marketplace.payments.qris import read_static
from marketplace.payments.refunds import payments_of, refunds_of, share_of_order
from marketplace.payments.rules import Method, PaymentStatus
from marketplace.payments.vouchers.queries import codes_of
from marketplace.web.effects import bring_about
from marketplace.web.phones import wa_link
from marketplace.web.qr import qr_svg

# While an order awaits its payment: what the buyer reads on the way of the order, and most likely writes.
PAYING = {
    PaymentStatus.PROOF_SENT: (
        "Buktimu sudah terkirim. {} sedang mengecek uangnya.",
        "Bukti pembayarannya sudah saya kirim, mohon dicek.",
    ),
    PaymentStatus.MISMATCH: (
        "Uang yang masuk tidak cocok. {} sedang memutuskan.",
        "Jumlah yang saya bayar tidak cocok, mohon kabarnya.",
    ),
}


@dataclass(frozen=True)
class AskedFor:
    """One payment on the pay page with the orders that it covers; None where an order costs nothing."""

    payment: Payment | None
    orders: list[Order]

    @property
    def panel(self) -> dict[str, Any] | None:
        return pay_panel(self.payment) if self.payment else None

    @property
    def payee(self) -> str:
        """Who decides about the money."""
        return begun(self.payment.payee_name) if self.payment else "Lapak"


def by_payment(orders: list[Order], payments: dict[int, Payment]) -> list[AskedFor]:
    """The orders of a purchase by the payment that stands for them, in the order of the page."""
    found: dict[int, AskedFor] = {}
    for order in orders:
        payment = payments.get(order.id)
        key = payment.id if payment else -order.id
        found.setdefault(key, AskedFor(payment, [])).orders.append(order)
    return list(found.values())


def order_page(order: Order) -> dict[str, Any]:
    """Everything the page of one order needs."""
    payment = payments_of([order]).get(order.id)
    return {
        "order": order,
        "market": order.stall.market,
        "payment": payment,
        "came": share_of_order(payment, order) if payment and payment.received else 0,
        "shares": payment is not None and len(payment.parts) > 1,
        "voucher": codes_of([order]).get(order.id),
        "refunds": refunds_of([order])[order.id],
        "steps": steps_of(
            order,
            pays_first=payment is not None and payment.method is not Method.CASH,
            waits_for=waits_for(payment) if payment else "",
        ),
        "log": log_of(order),
        "moves": buyer_moves(order, payment),
        "pay": pay_panel(payment) if payment else None,
        "ticket": ticket(order.collection_code) if has_ticket(order) else None,
        "qr": ticket_qr(order) if has_ticket(order) else None,
        "ask_url": ask_url(order, payment),
        "to_review": to_review(order),
        "at": now(),
    }


def to_review(order: Order) -> dict[int, bool]:
    """Ids of lines that may be reviewed now, and whether there is a review to change."""
    offered: dict[int, bool] = {}
    bring_about("offer_reviews", order, now(), offered)
    return offered


def waits_for(payment: Payment) -> str:
    """What the payee, or a card's buyer, does just now."""
    usual = "Menunggu pembayaran kartumu." if payment.method is Method.CARD else ""
    return PAYING.get(payment.status, (usual, ""))[0].format(begun(payment.payee_name))


def begun(words: str) -> str:
    """The words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


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
        "who": payment.payee_name,
        "Who": begun(payment.payee_name),
        "merchant": read_static(payment.qris_static).name if payment.qris_static else "",
        "card": card_panel(payment) if payment.method is Method.CARD else None,
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
    if payment and payment.is_direct and order.status is OrderStatus.AWAITING_PAYMENT:
        opening = PAYING.get(payment.status, ("", ""))[1]
    return wa_link(order.stall.whatsapp, to_stall(order, url, opening))
