"""Two people at one payment or one order's money at the same moment: one outcome, and every book agrees."""

from collections import Counter
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from marketplace.accounts.rules import Role
from marketplace.checkout.jobs import expire
from marketplace.kit.clock import now
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import treasurer
from marketplace.orders.models import Order
from marketplace.orders.rules import Move, OrderStatus
from marketplace.payments.models import Payment
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Method, PaymentStatus
from marketplace.web.db import begin_write, db
from tests.make import make_admin, make_market, make_producer, make_product, make_stall, make_user
from tests.make_orders import let_treasurer_collect, make_order, make_purchase
from tests.make_vouchers import disagreements, make_voucher
from tests.races.test_order_races import in_context
from tests.visitor import Visitor, all_at_once

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
INTERLEAVINGS = 20
TRIES = 5
S, P = OrderStatus, PaymentStatus


@pytest.fixture
def enter(server: str, sign_in: Any) -> Any:
    """The browser of a signed-in user."""

    def browser(user: Any) -> Visitor:
        return Visitor(server, sesi=sign_in(user).get_cookie("sesi").value)

    return browser


@pytest.fixture
def collecting(app: Flask, enter: Any) -> tuple[Any, list[Any], Visitor, Any, Visitor]:
    """A market with kas RW and goods of two stalls, its treasurer's browser, a buyer, and the buyer's browser.

    A voucher that kas RW bears lies on all of it.
    """
    market, buyer = make_market(), make_user(name="Rina")
    let_treasurer_collect(market, 250)
    goods = [make_product(make_stall(market), price=p, stock=99) for p in (15_000, 20_000)]
    make_voucher(market, f"KAS{market.id}")
    purse = enter(make_admin(market, make_user(), Role.TREASURER))
    return market, goods, purse, buyer, enter(buyer)


def bought(collecting: Any) -> list[Order]:
    market, goods, _purse, buyer, _browser = collecting
    code = f"KAS{market.id}"
    return make_purchase(*goods, method=Method.QRIS, buyer=buyer, vouchers=code).orders


def received(collecting: Any, payment: Payment) -> Any:
    """The treasurer's press, once the rows have been read here."""
    market, _goods, purse, _buyer, _browser = collecting
    path = f"/kelola/{market.slug}/uang/{payment.id}/uang-masuk"
    typed = {"jumlah": str(payment.due)}
    return lambda: purse.post(path, typed)


def afresh() -> None:
    db.session.rollback()
    db.session.expire_all()


def everything_agrees() -> None:
    afresh()
    assert disagreements() == []


def owed(order: Order) -> int:
    return sum(refund.amount for refund in refunds_of([order])[order.id])


def test_the_treasurer_confirms_while_the_buyer_cancels_one_of_two(collecting):
    _market, _goods, _purse, _buyer, browser = collecting
    seen: Counter[str] = Counter()
    for turn in range(INTERLEAVINGS):
        orders = bought(collecting)
        ends, lives = orders[turn % 2], orders[1 - turn % 2]
        payment, before = payment_of(ends), balance(treasurer(ends.market_id))
        cancel = f"/pesanan/{ends.code}/pembatalan"
        answers = all_at_once(
            [
                received(collecting, payment),
                lambda c=cancel: browser.post(c, {"alasan": "berubah"}),
            ]
        )

        assert [answer.status for answer in answers] == [302, 302]
        afresh()
        assert (ends.status, lives.status) == (S.CANCELLED, S.PLACED)
        assert (owed(ends), owed(lives)) == (ends.total, 0)
        assert payment_of(lives) is payment
        assert balance(treasurer(ends.market_id)) - before == payment.due
        seen[payment.status] += 1
    assert set(seen) <= {P.PAID, P.LATE}
    everything_agrees()


def test_both_orders_of_one_payment_are_cancelled_at_one_moment(collecting):
    _market, _goods, _purse, _buyer, browser = collecting
    for _ in range(2 * TRIES):
        orders = bought(collecting)
        paths = [f"/pesanan/{order.code}/pembatalan" for order in orders]
        answers = all_at_once([lambda p=p: browser.post(p, {"alasan": "salah"}) for p in paths])

        assert [answer.status for answer in answers] == [302, 302]
        afresh()
        assert [order.status for order in orders] == [S.CANCELLED, S.CANCELLED]
        open_now = [payment_of(order).is_waiting for order in orders]
        assert open_now == [False, False]
    everything_agrees()


