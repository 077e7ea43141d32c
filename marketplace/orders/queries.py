"""The visitor's own orders: by account, by the guest keys this browser holds, or by a phone proved with a code."""

from typing import Any

from flask import current_app, request, session
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.kit.clock import now
from marketplace.kit.codes import digest
from marketplace.orders.models import Order, Purchase
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import first_or_404

COOKIE = "kunci"
MOST_KEYS = 12
KEPT = 90 * 24 * 3600
PROVED_FOR = 24 * 3600  # seconds that a phone proved by code opens its guest orders


def guest_keys() -> list[str]:
    """Keys that confirmations gave to this browser, newest last."""
    return [key for key in request.cookies.get(COOKIE, "").split(".") if key][-MOST_KEYS:]


def guest_key_of(draft_key: str) -> str:
    """The key of a guest's purchase. Only the browser that held the checkout can know it, and can be told again."""
    return digest(f"guest of {draft_key}")[:32]


def belongs_to_visitor() -> ColumnElement[bool]:
    """The condition that a purchase is the visitor's."""
    ways: list[ColumnElement[bool]] = []
    if current_user.is_authenticated:
        ways.append(Purchase.buyer_id == current_user.id)
    if keys := guest_keys():
        ways.append(Purchase.guest_key_digest.in_([digest(key) for key in keys]))
    if phone := proved_phone():
        ways.append(and_(Purchase.contact_phone == phone, Purchase.buyer_id.is_(None)))
    return or_(*ways) if ways else false()


def proved_phone() -> str | None:
    """The phone whose code was entered at /pesanan on this device, for a day."""
    phone, at = session.get("pesanan") or (None, 0)
    return phone if phone and now().timestamp() - at < PROVED_FOR else None


def purchases_of_visitor() -> Select[Purchase]:
    return select(Purchase).where(belongs_to_visitor())


def orders_of_visitor() -> Select[Order]:
    return select(Order).join(Order.purchase).where(belongs_to_visitor())


def whole() -> list[Any]:
    """Loading options for a page about one or several orders."""
    market = joinedload(Order.stall).joinedload(Stall.market).joinedload(Market.rw)
    return [
        joinedload(Order.purchase),
        market.joinedload(Rw.village),
        selectinload(Order.lines),
        selectinload(Order.events),
    ]


def own_order(code: str) -> Order:
    """The signed-in buyer's order, or the guest's whose key this browser holds; else 404."""
    return first_or_404(orders_of_visitor().where(Order.code == code).options(*whole()))


def own_purchase(code: str) -> Purchase:
    """The visitor's own purchase with its orders; else 404."""
    orders = selectinload(Purchase.orders)
    return first_or_404(
        purchases_of_visitor()
        .where(Purchase.code == code)
        .options(
            orders.selectinload(Order.lines),
            orders.selectinload(Order.events),
            orders.joinedload(Order.stall)
            .joinedload(Stall.market)
            .joinedload(Market.rw)
            .joinedload(Rw.village),
        )
    )


def remember_key(answer: Any, key: str) -> Any:
    """Keep a guest's key in this browser, beside those it holds already."""
    keys = [*[held for held in guest_keys() if held != key], key][-MOST_KEYS:]
    answer.set_cookie(
        COOKIE,
        ".".join(keys),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer
