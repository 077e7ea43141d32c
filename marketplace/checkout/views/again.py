"""Pesan lagi: an order that has ended goes into the cart once more."""

from typing import Any

from flask import flash, redirect, request, url_for

from marketplace.cart.queries import COOKIE
from marketplace.cart.views import with_key
from marketplace.checkout.again import Outcome, order_again, sentence
from marketplace.checkout.views.orders import bp, signed_in_user
from marketplace.kit.clock import now
from marketplace.orders.queries import own_order
from marketplace.orders.rules import OPEN
from marketplace.web.audience import buyer
from marketplace.web.db import begin_write, db
from marketplace.web.errors import error_page

STILL_RUNS = (
    "Pesanan ini masih berjalan",
    "Pesan lagi bisa sesudah pesanannya selesai. Mau tambah sekarang? Pilih barangnya di lapaknya.",
)


@bp.post("/pesanan/<code>/pesan-lagi")
@buyer
def again(code: str) -> Any:
    begin_write()
    order = own_order(code)
    if order.status in OPEN:
        way_on = url_for("shop.stall", slug=order.stall.slug), f"Ke {order.stall.name}"
        return error_page(409, *STILL_RUNS, actions=[way_on])
    outcome = order_again(order, signed_in_user(), request.cookies.get(COOKIE), now())
    db.session.commit()
    tell(outcome)
    address = url_for("cart.show") if outcome.put else url_for(".show", code=code)
    return with_key(redirect(address), outcome.key)


def tell(outcome: Outcome) -> None:
    """What lies in the cart, what costs another price now, and what could not be had."""
    if outcome.put:
        flash("Isi pesanan itu ada di keranjangmu lagi. Periksa dulu, lalu kirim.")
    if outcome.repriced:
        flash(sentence("Harganya sekarang:", outcome.repriced))
    if outcome.missing:
        opening = "Tidak semua bisa dipesan." if outcome.put else "Belum ada yang bisa dipesan."
        flash(sentence(opening, outcome.missing), "warn")
