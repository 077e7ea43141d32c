"""Many payments of one market at once: every nota gets the next number, none is left out, nobody waits for good."""

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.kit.clock import now
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import confirm_received
from marketplace.payments.checks import problems
from marketplace.payments.papers.models import Document
from marketplace.payments.refunds import payment_of
from marketplace.web.db import begin_write, db
from tests.ledger.test_races import at_once
from tests.make import make_market, make_producer, make_product, make_stall, make_user
from tests.make_orders import make_order
from tests.visitor import Visitor, all_at_once

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
STALLS, ROUNDS = 4, 4


@pytest.fixture
def desks(app: Flask, server: str, sign_in: Any) -> list[tuple[Any, Visitor]]:
    """Stalls of one market, each with a product and its producer at a browser."""
    market = make_market()
    found = []
    for _ in range(STALLS):
        product = make_product(make_stall(market), stock=200)
        cookie = sign_in(make_producer(product.stall)).get_cookie("sesi")
        found.append((product, Visitor(server, sesi=cookie.value)))
    return found


def papers_in(market_id: int) -> list[int]:
    db.session.rollback()
    db.session.expire_all()
    query = sa.select(Document.number).where(Document.market_id == market_id)
    return sorted(db.session.scalars(query))


def path_to(order: Any, press: str) -> str:
    return f"/penjual/{order.stall.slug}/pesanan/{order.code}/{press}"


def test_orders_of_one_market_that_are_paid_at_once(desks) -> None:
    """A payment of another amount is refused in the same moment: it takes no number."""
    market_id = desks[0][0].stall.market_id
    for _ in range(ROUNDS):
        presses = []
        for product, producer in desks:
            right, wrong = make_order(product=product), make_order(product=product)
            for order, more in ((right, 0), (wrong, 1)):
                typed = {"jumlah": str(payment_of(order).due + more)}
                path = path_to(order, "uang-masuk")
                presses.append(lambda p=producer, a=path, t=typed: p.post(a, t))
        assert Counter(answer.status for answer in all_at_once(presses)) == {302: 2 * STALLS}

    assert papers_in(market_id) == list(range(1, STALLS * ROUNDS + 1))
    assert problems() == []


def test_paying_and_giving_back_at_once(desks) -> None:
    market_id = desks[0][0].stall.market_id
    pay = [(make_order(product=product), producer, "uang-masuk", {}) for product, producer in desks]
    refuse = [
        (paid(product), producer, "tolak", {"alasan": "habis"}) for product, producer in desks
    ]
    ready = [(who, path_to(order, press), typed) for order, who, press, typed in (*pay, *refuse)]
    presses = [lambda w=who, p=path, t=typed: w.post(p, t) for who, path, typed in ready]

    assert Counter(answer.status for answer in all_at_once(presses)) == {302: 2 * STALLS}

    assert papers_in(market_id) == list(range(1, 3 * STALLS + 1))
    assert problems() == []


def paid(product: Any) -> Any:
    return make_order(Move.PAY, product=product)


def test_two_who_pay_in_two_markets_the_other_way_round(app: Flask) -> None:
    """Each in one transaction; what waits for the other market's counter holds none itself that the other waits for."""
    products = [make_product(make_stall(make_market()), stock=200) for _ in range(2)]
    markets = [product.stall.market_id for product in products]
    for _ in range(ROUNDS):
        first = [make_order(product=product).id for product in products]
        second = [make_order(product=product).id for product in reversed(products)]
        assert at_once(app, lambda f=first: pay_all(f), lambda s=second: pay_all(s)) == [2, 2]

    assert [papers_in(id) for id in markets] == [list(range(1, 2 * ROUNDS + 1))] * 2
    assert problems() == []


def pay_all(order_ids: list[int]) -> int:
    """In this order, each as soon as it can; the commit is the caller's."""
    begin_write()
    for order_id in order_ids:
        payment = payment_of(db.session.get_one(Order, order_id))
        confirm_received(payment, payment.due, Actor.PRODUCER, now())
    return len(order_ids)


def test_one_payment_confirmed_twice_is_one_nota(desks) -> None:
    product, producer = desks[0]
    order = make_order(product=product, buyer=make_user())
    path = path_to(order, "uang-masuk")

    answers = all_at_once([lambda: producer.post(path)] * 8)

    assert Counter(answer.status for answer in answers) == {302: 1, 409: 7}
    assert papers_in(product.stall.market_id) == [1]
    assert problems() == []
