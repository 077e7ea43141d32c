"""Pages of one order at the desks: who sees the buyer, which forms stand open, what is said of money."""

import re

import pytest

from marketplace.desks.views.market_orders import PRESSES as ENDINGS
from marketplace.orders.rules import Move, OrderStatus
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Method, PaymentStatus, RefundStatus
from marketplace.web.db import db
from tests.make import make_admin, make_producer, make_product
from tests.make_orders import make_order

BUYER = "Mbak Pembeli Rahasia"


@pytest.fixture
def desk(app, sign_in):
    """A product, the browser of its producer, and the address of its orders."""
    product = make_product(stock=200)
    client = sign_in(make_producer(product.stall))
    return product, client, f"/penjual/{product.stall.slug}/pesanan"


@pytest.fixture
def committee(desk, sign_in):
    """A product, the browser of its market's admin, and the address of the market's orders."""
    product = desk[0]
    client = sign_in(make_admin(product.stall.market))
    return product, client, f"/kelola/{product.stall.market.slug}/pesanan"


def ids_of(page):
    return re.findall(r'\sid="([^"]+)"', page)


def test_a_closed_order_hides_who_the_buyer_is_everywhere(desk, committee):
    product, producer, base = desk
    _product, admin, market_base = committee
    order = make_order(Move.PAY, product=product, name=BUYER)
    assert BUYER in producer.get(base).text
    assert BUYER in admin.get(f"{market_base}/{order.code}").text
    for press in ("terima", "siap", "serah-terima"):
        producer.post(f"{base}/{order.code}/{press}")
    for client, path in ((producer, base), (admin, market_base)):
        for page in (path, f"{path}/{order.code}"):
            assert BUYER not in client.get(page).text
    assert order.code in producer.get(base).text


def test_the_buyer_stays_known_until_their_money_is_back(desk):
    product, client, base = desk
    order = make_order(Move.PAY, Move.REFUSE, product=product, name=BUYER, phone="6281200000431")
    path = f"{base}/{order.code}"
    assert BUYER in client.get(path).text
    assert "0812-0000-0431" in client.get(path).text
    refund = refunds_of([order])[order.id][0]
    client.post(f"{path}/pengembalian/{refund.id}", data={"catatan": "Tunai di rumah"})
    assert BUYER not in client.get(path).text
    assert "Sudah dikembalikan Rp15." in client.get(path).text


