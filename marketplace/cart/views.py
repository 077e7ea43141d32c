"""Keranjang: show, add, change, take out."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from marketplace.cart.actions import CartFull, NotForSale, offer_of, open_cart, put_in, set_quantity
from marketplace.cart.contents import contents_of
from marketplace.cart.forms import AddForm, QuantityForm
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.queries import COOKIE, find_cart
from marketplace.kit.clock import now
from marketplace.web.audience import buyer
from marketplace.web.db import begin_write, db
from marketplace.web.errors import error_page
from marketplace.web.paths import came_from

bp = Blueprint("cart", __name__, url_prefix="/keranjang")
blueprints = (bp,)
YEAR = 365 * 24 * 3600
NOT_FOR_SALE = (
    "Keburu habis",
    "Barang ini sedang tidak bisa dipesan. Keranjangmu yang lain aman.",
)
FULL = ("Keranjangmu penuh", "Pesan dulu isinya, lalu belanja lagi.")


@dataclass(frozen=True)
class Fault:
    """A quantity that was refused: of which line, why, and what was typed."""

    line_id: int
    sentence: str
    typed: str


@bp.get("")
@buyer
def show() -> Any:
    return page(find_cart())


def page(cart: Cart | None, fault: Fault | None = None) -> str:
    """The cart as it stands; a refused quantity comes along and stays as typed."""
    at = now()
    groups = contents_of(cart, at)
    total = sum(group.goods_total for group in groups)
    return render_template("cart/show.html", groups=groups, total=total, fault=fault, at=at)


@bp.post("/tambah")
@buyer
def add() -> Any:
    form = AddForm()
    if not form.accepted() or not (form.varian.data or form.kolam.data):
        return error_page(
            422, "Jumlahnya belum benar", "Isi jumlah dengan angka bulat mulai dari 1."
        )
    try:
        begin_write()
        offer = offer_of(variant_id=form.varian.data, pool_id=form.kolam.data)
        user = current_user if current_user.is_authenticated else None
        cart, new_key = open_cart(user, request.cookies.get(COOKIE))
        added = put_in(cart, offer, form.jumlah.data or 1)
    except NotForSale:
        return not_added(*NOT_FOR_SALE)
    except CartFull:
        return not_added(*FULL)
    db.session.commit()
    flash(said_of(added), "warn" if added.is_capped else "message")
    return with_key(redirect(came_from(url_for(".show"))), new_key)


def not_added(title: str, text: str) -> Any:
    """Why nothing was added; the way on leads to the cart."""
    return error_page(409, title, text, actions=[(url_for(".show"), "Ke keranjang")])


def said_of(added: Any) -> str:
    if added.is_capped:
        return f"{added.title}: tinggal {added.quantity}, semuanya sudah di keranjangmu."
    return f"{added.title} masuk keranjang, jadi {added.quantity}."


def with_key(answer: Any, key: str | None) -> Any:
    """Give a new guest the key to their cart."""
    if key:
        answer.set_cookie(
            COOKIE,
            key,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return answer


@bp.post("/<int:line_id>")
@buyer
def change(line_id: int) -> Any:
    form = QuantityForm()
    step = {"tambah": 1, "kurang": -1}.get(request.form.get("ubah", ""), 0)
    if not form.accepted() and not step:
        line, sentence = own_line(line_id), form.jumlah.errors[0]
        return page(line.cart, Fault(line_id, sentence, request.form.get("jumlah", "")[:20])), 422
    line = own_line(line_id)
    shown = line.quantity if form.jumlah.data is None else form.jumlah.data
    wanted = max(shown + step, 0)
    total = set_quantity(line, wanted)
    db.session.commit()
    say_changed(wanted, total)
    return redirect(url_for(".show"))


def say_changed(wanted: int, total: int) -> None:
    """The page shows the new number by itself; what the buyer did not ask for is said."""
    if not wanted:
        flash("Sudah dikeluarkan dari keranjang.")
    elif not total:
        flash("Barangnya baru saja habis, jadi keluar dari keranjang.", "warn")
    elif total < wanted:
        flash(f"Tinggal {total}, jadi kami pasang segitu.", "warn")


def own_line(line_id: int) -> CartLine:
    """A line of the visitor's own cart, which is held (as everywhere, before its lines); else 404."""
    cart = find_cart(hold=True)
    line = next((line for line in cart.lines if line.id == line_id), None) if cart else None
    return line or abort(404)
