"""The producer's day: what waits, what is pressed, what money does."""

from urllib.parse import unquote

import pytest

from marketplace.desks.views.producer_orders import PRESSES
from marketplace.kit.clock import now
from marketplace.orders.messages import ticket
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.actions import confirm_received
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Method, PaymentStatus, RefundStatus
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.make import make_producer, make_product
from tests.make_collected import let_collect
from tests.make_orders import make_order

DESK_BUDGET = 15


@pytest.fixture
def desk(app, sign_in):
    """A product and the signed-in browser of its producer, with the stall's address."""
    product = make_product(stock=200)
    return product, sign_in(make_producer(product.stall)), f"/penjual/{product.stall.slug}"


def at(base, order, noun=""):
    return f"{base}/pesanan/{order.code}" + (f"/{noun}" if noun else "")


def test_an_empty_day_says_what_to_do(desk):
    _product, client, base = desk
    page = client.get(base).text
    assert "Belum ada yang baru" in page
    assert "Tidak ada uang yang perlu dicek" in page


def test_the_day_shows_what_waits_with_counts_that_agree(desk):
    product, client, base = desk
    make_order(Move.PAY, product=product)
    make_order(Move.PAY, Move.ACCEPT, product=product, quantity=3)
    ready = make_order(Move.PAY, Move.ACCEPT, Move.PREPARE, product=product)
    make_order(product=product)
    page = client.get(base).text
    for words in ("<b>1</b>pesanan baru", "<b>1</b>disiapkan", "<b>1</b>mau diserahkan"):
        assert words in page
    assert "<b>1</b>uang dicek" in page
    assert "<b>3</b>" in page  # to make, added up
    assert ticket(ready.collection_code) in page


def test_the_day_costs_the_same_for_three_orders_and_for_thirty(desk):
    product, client, base = desk
    lives = ((Move.PAY,), (Move.PAY, Move.ACCEPT), (), (Move.PAY, Move.REFUSE))
    for moves in lives:
        make_order(*moves, product=product)
    with statements() as few:
        client.get(base)
    for moves in lives * 6:
        make_order(*moves, product=product)
    with statements() as many:
        assert client.get(base).status_code == 200
    assert len(few) == len(many) <= DESK_BUDGET


def test_another_stalls_order_does_not_exist(desk):
    _product, client, base = desk
    foreign = make_order(Move.PAY)
    assert client.get(at(base, foreign)).status_code == 404
    for noun in (*PRESSES, "uang-masuk", "tidak-cocok", "bukti", "pengembalian/1"):
        data = {"alasan": "habis", "pilihan": "terima", "catatan": "x"}
        assert client.post(at(base, foreign, noun), data=data).status_code == 404
    assert foreign.status is OrderStatus.PLACED


def test_another_stalls_debt_is_not_reached_through_an_order_of_ones_own(desk):
    product, client, base = desk
    own, foreign = make_order(Move.PAY, product=product), make_order(Move.PAY, Move.REFUSE)
    [refund] = refunds_of([foreign])[foreign.id]

    answer = client.post(at(base, own, f"pengembalian/{refund.id}"), data={"catatan": "Tunai"})

    assert answer.status_code == 404
    assert refund.status is RefundStatus.OWED


@pytest.mark.parametrize("press", PRESSES)
def test_a_button_pressed_too_late_is_a_kind_page(desk, press):
    product, client, base = desk
    order = make_order(Move.CANCEL, product=product)
    answer = client.post(at(base, order, press), data={"alasan": "habis"})
    assert answer.status_code == 409
    assert "sudah berubah" in answer.text


def test_a_refusal_needs_a_reason_and_keeps_what_was_written(desk):
    product, client, base = desk
    order = make_order(Move.PAY, product=product)
    answer = client.post(at(base, order, "tolak"), data={"catatan": "Wajan bocor"})
    assert answer.status_code == 422
    assert "Wajan bocor" in answer.text
    client.post(at(base, order, "tolak"), data={"alasan": "lain", "catatan": "Wajan bocor"})
    assert order.status is OrderStatus.CANCELLED
    assert order.events[-1].note == "Wajan bocor"


