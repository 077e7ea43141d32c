"""Pesanan: the visitor's orders, one order with its timeline, and what a buyer may do with it."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from marketplace.checkout.showing import order_page
from marketplace.kit.clock import now
from marketplace.kit.codes import digest
from marketplace.orders.forms import CANCEL_REASONS, ReasonForm
from marketplace.orders.models import Order, Purchase
from marketplace.orders.queries import (
    guest_keys,
    orders_of_visitor,
    own_order,
    proved_phone,
    remember_key,
    whole,
)
from marketplace.orders.rules import Actor, Move
from marketplace.payments.errands import NOT_ENDED, paid_meanwhile
from marketplace.payments.models import Payment
from marketplace.payments.refunds import owing
from marketplace.payments.rules import Payee
from marketplace.web.audience import buyer
from marketplace.web.db import begin_write, db
from marketplace.web.paging import take_page

bp = Blueprint("orders", __name__)


@bp.before_request
def take_key() -> Any:
    """`?k=` from the confirmation becomes a cookie, and the address becomes clean."""
    key = request.args.get("k", "")
    if request.method == "GET" and 0 < len(key) <= 64 and key.isascii() and key.isalnum():
        return remember_key(redirect(request.path), key)
    return None


@bp.get("/pesanan")
@buyer
def mine() -> Any:
    orders, paging = take_page(orders_of_visitor().options(*whole()).order_by(Order.id.desc()))
    known = current_user.is_authenticated or guest_keys() or proved_phone()
    return render_template("orders/mine.html", orders=orders, paging=paging, known=bool(known))


@bp.get("/pesanan/<code>")
@buyer
def show(code: str) -> Any:
    return show_order(own_order(code))


def show_order(order: Order, form: ReasonForm | None = None, **refused: Any) -> str:
    """The page of one order; what was refused comes along with its sentences."""
    form = form or ReasonForm().offer(CANCEL_REASONS)
    return render_template("orders/show.html", **order_page(order), form=form, **refused)


@bp.post("/pesanan/<code>/pembatalan")
@buyer
def cancel(code: str) -> Any:
    form = ReasonForm().offer(CANCEL_REASONS)
    if not form.accepted():
        faults = [
            (field.id, f"{field.label.text}: {field.errors[0]}") for field in form if field.errors
        ]
        return show_order(own_order(code), form, faults=faults), 422
    if paid_meanwhile(own_order(code)):
        flash(*NOT_ENDED)
        return redirect(url_for(".show", code=code))
    begin_write()
    order = own_order(code)
    order.make(Move.CANCEL, Actor.BUYER, now(), actor=signed_in_user(), note=form.words)
    words = how_money_returns(owing(order))
    db.session.commit()
    flash("Pesanan dibatalkan." + words)
    return redirect(url_for(".show", code=code))


@bp.post("/pesanan/<code>/serah-terima")
@buyer
def hand_over(code: str) -> Any:
    begin_write()
    order = own_order(code)
    order.make(Move.HAND_OVER, Actor.BUYER, now(), actor=signed_in_user())
    db.session.commit()
    flash("Pesanan selesai. Terima kasih.")
    return redirect(url_for(".show", code=code))


def how_money_returns(owed: Payment | None) -> str:
    if owed is None:
        return ""
    if owed.payee is Payee.OPERATOR:
        return " Uangmu kembali ke kartumu."
    return f" Uangmu dikembalikan {owed.payee_name}."


def signed_in_user() -> Any:
    return current_user if current_user.is_authenticated else None


def link_with_key(purchase: Purchase) -> str | None:
    """The address that opens a guest's purchase on another device, when this browser holds its key."""
    own = (key for key in guest_keys() if digest(key) == purchase.guest_key_digest)
    key = next(own, None)
    path = url_for("orders.pay", code=purchase.code, k=key)
    return current_app.config["BASE_URL"] + path if key else None
