"""What the pages show of a card payment."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from marketplace.orders.models import Purchase
from marketplace.payments.gateways import LABELS, for_cards
from marketplace.payments.gateways.interface import Stage
from marketplace.payments.models import Payment
from marketplace.payments.rules import ENDED, Method
from marketplace.payments.sessions import ProviderSession
from marketplace.web.db import db, first_or_404

TEST_CARDS = {
    "stripe": (
        ("4242 4242 4242 4242", "lunas"),
        ("4000 0025 0000 3155", "bank minta konfirmasi (3-D Secure)"),
        ("4000 0000 0000 0002", "ditolak"),
    ),
    "midtrans": (("4811 1111 1111 1114", "lunas, OTP 112233"),),
}
SAID = {
    Stage.PAID: ("Pembayaran diterima. Tunggu kabar dari lapak.", "message"),
    Stage.PROCESSING: (
        "Bank masih memproses pembayaranmu. Buka lagi halaman ini nanti.",
        "message",
    ),
    Stage.OPEN: ("Pembayaranmu belum selesai. Kamu bisa mencoba lagi.", "warn"),
    Stage.EXPIRED: ("Waktu bayarnya sudah habis.", "warn"),
}


def card_payment(purchase: Purchase) -> Payment:
    """The purchase's card payment: the one that can be paid, else the last one. 404 without any."""
    query = select(Payment).where(Payment.purchase_id == purchase.id, Payment.method == Method.CARD)
    return first_or_404(query.order_by(Payment.status.in_(ENDED), Payment.id.desc()))


def session_of(payment: Payment) -> ProviderSession | None:
    return db.session.get(ProviderSession, payment.id)


def card_panel(payment: Payment) -> dict[str, Any]:
    """On whose page it is paid, whether the bank is at it, and on a developer's machine the cards to try."""
    kept = session_of(payment)
    provider = kept.provider if kept else for_cards()
    return {
        "due": payment.due,
        "is_processing": kept is not None and kept.stage is Stage.PROCESSING,
        "provider": LABELS.get(provider, "penyedia pembayaran"),
        "test_cards": TEST_CARDS.get(provider, ()) if current_app.config["DEVELOPMENT"] else (),
    }
