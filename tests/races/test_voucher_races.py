"""One voucher, many hands: a limit is never passed, and a use comes back once."""

from collections import Counter

import pytest

from marketplace.checkout.jobs import expire
from marketplace.kit.clock import now
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.refunds import payment_of
from marketplace.payments.vouchers.models import Voucher, VoucherUse
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_producer, make_product, make_stall
from tests.make_orders import let_stall_take_money, make_cart, make_order
from tests.make_vouchers import disagreements, make_voucher
from tests.visitor import Visitor, all_at_once, filled_in

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
BUYERS = 20
ROUNDS = 10


def good(market=None):
    return goods(1, market)[0]


def goods(count, market=None):
    """So many products of one stall: buyers of different ones meet at the voucher alone."""
    stall = make_stall(market or make_market())
    let_stall_take_money(stall)
    return [make_product(stall, price=30_000, stock=200) for _ in range(count)]


def everything_agrees() -> None:
    db.session.rollback()
    db.session.expire_all()
    assert disagreements() == []


def fresh(voucher) -> Voucher:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Voucher, voucher.id)


def with_code(server, products, code, phone):
    """A guest before the last button, the discount on the page."""
    _cart, key = make_cart(products)
    buyer = Visitor(server, keranjang=key)
    path, form = buyer.ready_to_press(phone)
    form |= {"kode": code}
    page = buyer.post(f"{path}/hitung", form).text
    assert all(f"Potongan {one}" in page for one in code.split(", "))
    return buyer, path, form | {"total": filled_in(page)["total"]}


def pressing(buyers):
    return [lambda b=b, p=p, f=f: b.post(p, f) for b, p, f in buyers]


def test_twenty_buyers_for_the_last_use(app, server):
    products = goods(BUYERS)
    voucher = make_voucher(products[0].stall, "BALAPAN", limit_total=1)
    buyers = [
        with_code(server, [product], "BALAPAN", f"0812-0000-04{n:02}")
        for n, product in enumerate(products)
    ]

    answers = all_at_once(pressing(buyers))

    assert Counter(answer.status for answer in answers) == {302: 1, 409: BUYERS - 1}
    refused = [answer.text for answer in answers if answer.status == 409]
    assert all("Kode BALAPAN sudah habis dipakai." in text for text in refused)
    assert all("Totalnya sekarang Rp30.000" in text for text in refused)
    assert fresh(voucher).used == 1
    assert db.session.scalar(count_uses(voucher)) == 1
    everything_agrees()
    order = db.session.scalars(db.select(Order).join(VoucherUse).filter_by(voucher_id=voucher.id))
    cancelled_returns_it_once(server, buyers, answers, voucher, order.one().code)


def count_uses(voucher):
    return db.select(db.func.count()).select_from(VoucherUse).filter_by(voucher_id=voucher.id)


def cancelled_returns_it_once(server, buyers, answers, voucher, code) -> None:
    """The winner cancels ten times at one moment."""
    won = next(n for n, answer in enumerate(answers) if answer.status == 302)
    winner = buyers[won][0]
    cancel = f"/pesanan/{code}/pembatalan"
    ends = all_at_once([lambda: winner.post(cancel, {"alasan": "berubah"})] * 10)
    assert Counter(end.status for end in ends) == {302: 1, 409: 9}
    assert fresh(voucher).used == 0
    everything_agrees()


def test_one_buyer_in_ten_tabs_uses_it_once(app, server):
    """Ten checkouts of one phone, each pressed twice: a tap too many and a tab too many."""
    products = goods(10)
    voucher = make_voucher(products[0].stall, "SEKALI", limit_per_buyer=1)
    tabs = [with_code(server, [product], "SEKALI", "0812-0000-0499") for product in products]

    answers = all_at_once(pressing([*tabs, *tabs]))

    assert {answer.status for answer in answers} == {302, 409}
    assert len({answer.location for answer in answers if answer.status == 302}) == 1
    assert fresh(voucher).used == 1
    everything_agrees()


def test_orders_and_cancellations_with_two_vouchers_never_block_each_other(app, server):
    """Buyers take vouchers and goods while others give the same back, in every order."""
    market = make_market()
    first, second = good(market), good(market)
    made = [make_voucher(p.stall, f"SILANG{n}") for n, p in enumerate((first, second))]
    for _ in range(ROUNDS):
        there = [with_code(server, (first, second), "SILANG1, SILANG0", "0812-0000-0498")]
        placed = all_at_once(pressing(there))
        assert [answer.status for answer in placed] == [302]
        purchase = placed[0].location.rsplit("/", 1)[1]
        new = [
            with_code(server, pair, "SILANG0, SILANG1", "0812-0000-0497")
            for pair in ((first, second), (second, first))
        ]
        orders = [f"/pesanan/{purchase}-{n}/pembatalan" for n in (2, 1)]
        cancels = [(there[0][0], path, {"alasan": "berubah"}) for path in orders]
        answers = all_at_once(pressing([*new, *cancels]))
        assert {answer.status for answer in answers} == {302}
    assert [fresh(voucher).used for voucher in made] == [2 * ROUNDS] * 2
    everything_agrees()


def test_both_orders_of_a_purchase_end_at_one_moment(app, server):
    """A market's voucher on two orders: whichever ends last gives the use back, and somebody must."""
    market = make_market()
    pair = good(market), good(market)
    voucher = make_voucher(market, "BERDUA", limit_total=1)
    for _ in range(ROUNDS):
        buyer, path, form = with_code(server, pair, "BERDUA", "0812-0000-0495")
        purchase = buyer.post(path, form).location.rsplit("/", 1)[1]
        assert fresh(voucher).used == 1
        orders = [f"/pesanan/{purchase}-{n}/pembatalan" for n in (1, 2)]
        answers = all_at_once(pressing([(buyer, order, {"alasan": "salah"}) for order in orders]))
        assert [answer.status for answer in answers] == [302, 302]
        assert fresh(voucher).used == 0
    everything_agrees()


def test_late_money_and_another_buyer_want_the_last_use(app, server, sign_in):
    product = good()
    cookie = sign_in(make_producer(product.stall)).get_cookie("sesi")
    producer = Visitor(server, sesi=cookie.value)
    for number in range(ROUNDS):
        code = f"TERAKHIR{number}"
        voucher = make_voucher(product.stall, code, limit_total=1)
        late = make_order(product=product, vouchers=code)
        begin_write()
        late.hold_until = now()
        db.session.commit()
        expire(late.id, now())
        buyer = with_code(server, [product], code, "0812-0000-0496")
        due = payment_of(late).due
        path = f"/penjual/{product.stall.slug}/pesanan/{late.code}/uang-masuk"
        answers = all_at_once(pressing([(producer, path, {"jumlah": str(due)}), buyer]))
        assert answers[0].status == 302
        assert answers[1].status in (302, 409)
        assert fresh(voucher).used == 1
        revived = db.session.get_one(Order, late.id).status is OrderStatus.PLACED
        assert revived == (answers[1].status == 409)
        everything_agrees()
