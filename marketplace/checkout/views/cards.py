"""Bayar pakai kartu: to the provider's page and back. What the address says on the way back is never believed."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from marketplace.checkout.cards import SAID, card_payment, session_of
from marketplace.checkout.views.orders import bp
from marketplace.orders.queries import own_purchase
from marketplace.payments.errands import ask_and_settle, open_page
from marketplace.payments.gateways.interface import (
    ProviderDown,
    Refused,
    Stage,
    UnknownProvider,
)
from marketplace.payments.sessions import TooSmall
from marketplace.web.audience import buyer
from marketplace.web.errors import error_page

AWAY = (
    "Pembayaran kartu sedang tidak bisa dihubungi",
    "Uangmu belum keluar, dan barangnya tetap ditahan untukmu. Coba lagi sebentar lagi.",
)
SMALL = (
    "Terlalu kecil untuk kartu",
    "Kartu hanya bisa dipakai mulai Rp10.000. Pesan lagi dengan cara bayar lain.",
)
CLOSED = (
    "Kartu sedang tidak dilayani",
    "Batalkan pesanan ini, lalu pesan lagi dengan cara bayar lain.",
)
NOT_NOW = "Belum bisa dicek sekarang. Kami cek sendiri beberapa menit lagi."


@bp.post("/bayar/<code>/kartu")
@buyer
def pay_by_card(code: str) -> Any:
    """The intent is committed, the provider called, the answer committed; then the browser goes to its page."""
    payment = card_payment(own_purchase(code))
    back = [(url_for(".pay", code=code), "Kembali ke pembayaran")]
    try:
        found = open_page(payment.id)
    except TooSmall:
        return error_page(409, *SMALL, actions=back)
    except UnknownProvider:
        return error_page(409, *CLOSED, actions=back)
    except (ProviderDown, Refused) as away:
        current_app.logger.warning("%s: card page not opened: %s", code, away)
        page, status = error_page(503, *AWAY, actions=back)
        return page, status, {"Retry-After": "10"}
    return redirect(found.url or url_for(".returned", code=code), 303)


@bp.get("/bayar/<code>/kembali")
@buyer
def returned(code: str) -> Any:
    """Back from the provider's page. This page only shows what we know; its form asks for more."""
    purchase = own_purchase(code)
    payment = card_payment(purchase)
    kept = session_of(payment)
    return render_template(
        "orders/returned.html",
        purchase=purchase,
        payment=payment,
        stage=kept.stage if kept else Stage.OPEN,
        asks=kept is not None and kept.session is not None and payment.is_waiting,
    )


@bp.post("/bayar/<code>/kembali")
@buyer
def ask_about_card(code: str) -> Any:
    """How it stands now, asked of the provider."""
    payment = card_payment(own_purchase(code))
    kept = session_of(payment)
    stage = kept.stage if kept else Stage.OPEN
    try:
        if kept and kept.session and payment.is_waiting:
            stage = ask_and_settle(kept.provider, kept.session).stage
        flash(*SAID[stage])
    except (ProviderDown, Refused, UnknownProvider) as away:
        current_app.logger.warning("%s: card payment not asked for: %s", code, away)
        flash(NOT_NOW, "warn")
    return redirect(url_for(".pay", code=code), 303)
