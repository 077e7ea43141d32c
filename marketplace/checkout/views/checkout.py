"""Checkout on one page: reckon as often as you like, press the last button once."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from marketplace.cart.contents import contents_of
from marketplace.cart.models import Cart
from marketplace.cart.queries import find_cart
from marketplace.catalogue.rules import OutOfStock
from marketplace.checkout.actions import (
    CodeRefused,
    EmptyCart,
    PlacedOtherwise,
    TotalChanged,
    bought,
    buy,
    orderable,
    own_draft,
    reckon,
    start_checkout,
)
from marketplace.checkout.forms import METHOD_ICONS, CheckoutForm
from marketplace.checkout.known import known_about_visitor
from marketplace.checkout.models import CheckoutDraft
from marketplace.checkout.quotes import quote_for, receivers_of
from marketplace.checkout.rules import Choices, Quote
from marketplace.kit.clock import now
from marketplace.kit.codes import digest
from marketplace.orders.actions import Contact
from marketplace.orders.models import Purchase
from marketplace.orders.queries import guest_key_of, remember_key
from marketplace.payments.unique_codes import NoCodeLeft
from marketplace.regions.models import Region
from marketplace.regions.rules import RegionKind
from marketplace.web.audience import buyer
from marketplace.web.db import db
from marketplace.web.errors import error_page

bp = Blueprint("checkout", __name__, url_prefix="/checkout")
GONE = ("Pesanan ini sudah tidak ada", "Buka keranjangmu untuk mulai lagi.")
PLACED = (
    "Pesanan ini sudah dikirim",
    "Pilihan yang baru tidak ikut. Lihat pesananmu, atau mulai lagi dari keranjang.",
)
TAKEN = (
    "Keburu diambil tetangga",
    "Barang di keranjangmu ada yang baru saja habis. Isi keranjang yang lain aman.",
)


@bp.get("")
@buyer
def begin() -> Any:
    """The checkout starts from the cart."""
    return redirect(url_for("cart.show"))


@bp.post("")
@buyer
def start() -> Any:
    known, cart = known_about_visitor(), find_cart()
    if cart is None:
        return redirect(url_for("cart.show"))
    try:
        draft = start_checkout(cart, known, now())
    except EmptyCart:
        return redirect(url_for("cart.show"))
    except NoCodeLeft:
        return no_code_left()
    db.session.commit()
    return redirect(url_for(".show", key=draft.key))


@bp.get("/<key>")
@buyer
def show(key: str) -> Any:
    cart = find_cart()
    draft = own_draft(key, cart)
    if draft and draft.purchase_id:
        return to_payment(db.session.get_one(Purchase, draft.purchase_id), draft)
    try:
        if draft:
            return page(draft, form_of(draft, cart))
    except EmptyCart:
        flash("Isi keranjangmu baru saja habis.", "warn")
    return redirect(url_for("cart.show"))


@bp.post("/<key>/hitung")
@buyer
def recount(key: str) -> Any:
    """Hitung ulang: keep what is readable, reserve what it needs, show the sum; faults wait for the last button."""
    cart = find_cart(hold=True)
    draft = own_draft(key, cart, hold=True)
    if draft is None or draft.purchase_id:
        return redirect(url_for(".show", key=key))
    try:
        form = form_of(draft, cart)
        form.accepted()
        reckon(draft, form.choices(), form.offered)
    except EmptyCart:
        return redirect(url_for("cart.show"))
    except NoCodeLeft:
        return no_code_left()
    db.session.commit()
    form.forgive(Choices.from_json(draft.choices))
    return page(draft, form)


@bp.post("/<key>")
@buyer
def place(key: str) -> Any:
    """The last button."""
    cart = find_cart(hold=True)
    draft = own_draft(key, cart, hold=True)
    if draft is None or cart is None:
        return error_page(409, *GONE, actions=to_cart())
    try:
        if draft.purchase_id:
            return to_payment(bought(draft, body()), draft)
        if not cart.lines:
            return ordered_elsewhere()
        form = form_of(draft, cart)
        if not form.accepted():
            return page(draft, form), 422
        answer = to_payment(bought_with(form, draft), draft)
    except TotalChanged as changed:
        answer = page(draft, form, changed=changed.quote), 409
    except CodeRefused:
        return page(draft, form), 422
    except PlacedOtherwise:
        return error_page(422, *PLACED, actions=[(url_for("orders.mine"), "Lihat pesananku")])
    except (OutOfStock, EmptyCart) as gone:
        return taken(gone)
    except NoCodeLeft:
        return no_code_left()
    db.session.commit()
    return answer


def bought_with(form: CheckoutForm, draft: CheckoutDraft) -> Purchase:
    choices = form.choices()
    return buy(draft, choices, form.offered, contact(choices, draft), shown(form), body(), now())


def contact(choices: Choices, draft: CheckoutDraft) -> Contact:
    if current_user.is_authenticated:
        return Contact(choices.name, choices.phone, buyer_id=current_user.id)
    guest = digest(guest_key_of(draft.key))
    return Contact(choices.name, choices.phone, guest_key_digest=guest)


def shown(form: CheckoutForm) -> int:
    """The sum that stood on the screen; something unreadable is never right."""
    typed = form.contact.total.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 15 else -1


def body() -> str:
    """A fingerprint of what was sent."""
    return digest(repr(sorted(request.form.items(multi=True))))


def to_payment(purchase: Purchase, draft: CheckoutDraft) -> Any:
    """To the page that says how to pay. Every answer brings a guest the key, for a browser that was tapped twice
    sees only the last one."""
    answer = redirect(url_for("orders.pay", code=purchase.code))
    is_guest = purchase.guest_key_digest is not None
    return remember_key(answer, guest_key_of(draft.key)) if is_guest else answer


def ordered_elsewhere() -> Any:
    """The cart was emptied by an order from another tab."""
    flash("Isi keranjangmu sudah dipesan. Ini pesananmu.", "warn")
    return redirect(url_for("orders.mine"))


def no_code_left() -> Any:
    text = "Pilih QRIS atau tunai, atau coba lagi nanti."
    return error_page(503, "Transfer sedang penuh", text, actions=to_cart())


def taken(gone: Exception) -> Any:
    if isinstance(gone, OutOfStock) and gone.title:
        left = f"tinggal {gone.available}" if gone.available else "baru saja habis"
        return error_page(
            409, TAKEN[0], f"{gone.title} {left}. Isi keranjang yang lain aman.", actions=to_cart()
        )
    return error_page(409, *TAKEN, actions=to_cart())


def to_cart() -> list[tuple[str, str]]:
    """Where a refused checkout goes on."""
    return [(url_for("cart.show"), "Ke keranjang")]


def form_of(draft: CheckoutDraft, cart: Cart | None) -> CheckoutForm:
    """The form over what can be ordered now. Raises EmptyCart."""
    at = now()
    groups = contents_of(cart, at)
    form = CheckoutForm(Choices.from_json(draft.choices), orderable(groups), at)
    form.left_out = [item for group in groups for item in group.items if item.state.is_less]
    return form


def villages() -> list[Region]:
    query = select(Region).where(Region.kind == RegionKind.VILLAGE).order_by(Region.name)
    return list(db.session.scalars(query))


def page(draft: CheckoutDraft, form: CheckoutForm, changed: Quote | None = None) -> str:
    """The form as it stands, with the sum it makes."""
    form.contact.offer(villages())
    quote = changed or quote_for(draft, form.choices(), form.offered, reserve=False)
    if quote.applied.refusals:
        form.contact.kode.errors = [" ".join(quote.applied.refusals)]
    return render_template(
        "checkout/show.html",
        draft=draft,
        form=form,
        quote=quote,
        receivers=receivers_of(quote, form.offered),
        parts={part.stall_id: part for part in quote.parts},
        changed=changed is not None,
        method_icons=METHOD_ICONS,
        at=now(),
    )
