"""Pesan lagi: what can still be had lies in the cart once more, what cannot is named."""

from datetime import timedelta

import pytest

from marketplace.cart.models import CartLine
from marketplace.catalogue.actions import NewVariant
from marketplace.catalogue.rules import SellsBy
from marketplace.catalogue.stock import StockPool
from marketplace.checkout.again import MOST_NAMED, sentence
from marketplace.kit.clock import now, today
from marketplace.orders.queries import COOKIE as GUEST_COOKIE
from marketplace.orders.rules import Move
from marketplace.payments.rules import Method
from marketplace.web.db import begin_write, db
from tests.make import make_batch, make_product, make_stall, make_user
from tests.make_orders import make_cart, make_order, make_purchase
from tests.visitor import words_of

DONE = Move.ACCEPT, Move.PREPARE, Move.HAND_OVER


@pytest.fixture
def mine(app, sign_in):
    """A buyer and their browser."""
    buyer = make_user(name="Rina")
    return buyer, sign_in(buyer)


def done(buyer, product, quantity=1):
    """An order of this product that has ended."""
    return make_order(Move.CANCEL, buyer=buyer, product=product, quantity=quantity)


def press(client, order):
    return client.post(f"/pesanan/{order.code}/pesan-lagi")


def in_cart():
    return sorted(line.quantity for line in db.session.scalars(db.select(CartLine)))


def change(thing, **values):
    begin_write()
    for name, value in values.items():
        setattr(thing, name, value)
    db.session.commit()


def test_a_cancelled_order_comes_back_into_the_cart_once(mine):
    buyer, client = mine
    order = done(buyer, make_product(), 3)
    assert "Pesan lagi" in client.get(f"/pesanan/{order.code}").text
    assert f"/pesanan/{order.code}/pesan-lagi" in client.get("/pesanan").text
    first, second = press(client, order), press(client, order)
    assert first.location == second.location == "/keranjang"
    assert in_cart() == [3]
    page = words_of(client.get("/keranjang").text)
    assert "Isi pesanan itu ada di keranjangmu lagi." in page
    assert "Rp45.000" in page


def test_what_lies_in_the_cart_counts_and_is_not_made_less(mine):
    buyer, client = mine
    product = make_product()
    order = done(buyer, product, 3)
    make_cart([product], 2, buyer)
    press(client, order)
    assert in_cart() == [3]
    make_cart([product], 4, buyer)
    press(client, order)
    assert in_cart() == [7]


def test_a_collected_order_can_be_ordered_again(mine):
    buyer, client = mine
    order = make_order(Move.PAY, *DONE, buyer=buyer, quantity=2)
    assert press(client, order).location == "/keranjang"
    assert in_cart() == [2]


def test_todays_price_counts_and_is_said(mine):
    buyer, client = mine
    product = make_product(title="Keripik tempe")
    order = done(buyer, product)
    change(product.variants[0], price=17000)
    press(client, order)
    page = words_of(client.get("/keranjang").text)
    assert "Harganya sekarang: Keripik tempe, 150 g Rp17.000." in page
    assert db.session.scalars(db.select(CartLine)).one().seen_price == 17000


def test_fewer_are_left_than_were_ordered(mine):
    buyer, client = mine
    product = make_product(stock=5)
    order = done(buyer, product, 5)
    make_order(product=product, quantity=3)
    press(client, order)
    assert in_cart() == [2]
    assert "tinggal 2, dulu 5" in client.get("/keranjang").text


def test_nothing_can_be_had_says_why_and_makes_no_cart(app, client):
    product = make_product(title="Nastar", stock=1)
    order = make_order(Move.CANCEL, product=product, guest_key="kuncitamu")
    client.set_cookie(GUEST_COOKIE, "kuncitamu")
    make_order(product=product)
    answer = press(client, order)
    assert answer.location == f"/pesanan/{order.code}"
    assert "keranjang=" not in str(answer.headers.getlist("Set-Cookie"))
    page = client.get(answer.location).text
    assert "Belum ada yang bisa dipesan. Nastar, 150 g: sedang habis." in page


def test_each_reason_has_its_words(mine):
    buyer, client = mine
    holiday, hidden, small = make_stall(), make_stall(), make_stall()
    sizes = [NewVariant("150 g", 9000, grams=150, on_hand=5), NewVariant("1 kg", 50000, on_hand=5)]
    goods = [
        make_product(holiday, title="Nastar"),
        make_product(hidden, title="Rempeyek"),
        make_product(small, title="Stik", variants=sizes),
    ]
    purchase = make_purchase(*goods, buyer=buyer)
    change(holiday, holiday_from=today(now()), holiday_until=today(now()) + timedelta(days=3))
    change(goods[1], status="hidden")
    change(goods[2].variants[0], is_active=False)
    told = []
    for order in purchase.orders:
        begin_write()
        order.make(Move.CANCEL, "buyer", now())
        db.session.commit()
        told.append(client.get(press(client, order).location).text)
    assert "Nastar, 150 g: lapaknya libur sampai " in told[0]
    assert "Rempeyek, 150 g: tidak dijual lagi." in told[1]
    assert "Stik, 150 g: tidak dijual lagi." in told[2]


def test_a_pre_order_takes_the_round_that_is_open_now(mine):
    buyer, client = mine
    product = make_product(sells_by=SellsBy.BATCH, title="Bolu")
    first = make_batch(product)
    order = done(buyer, product, 2)
    change(first, closes_at=now() - timedelta(hours=1))
    answer = press(client, order)
    assert "Bolu, 150 g: belum ada jadwal pesan dulu yang buka." in client.get(answer.location).text
    later, nearest = make_batch(product, days=9), make_batch(product, days=5)
    press(client, order)
    line = db.session.scalars(db.select(CartLine)).one()
    assert db.session.get(StockPool, line.pool_id).batch_id == nearest.id != later.id


def test_a_guest_gets_a_cart_of_their_own(app, client):
    order = make_order(Move.CANCEL, quantity=2, guest_key="kuncitamu")
    client.set_cookie(GUEST_COOKIE, "kuncitamu")
    answer = press(client, order)
    assert answer.location == "/keranjang"
    assert "keranjang=" in str(answer.headers.getlist("Set-Cookie"))
    assert "Isi pesanan itu ada di keranjangmu lagi." in client.get("/keranjang").text


def test_an_order_that_still_runs_is_not_ordered_again(mine):
    buyer, client = mine
    order = make_order(buyer=buyer, method=Method.CASH)
    assert "Pesan lagi" not in client.get(f"/pesanan/{order.code}").text
    answer = press(client, order)
    assert answer.status_code == 409
    assert "Pesanan ini masih berjalan" in answer.text
    assert in_cart() == []


def test_a_stranger_finds_nothing(app, client, sign_in):
    order = make_order(Move.CANCEL)
    for browser in (client, sign_in(make_user())):
        assert press(browser, order).status_code == 404
    assert in_cart() == []


def test_a_long_list_is_cut_and_says_so():
    words = sentence("Habis.", [f"barang {n}" for n in range(MOST_NAMED + 3)])
    assert words.endswith("barang 5; dan 3 lainnya.")
