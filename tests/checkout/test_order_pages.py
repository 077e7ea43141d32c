"""The page of one order: what it says in each state, and what it keeps when something is refused."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from PIL import Image

from marketplace.kit.clock import now
from marketplace.orders.messages import ticket, to_buyer, to_stall
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import ask_for_rest, confirm_received
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import Method
from marketplace.web.db import begin_write, db
from tests.make import make_product, make_stall, make_user
from tests.make_orders import make_order


@pytest.fixture
def mine(app, sign_in):
    """A buyer and their browser."""
    buyer = make_user(name="Rina")
    return buyer, sign_in(buyer)


def picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (600, 900), "white").save(file, "PNG")
    file.seek(0)
    return file


@pytest.mark.parametrize("sent", [None, b"GIF89a", b""])
def test_a_proof_that_is_none_is_refused_at_its_field(mine, sent):
    buyer, client = mine
    order = make_order(buyer=buyer)
    data = {} if sent is None else {"bukti": (BytesIO(sent), "bukti.jpg")}
    answer = client.post(f"/pesanan/{order.code}/bukti", data=data)
    assert answer.status_code == 422
    assert f'href="#bukti-{order.id}"' in answer.text
    assert f'aria-describedby="bukti-{order.id}-h bukti-{order.id}-e"' in answer.text
    assert payment_of(order).proof is None


def test_after_a_proof_the_page_and_the_message_say_that_it_is_being_checked(mine):
    buyer, client = mine
    stall = make_stall(whatsapp="6281200000621")
    order = make_order(buyer=buyer, product=make_product(stall))
    client.post(f"/pesanan/{order.code}/bukti", data={"bukti": (picture(), "bukti.png")})
    page = client.get(f"/pesanan/{order.code}").text
    assert "Lapak sedang mengecek uangnya." in page
    assert "sudah saya kirim, mohon dicek" in unquote(page)
    assert "Ditunggu sampai" not in page


def test_a_ticket_comes_with_the_payment_and_goes_with_the_goods(mine):
    buyer, client = mine
    order = make_order(buyer=buyer)
    code = ticket(order.collection_code)
    assert code not in client.get(f"/pesanan/{order.code}").text
    begin_write()
    confirm_received(payment_of(order), payment_of(order).due, Actor.PRODUCER, now())
    db.session.commit()
    assert code in client.get(f"/pesanan/{order.code}").text
    for move in (Move.ACCEPT, Move.PREPARE, Move.HAND_OVER):
        begin_write()
        order.make(move, Actor.PRODUCER, now())
        db.session.commit()
    page = client.get(f"/pesanan/{order.code}").text
    assert code not in page
    assert "Belanja lagi di" in page


def test_a_missing_rest_is_asked_for_without_the_filled_in_code(mine):
    buyer, client = mine
    order = make_order(buyer=buyer, method=Method.QRIS)
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, 10_000, Actor.PRODUCER, now())
    ask_for_rest(payment, Actor.PRODUCER, now())
    db.session.commit()
    page = client.get(f"/pesanan/{order.code}").text
    assert "Bayar kekurangannya" in page
    assert '<p class="pay__sum">Rp5.000' in page
    assert page.count('class="qr pay__qr"') == 1
    assert "tanpa jumlah" in page


def test_money_that_came_late_can_still_be_shown(mine):
    buyer, client = mine
    order = make_order(Move.EXPIRE, buyer=buyer)
    page = client.get(f"/pesanan/{order.code}").text
    assert "Terlanjur bayar?" in page
    sent = client.post(f"/pesanan/{order.code}/bukti", data={"bukti": (picture(), "bukti.png")})
    assert sent.status_code == 302


def test_cash_is_not_spoken_of_as_money_that_came(app):
    order = make_order(method=Method.CASH)
    assert "Uang sudah kami terima" not in to_buyer(order, "x")
    assert "sudah masuk, sebentar lagi kami kabari" in to_buyer(order, "x")


def test_messages_suit_what_is_brought(app):
    order = make_order(Move.PAY, Move.ACCEPT, Move.PREPARE)
    assert "siap diambil" in to_buyer(order, "x")
    assert "Saya ambil" in to_stall(order, "x")
    begin_write()
    order.delivery = "courier"
    db.session.commit()
    assert "siap diantar" in to_buyer(order, "x")
    assert "waktu menerima" in to_buyer(order, "x")
    assert "Kira-kira kapan diantar?" in to_stall(order, "x")
    assert order.collection_code[:3] + "-" in to_buyer(order, "x")


def test_a_cancelled_order_says_what_happens_to_the_money(mine):
    buyer, client = mine
    paid, unpaid = make_order(Move.PAY, buyer=buyer), make_order(buyer=buyer)
    for order, said in ((paid, True), (unpaid, False)):
        answer = client.post(
            f"/pesanan/{order.code}/pembatalan", data={"alasan": "salah"}, follow_redirects=True
        )
        assert ("Uangmu dikembalikan lapak." in answer.text) is said


def test_a_cancellation_without_a_reason_leads_to_the_choice(mine):
    buyer, client = mine
    order = make_order(buyer=buyer)
    answer = client.post(f"/pesanan/{order.code}/pembatalan", data={"catatan": "Salah ukuran"})
    assert answer.status_code == 422
    assert 'href="#alasan"' in answer.text
    assert "Salah ukuran" in answer.text