def test_money_is_confirmed_while_both_orders_expire(app, collecting):
    for turn in range(2 * TRIES):
        first, second = bought(collecting)
        payment, late = payment_of(first), (first, second)[turn % 2].id
        press = received(collecting, payment)
        begin_write()
        first.hold_until = second.hold_until = now() - timedelta(seconds=1)
        db.session.commit()
        sweep = Thread(target=in_context(app, lambda id=late: expire(id, now())))
        sweep.start()
        answer = press()
        sweep.join()

        assert answer.status == 302
        afresh()
        assert (first.status, second.status) == (S.PLACED, S.PLACED)
        assert payment.status in (P.PAID, P.LATE)
        assert (owed(first), owed(second)) == (0, 0)
    everything_agrees()


def test_two_treasurers_confirm_one_payment(collecting, enter):
    market, *_ = collecting
    other = enter(make_admin(market, make_user(), Role.TREASURER))
    for _ in range(TRIES):
        first, second = bought(collecting)
        payment, before = payment_of(first), balance(treasurer(market.id))
        path = f"/kelola/{market.slug}/uang/{payment.id}/uang-masuk"
        answers = all_at_once([received(collecting, payment), lambda p=path: other.post(p)] * 2)

        assert sorted(answer.status for answer in answers) == [302, 409, 409, 409]
        afresh()
        assert (payment.status, payment.received) == (P.PAID, payment.due)
        assert (first.status, second.status) == (S.PLACED, S.PLACED)
        assert balance(treasurer(market.id)) - before == payment.due
    everything_agrees()


def test_two_treasurers_give_the_same_money_back_once(collecting, enter):
    market, _goods, purse, _buyer, browser = collecting
    other = enter(make_admin(market, make_user(), Role.TREASURER))
    for _ in range(TRIES):
        first, _second = bought(collecting)
        payment, before = payment_of(first), balance(treasurer(market.id))
        assert received(collecting, payment)().status == 302
        cancel = f"/pesanan/{first.code}/pembatalan"
        assert browser.post(cancel, {"alasan": "berubah"}).status == 302
        afresh()
        [refund] = refunds_of([first])[first.id]
        path = f"/kelola/{market.slug}/uang/{payment.id}/pengembalian/{refund.id}"
        typed = {f"r{refund.id}-catatan": "Tunai"}
        answers = all_at_once(
            [lambda p=path, f=typed, who=who: who.post(p, f) for who in (purse, other)] * 2
        )

        assert sorted(answer.status for answer in answers) == [302, 409, 409, 409]
        afresh()
        assert balance(treasurer(market.id)) - before == payment.due - first.total
    everything_agrees()


@pytest.fixture
def stall(app: Flask, enter: Any) -> tuple[Any, Visitor, Visitor]:
    """A product, and two browsers of the people of its stall."""
    market = make_market()
    begin_write()
    market.fee_basis_points = 333
    db.session.commit()
    product = make_product(make_stall(market), price=15_000, stock=99)
    people = [make_producer(product.stall, make_user(name=name)) for name in ("Sri", "Tini")]
    return product, *map(enter, people)


def parts(order: Order, pieces: int) -> dict[str, str]:
    """The form of a partial refund, as it was opened before anything went back."""
    typed = {f"b{line.id}-jumlah": str(pieces) for line in order.lines}
    return typed | {"alasan": "Remuk", "sudah": "0"}


def test_two_people_give_the_same_part_back_once(stall):
    product, one, other = stall
    for _ in range(TRIES):
        order = make_order(Move.PAY, product=product, quantity=3)
        path, form = (
            f"/penjual/{product.stall.slug}/pesanan/{order.code}/pengembalian",
            parts(order, 1),
        )
        answers = all_at_once(
            [
                lambda p=path, f=form: one.post(p, f),
                lambda p=path, f=form: other.post(p, f),
                lambda p=path, f=form: other.post(p, f),
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 409, 409]
        afresh()
        assert (owed(order), order.lines[0].refunded) == (15_000, 1)
    everything_agrees()


def test_the_stall_refuses_while_a_part_goes_back(stall):
    product, one, other = stall
    for _ in range(2 * TRIES):
        order = make_order(Move.PAY, product=product, quantity=3)
        base, form = f"/penjual/{product.stall.slug}/pesanan/{order.code}", parts(order, 2)
        answers = all_at_once(
            [
                lambda b=base, f=form: one.post(f"{b}/pengembalian", f),
                lambda b=base: other.post(f"{b}/tolak", {"alasan": "habis"}),
            ]
        )

        assert answers[1].status == 302
        assert answers[0].status in (302, 409)
        afresh()
        came = payment_of(order).received
        assert (order.status, owed(order)) == (S.CANCELLED, came)
        assert len(refunds_of([order])[order.id]) == (2 if answers[0].status == 302 else 1)
        assert payable_to(product.stall) == 0
    everything_agrees()
