"""Asking a buyer for money: one payment for the orders that one receiver collects at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.models import Payment, PaymentPart
from marketplace.payments.qris import dynamic
from marketplace.payments.rules import Method, Payee
from marketplace.payments.unique_codes import NoCodeLeft, keep_code, reserve_code
from marketplace.web.db import db

TIME_TO_JUDGE = timedelta(days=1)


class Way(NamedTuple):
    """How a payment travels, and until when it is waited for (None: it changes hands with the goods)."""

    payee: Payee
    method: Method
    until: datetime | None


def ask_payment(
    orders: Sequence[Order],
    way: Way,
    at: datetime,
    *,
    unique_code: int = 0,
    draft_key: str = "",
    instead_of: Payment | None = None,
) -> Payment:
    """What the buyer is asked to pay for these orders of one purchase, and how.

    A unique code was reserved under `draft_key` for the receiver's account and the sum.
    """
    first = orders[0]
    payment = Payment(
        purchase=first.purchase,
        stall=first.stall if way.payee is Payee.STALL else None,
        market=first.stall.market if way.payee is Payee.TREASURER else None,
        payee=way.payee,
        method=way.method,
        amount=Rupiah(sum(order.total for order in orders)),
        unique_code=unique_code,
        expires_at=way.until,
        created_at=at,
        parts=[PaymentPart(order=order, amount=order.total) for order in orders],
    )
    db.session.add(payment)
    tell_where(payment, instead_of)
    if way.method is Method.TRANSFER:
        keep_code(payment, draft_key, way.until or at)
    return payment


def tell_where(payment: Payment, before: Payment | None = None) -> None:
    """The receiver's code or account, as the buyer sees it from now on; who has none any more is paid as `before`."""
    receiver = payment.receiver
    if receiver and payment.method is Method.QRIS:
        reference = payment.purchase.code.replace("-", "")
        static = receiver.qris or (before.qris_static if before else None) or ""
        payment.qris_static = static
        payment.qris = dynamic(static, payment.amount, reference)
    if receiver and payment.method is Method.TRANSFER:
        payment.account_number = receiver.bank_account
        payment.account = (
            f"{receiver.bank_name} {receiver.bank_account} a.n. {receiver.bank_holder}"
        )
        if before and not receiver.bank_account:
            payment.account_number, payment.account = before.account_number, before.account


def ask_anew(old: Payment, at: datetime) -> Payment | None:
    """One of its orders ended while the payment was open: the others are asked for by a payment of their own.

    Where a proof was sent already they wait longer, for the payee has first to look at the money of the old one.
    The account is the receiver's of now, or the one of before where there is none any more.
    """
    rest = [order for order in old.orders if order.status is OrderStatus.AWAITING_PAYMENT]
    if not rest:
        return None
    code, key, until = 0, f"again:{old.id}", old.expires_at
    if old.proof and until:
        until = max(until, at + TIME_TO_JUDGE)
        for order in rest:
            order.hold_until = until
    if old.method is Method.TRANSFER and old.receiver and until:
        amount = Rupiah(sum(order.total for order in rest))
        account = old.receiver.bank_account or old.account_number
        code = code_if_any(account, amount, key, until)
    way = Way(old.payee, old.method, until)
    return ask_payment(rest, way, at, unique_code=code, draft_key=key, instead_of=old)


def code_if_any(account: str, amount: Rupiah, key: str, until: datetime) -> int:
    """A unique code, or none when all are taken: that must not keep anybody from cancelling an order."""
    try:
        return reserve_code(account, amount, key, until)
    except NoCodeLeft:
        return 0