def test_the_ticket_leads_to_its_order_however_it_is_typed(desk):
    product, client, base = desk
    order = make_order(Move.PAY, product=product)
    code = order.collection_code
    for typed in (
        code,
        code.lower(),
        ticket(code),
        f" {code[:3]} {code[3:]} ",
        code.replace("0", "O"),
    ):
        answer = client.get(f"{base}/serah", query_string={"kode": typed})
        assert answer.location == at(base, order)
    unknown = client.get(f"{base}/serah", query_string={"kode": "ZZZZZZ"})
    assert unknown.status_code == 404
    assert "Tidak ada pesanan dengan kode" in unknown.text


def test_wrong_money_is_noted_and_decided_by_the_stall(desk):
    product, client, base = desk
    order = make_order(product=product)
    bad = client.post(at(base, order, "uang-masuk"), data={"jumlah": "12,50"})
    assert bad.status_code == 422
    assert "12,50" in bad.text
    client.post(at(base, order, "uang-masuk"), data={"jumlah": "10.000"})
    assert payment_of(order).status is PaymentStatus.MISMATCH
    assert "Lalu bagaimana?" in client.get(at(base, order)).text
    assert client.post(at(base, order, "tidak-cocok")).status_code == 422
    client.post(at(base, order, "tidak-cocok"), data={"pilihan": "tunggu"})
    assert "Uang masuk" in client.get(at(base, order)).text
    client.post(at(base, order, "uang-masuk"))
    assert order.status is OrderStatus.PLACED
    assert client.post(at(base, order, "uang-masuk")).status_code == 409


def test_money_given_back_needs_a_proof_or_words(desk):
    product, client, base = desk
    order = make_order(Move.PAY, Move.REFUSE, product=product)
    refund = refunds_of([order])[order.id][0]
    path = at(base, order, f"pengembalian/{refund.id}")
    refused = client.post(path, data={"catatan": ""})
    assert refused.status_code == 422
    assert "Kirim bukti, atau tulis cara mengembalikannya." in refused.text
    assert client.post(path, data={"catatan": "Tunai di rumah"}).status_code == 302
    db.session.refresh(refund)
    assert (refund.status, refund.note) == (RefundStatus.RETURNED, "Tunai di rumah")
    assert client.post(path, data={"catatan": "Lagi"}).status_code == 409


def test_a_buyers_phone_is_shown_only_while_the_order_is_open(desk):
    product, client, base = desk
    order = make_order(Move.PAY, product=product, phone="6281200000411")
    assert "0812-0000-0411" in client.get(at(base, order)).text
    for press in ("terima", "siap", "serah-terima"):
        client.post(at(base, order, press))
    closed = client.get(at(base, order)).text
    assert "0812-0000-0411" not in closed
    assert "6281200000411" not in closed


def test_cash_is_taken_with_the_hand_over(desk):
    product, client, base = desk
    order = make_order(Move.ACCEPT, Move.PREPARE, product=product, method=Method.CASH)
    assert "Terima uang Rp15.000" in client.get(at(base, order)).text
    client.post(at(base, order, "serah-terima"))
    assert payment_of(order).status is PaymentStatus.PAID


def test_the_list_is_filtered_and_paged_by_its_address(desk):
    product, client, base = desk
    orders = [make_order(product=product) for _ in range(13)]
    done = make_order(Move.CANCEL, product=product)
    page = client.get(f"{base}/pesanan?status=menunggu").text
    assert orders[-1].code in page
    assert orders[0].code not in page
    assert orders[0].code in client.get(f"{base}/pesanan?status=menunggu&hal=2").text
    assert done.code in client.get(f"{base}/pesanan?status=batal").text
    assert "Belum ada pesanan di sini" in client.get(f"{base}/pesanan?status=selesai").text
    assert client.get(f"{base}/pesanan?status=apa").status_code == 200


def test_the_message_about_an_order_that_ended_promises_only_ones_own_money(desk):
    product, client, base = desk
    direct = make_order(Move.PAY, product=product)
    let_collect(product.stall.market)
    collected = make_order(product=product)
    begin_write()
    payment = payment_of(collected)
    confirm_received(payment, payment.due, Actor.TREASURER, now())
    db.session.commit()
    for order in (direct, collected):
        client.post(at(base, order, "tolak"), data={"alasan": "habis"})

    ours, theirs = (unquote(client.get(at(base, order)).text) for order in (direct, collected))

    assert "Maaf, pesanan ini batal. Uangmu kami kembalikan." in ours
    assert "kami kembalikan" not in theirs
    assert "belum dikembalikan oleh bendahara" in theirs