def test_only_the_pressed_reason_is_open_and_named_in_the_summary(desk):
    product, client, base = desk
    order = make_order(Move.PAY, Move.ACCEPT, Move.PREPARE, product=product)
    answer = client.post(f"{base}/{order.code}/gagal", data={"catatan": "Wajan bocor"})
    assert answer.status_code == 422
    page = answer.text
    assert page.count('<details class="fold" open>') == 1
    assert page.count("Wajan bocor") == 1
    assert 'href="#fail-alasan"' in page
    ids = ids_of(page)
    assert {"fail-alasan", "fail-alasan-e", "no_show-alasan"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_note_that_is_too_long_is_said_and_kept(desk):
    product, client, base = desk
    order = make_order(Move.PAY, product=product)
    data = {"alasan": "habis", "catatan": "x" * 301}
    answer = client.post(f"{base}/{order.code}/tolak", data=data)
    assert answer.status_code == 422
    assert 'id="refuse-catatan-e"' in answer.text
    assert "x" * 301 in answer.text
    assert re.search(r'value="habis"[^>]* checked', answer.text)


def test_money_to_give_back_is_spoken_of_only_when_there_is_some(desk):
    product, client, base = desk
    for method, moves, said in (
        (Method.TRANSFER, (Move.PAY,), True),
        (Method.TRANSFER, (), False),
        (Method.CASH, (), False),
    ):
        order = make_order(*moves, product=product, method=method)
        answer = client.post(
            f"{base}/{order.code}/tolak", data={"alasan": "habis"}, follow_redirects=True
        )
        assert ("perlu kamu kembalikan" in answer.text) is said


def test_too_much_money_has_no_rest_to_wait_for(desk):
    product, client, base = desk
    order = make_order(product=product)
    path = f"{base}/{order.code}"
    client.post(f"{path}/uang-masuk", data={"jumlah": "99.000"})
    page = client.get(path).text
    assert "Tunggu kekurangannya" not in page
    assert client.post(f"{path}/tidak-cocok", data={"pilihan": "tunggu"}).status_code == 422
    client.post(f"{path}/tidak-cocok", data={"pilihan": "kembalikan"})
    assert order.status is OrderStatus.CANCELLED
    assert refunds_of([order])[order.id][0].amount == 99_000


def test_a_wrong_amount_can_be_taken_as_it_is(desk):
    product, client, base = desk
    order = make_order(product=product)
    path = f"{base}/{order.code}"
    client.post(f"{path}/uang-masuk", data={"jumlah": "10.000"})
    assert "Kurang" in client.get(path).text
    client.post(f"{path}/tidak-cocok", data={"pilihan": "terima"})
    assert (order.status, payment_of(order).status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert client.post(f"{path}/tidak-cocok", data={"pilihan": "terima"}).status_code == 409


def test_late_money_opens_the_order_again_or_is_owed_back(desk):
    product, client, base = desk
    in_time, wrong = (make_order(Move.EXPIRE, product=product) for _ in range(2))
    due = payment_of(in_time).due
    client.post(f"{base}/{in_time.code}/uang-masuk", data={"jumlah": str(due)})
    assert (in_time.status, payment_of(in_time).status) == (OrderStatus.PLACED, PaymentStatus.LATE)
    client.post(f"{base}/{wrong.code}/uang-masuk", data={"jumlah": "1.000"})
    assert wrong.status is OrderStatus.EXPIRED
    [refund] = refunds_of([wrong])[wrong.id]
    assert (refund.amount, refund.status) == (1000, RefundStatus.OWED)
    assert "Kembalikan Rp1.000" in client.get(f"{base}/{wrong.code}").text


def test_a_blank_code_asks_again_without_complaint(desk):
    _product, client, base = desk
    page = client.get(base.replace("/pesanan", "/serah"), query_string={"kode": "  "})
    assert page.status_code == 200
    assert "Tidak ada pesanan" not in page.text


def test_buttons_that_read_the_same_say_whose_they_are(desk):
    product, client, base = desk
    make_order(Move.PAY, product=product, name="Rina")
    make_order(Move.PAY, product=product, name="Tommy")
    page = client.get(base.replace("/pesanan", "")).text
    for name in ("Rina", "Tommy"):
        assert f'Sanggup<span class="vh"> {name}</span>' in page


def test_an_admin_ends_a_stuck_order_with_a_reason(committee):
    product, client, base = committee
    order = make_order(Move.PAY, Move.ACCEPT, product=product)
    path = f"{base}/{order.code}"
    assert 'id="fail-alasan"' in client.get(path).text
    refused = client.post(f"{path}/gagal", data={"catatan": "Tidak menjawab"})
    assert refused.status_code == 422
    assert "Tidak menjawab" in refused.text
    assert 'href="#fail-alasan"' in refused.text
    done = client.post(f"{path}/gagal", data={"alasan": "hilang"}, follow_redirects=True)
    assert "harus dikembalikan lapak" in done.text
    db.session.refresh(order)
    assert order.status is OrderStatus.CANCELLED
    assert client.post(f"{path}/gagal", data={"alasan": "hilang"}).status_code == 409


def test_another_markets_order_does_not_exist_for_an_admin(committee):
    _product, client, base = committee
    foreign = make_order(Move.PAY)
    assert client.get(f"{base}/{foreign.code}").status_code == 404
    for press in ENDINGS:
        answer = client.post(f"{base}/{foreign.code}/{press}", data={"alasan": "hilang"})
        assert answer.status_code == 404
    assert foreign.status is OrderStatus.PLACED
