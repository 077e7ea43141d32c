"""Many buyers, one server: nothing is oversold, nobody waits for good, twice is once."""

from collections import Counter

import pytest

from marketplace.catalogue.checks import problems as stock_problems
from marketplace.catalogue.stock import StockPool
from marketplace.checkout.actions import start_checkout
from marketplace.checkout.rules import Choices
from marketplace.kit.clock import now
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.models import Order, Purchase
from marketplace.payments.checks import problems as payment_problems
from marketplace.web.db import db
from tests.make import make_market, make_product, make_stall
from tests.make_orders import let_stall_take_money, make_cart
from tests.visitor import Visitor, all_at_once

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
BUYERS = 50
ROUNDS = {
    "sqlite": 40,
    "postgresql": 200,
}  # SQLite has one writer and cannot deadlock
PAIRS = 4


def goods(*stocks: int):
    """One product a stall, in one market, each with so many on the shelf."""
    market = make_market()
    made = []
    for stock in stocks:
        stall = make_stall(market)
        let_stall_take_money(stall)
        made.append(make_product(stall, stock=stock))
    return made


def everything_agrees() -> None:
    db.session.rollback()
    db.session.expire_all()
    assert stock_problems() + order_problems() + payment_problems() == []


def count_of(model) -> int:
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def test_fifty_buyers_for_the_last_item(app, server):
    (product,) = goods(1)
    before = count_of(Order)
    variant = product.variants[0].id
    pool_id = pool_of(product)
    buyers = []
    for number in range(BUYERS):
        buyer = Visitor(server)
        assert buyer.post("/keranjang/tambah", {"varian": variant}).status == 302
        buyers.append((buyer, *buyer.ready_to_press(f"0812-0000-{number:04}")))
    answers = all_at_once([lambda b=b, p=p, f=f: b.post(p, f) for b, p, f in buyers])

    statuses = Counter(answer.status for answer in answers)
    assert statuses == {302: 1, 409: BUYERS - 1}
    refusals = [answer.text for answer in answers if answer.status == 409]
    assert all("habis" in text for text in refusals)
    assert count_of(Order) - before == 1
    assert stock_of(pool_id) == (1, 1)
    everything_agrees()


def pool_of(product) -> int:
    query = db.select(StockPool.id).where(StockPool.variant_id == product.variants[0].id)
    return db.session.scalar(query)


def stock_of(pool_id: int) -> tuple[int, int]:
    pool = db.session.get_one(StockPool, pool_id)
    return pool.on_hand, pool.reserved


def test_carts_in_opposite_order_never_block_each_other(app, server, engine_name):
    """{A,B} against {B,A}, 200 times, four pairs at a moment."""
    rounds = ROUNDS[engine_name]
    first, second = goods(2 * rounds, 2 * rounds)
    _cart, key = make_cart((first, second))
    _path, form = Visitor(server, keranjang=key).ready_to_press("0812-0000-0001")
    before = count_of(Purchase)
    for _ in range(rounds // PAIRS):
        presses = []
        for pair in ((first, second), (second, first)) * PAIRS:
            buyer, path = at_the_checkout(server, pair)
            presses.append(lambda b=buyer, p=path: b.post(p, form))
        assert {answer.status for answer in all_at_once(presses)} == {302}
    assert count_of(Purchase) - before == 2 * rounds
    everything_agrees()


def at_the_checkout(server, products) -> tuple[Visitor, str]:
    """A guest with these goods before the last button, without the way there over HTTP."""
    cart, key = make_cart(products)
    draft = start_checkout(cart, Choices(), now())
    db.session.commit()
    return Visitor(server, keranjang=key), f"/checkout/{draft.key}"


def test_two_lines_of_one_pool_never_oversell_together(app, server):
    (product,) = goods(3)
    buyers = []
    for _ in range(4):
        _cart, key = make_cart([product], quantity=2)
        buyer = Visitor(server, keranjang=key)
        buyers.append((buyer, *buyer.ready_to_press("0812-0000-0002")))
    answers = all_at_once([lambda b=b, p=p, f=f: b.post(p, f) for b, p, f in buyers])
    assert Counter(answer.status for answer in answers) == {302: 1, 409: 3}
    everything_agrees()


def test_ten_presses_of_one_button_are_one_purchase(app, server):
    (product,) = goods(20)
    before = count_of(Purchase)
    _cart, key = make_cart([product])
    buyer = Visitor(server, keranjang=key)
    path, form = buyer.ready_to_press("0812-0000-0003")
    answers = all_at_once([lambda: Visitor(server, keranjang=key).post(path, form)] * 10)
    assert {answer.status for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert count_of(Purchase) - before == 1
    everything_agrees()


def test_every_one_of_the_presses_gives_a_guest_the_key(app, server):
    (product,) = goods(20)
    _cart, key = make_cart([product])
    path, form = Visitor(server, keranjang=key).ready_to_press("0812-0000-0003")
    tabs = [Visitor(server, keranjang=key) for _ in range(4)]
    answers = all_at_once([lambda tab=tab: tab.post(path, form) for tab in tabs])
    pages = [tab.get(answer.location) for tab, answer in zip(tabs, answers, strict=True)]
    assert [page.status for page in pages] == [200] * 4


def test_two_tabs_with_one_cart_are_one_purchase(app, server):
    (product,) = goods(20)
    before = count_of(Purchase)
    _cart, key = make_cart([product])
    tabs = [Visitor(server, keranjang=key) for _ in range(2)]
    ready = [(tab, *tab.ready_to_press("0812-0000-0004")) for tab in tabs]
    answers = all_at_once([lambda t=t, p=p, f=f: t.post(p, f) for t, p, f in ready])
    where = sorted(answer.location.split("/")[1] for answer in answers)
    assert where == ["bayar", "pesanan"]
    assert count_of(Purchase) - before == 1
    everything_agrees()


def test_the_same_key_with_another_body_is_refused(app, server):
    (product,) = goods(20)
    before = count_of(Purchase)
    _cart, key = make_cart([product])
    buyer = Visitor(server, keranjang=key)
    path, form = buyer.ready_to_press("0812-0000-0005")
    assert buyer.post(path, form).status == 302
    assert buyer.post(path, form | {"nama": "Orang lain"}).status == 422
    assert count_of(Purchase) - before == 1
