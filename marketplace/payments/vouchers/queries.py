"""Vouchers by code, by owner, and how often a buyer has used them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.orders.models import Order, Purchase
from marketplace.payments.vouchers.models import Voucher, VoucherUse
from marketplace.payments.vouchers.rules import Terms
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db

MOST_SHOWN = 3


def known_codes(codes: Sequence[str]) -> dict[str, Terms]:
    """What is behind these codes: the voucher in use, else the one that was closed last."""
    if not codes:
        return {}
    query = select(Voucher).where(Voucher.code.in_(codes)).options(*with_owner())
    rows = db.session.scalars(query.order_by(Voucher.closed_at.is_(None), Voucher.id))
    return {voucher.code: voucher.terms for voucher in rows}


def with_owner() -> tuple[Any, ...]:
    return joinedload(Voucher.stall), joinedload(Voucher.market).joinedload(Market.rw).joinedload(
        Rw.village
    )


def uses_by(buyer_id: int | None, phone: str, ids: Collection[int]) -> dict[int, int]:
    """How many living purchases of this account, or with this phone, carry each voucher, by its id."""
    same: list[ColumnElement[bool]] = []
    if buyer_id:
        same.append(Purchase.buyer_id == buyer_id)
    if phone:
        same.append(Purchase.contact_phone == phone)
    if not ids or not same:
        return {}
    query = (
        select(VoucherUse.voucher_id, func.count(VoucherUse.purchase_id.distinct()))
        .join(Purchase, Purchase.id == VoucherUse.purchase_id)
        .where(VoucherUse.voucher_id.in_(ids), VoucherUse.given_back_at.is_(None), or_(*same))
        .group_by(VoucherUse.voucher_id)
    )
    return dict(db.session.execute(query).all())


def vouchers_of_stall(stall: Stall) -> Select[Voucher]:
    return newest_first().where(Voucher.stall_id == stall.id)


def vouchers_of_market(market: Market) -> Select[Voucher]:
    """The market's own; those of its stalls are the stalls' business."""
    return newest_first().where(Voucher.market_id == market.id, Voucher.stall_id.is_(None))


def running_at(stall: Stall, at: datetime) -> list[Voucher]:
    """What its visitors may type now, the newest first; a few, for they stand above the goods."""
    running = vouchers_of_stall(stall).where(
        Voucher.closed_at.is_(None),
        Voucher.starts_at <= at,
        or_(Voucher.ends_at.is_(None), Voucher.ends_at > at),
        or_(Voucher.limit_total.is_(None), Voucher.used < Voucher.limit_total),
    )
    return list(db.session.scalars(running.limit(MOST_SHOWN)))


def newest_first() -> Select[Voucher]:
    return select(Voucher).order_by(Voucher.closed_at.is_not(None), Voucher.id.desc())


def given_away(vouchers: Collection[Voucher]) -> dict[int, int]:
    """Rupiah that each has spared buyers whose orders live, by id."""
    total = func.sum(VoucherUse.amount)
    query = (
        select(VoucherUse.voucher_id, total)
        .where(VoucherUse.voucher_id.in_([v.id for v in vouchers]))
        .where(VoucherUse.given_back_at.is_(None))
        .group_by(VoucherUse.voucher_id)
    )
    return {id: int(amount) for id, amount in db.session.execute(query)}


def codes_of(orders: Sequence[Order]) -> dict[int, str]:
    """The code behind the discount of each order, by the order's id; orders without one cost no look."""
    ids = [order.id for order in orders if order.discount_total]
    if not ids:
        return {}
    query = (
        select(VoucherUse.order_id, Voucher.code)
        .join(VoucherUse.voucher)
        .where(VoucherUse.order_id.in_(ids))
    )
    return dict(db.session.execute(query).all())
