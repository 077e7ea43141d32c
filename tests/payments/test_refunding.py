"""Some lines, some pieces, the delivery: given back by their frozen worth, never more than came, never twice."""

import pytest
from sqlalchemy import update

from marketplace.catalogue.rules import Stock
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.checks import problems as ledger_problems
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import Account, Kind, treasurer
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.models import OrderLine, hold_orders
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import accept_mismatch, confirm_received
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.refunding.actions import Wanted, refund_parts
from marketplace.payments.refunding.rules import (
    NotRefundable,
    RefundedMeanwhile,
    TooMuch,
    WholeOrder,
    Wish,
)
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Method
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_producer, make_product, make_stall
from tests.make_orders import let_treasurer_collect, make_order

DONE = (Move.PAY, Move.ACCEPT, Move.PREPARE, Move.HAND_OVER)


@pytest.fixture(autouse=True)
def everything_agrees(app):
    yield
    db.session.rollback()
    assert order_problems() + payment_problems() + ledger_problems() == []


def give_back(order, pieces=0, *, restock=True, delivery=0, seen=None):
    begin_write()
    wishes = [Wish(order.lines[0].id, pieces, restock)] if pieces else []
    gone = sum(refund.amount for refund in refunds_of([order])[order.id])
    wanted = Wanted(wishes, Rupiah(delivery), Rupiah(gone if seen is None else seen), "Remuk")
    refund = refund_parts(order, wanted, Actor.PRODUCER, now())
    db.session.commit()
    return refund


@pytest.mark.parametrize(
    ("moves", "restock", "on_hand", "reserved"),
    [
        (DONE[:1], True, 10, 2),
        (DONE[:1], False, 9, 2),
        (DONE, True, 8, 0),
        (DONE, False, 7, 0),
    ],
)
def test_pieces_that_go_back_are_free_gone_or_home_again(app, moves, restock, on_hand, reserved):
    order = make_order(*moves, quantity=3, method=Method.QRIS)

    refund = give_back(order, 1, restock=restock)

    assert (refund.amount, order.lines[0].refunded) == (15_000, 1)
    assert order.lines[0].pool.stock == Stock(on_hand, reserved)


def test_what_is_left_is_handed_over_and_a_failure_owes_the_rest(app):
    given = make_order(Move.PAY, quantity=3, method=Method.QRIS)
    failed = make_order(Move.PAY, Move.ACCEPT, quantity=3, method=Method.QRIS)
    for order in (given, failed):
        give_back(order, 1)
    for order, moves in ((given, DONE[1:]), (failed, (Move.FAIL,))):
        for move in moves:
            begin_write()
            order.make(move, Actor.PRODUCER, now(), note="Uji")
            db.session.commit()

    assert given.lines[0].pool.stock == Stock(on_hand=8)
    assert failed.lines[0].pool.stock == Stock(on_hand=10)
    assert [refund.amount for refund in refunds_of([failed])[failed.id]] == [15_000, 30_000]


def test_each_piece_takes_back_its_own_share_of_kas(app):
    market = make_market()
    let_treasurer_collect(market, 333)
    product = make_product(make_stall(market), price=10_001)
    order = make_order(*DONE, product=product, quantity=3, method=Method.QRIS)
    kas = Account(Kind.KAS, market.id)
    assert balance(kas) == -order.fee_total

    for _ in range(3):
        give_back(order, 1)

    assert balance(kas) == payable_to(order.stall, treasurer(market.id)) == 0
    assert balance(treasurer(market.id)) == -balance(Account(Kind.REFUND, order.id)) == 30_003


def test_a_second_press_finds_that_it_was_given_back(app):
    order = make_order(*DONE, quantity=3, method=Method.QRIS)
    give_back(order, 1, seen=0)
    with pytest.raises(RefundedMeanwhile):
        give_back(order, 1, seen=0)


def test_more_than_came_is_refused(app):
    order = make_order(quantity=3, method=Method.QRIS)
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, Rupiah(40_000), Actor.PRODUCER, now())
    accept_mismatch(payment, Actor.PRODUCER, now())
    db.session.commit()
    give_back(order, 2)
    with pytest.raises(TooMuch) as refused:
        give_back(order, delivery=10_001)
    assert refused.value.left == 10_000


def test_pieces_and_delivery_that_are_not_there_are_refused(app):
    order = make_order(*DONE, quantity=2, method=Method.QRIS)
    for pieces in (3, -1):
        with pytest.raises(ValueError):
            give_back(order, pieces)
        db.session.rollback()
    with pytest.raises(TooMuch):
        give_back(order, delivery=1)


def test_an_open_order_is_cancelled_rather_than_given_back_whole(app):
    order = make_order(Move.PAY, quantity=2, method=Method.QRIS)
    with pytest.raises(WholeOrder):
        give_back(order, 2)


@pytest.mark.parametrize("moves", [(), (Move.CANCEL,), (Move.PAY, Move.REFUSE)])
def test_an_order_without_money_of_its_own_has_nothing_to_give_back(app, moves):
    order = make_order(*moves, quantity=2, method=Method.QRIS)
    with pytest.raises(NotRefundable):
        give_back(order, 1)


def test_the_producer_gives_back_one_bag_and_the_buyer_reads_why(app, sign_in):
    order = make_order(*DONE, quantity=3, method=Method.QRIS)
    client = sign_in(make_producer(order.stall))
    url = f"/penjual/{order.stall.slug}/pesanan/{order.code}/pengembalian"
    line = f"b{order.lines[0].id}"
    typed = {f"{line}-jumlah": "1", f"{line}-rak": "y", "alasan": "Satu remuk", "sudah": "0"}

    assert "Jumlah yang dikembalikan" in client.get(url).text
    page = client.post(url, data=typed, follow_redirects=True)
    again = client.post(url, data=typed)

    assert "Rp15.000 dicatat untuk dikembalikan" in page.text
    assert "Satu remuk" in page.text
    assert (again.status_code, len(refunds_of([order])[order.id])) == (409, 1)
    assert "Baru saja ada pengembalian lain" in again.text
    assert 'value="15000"' in again.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Pilih dulu barang atau ongkir"),
        ({"jumlah": "4"}, "Tinggal 3 yang bisa dikembalikan."),
        ({"jumlah": "-1"}, "Tulis dengan angka bulat saja."),
        ({"jumlah": "1", "alasan": ""}, "Tulis alasannya"),
        ({"jumlah": "1", "ongkir": "5000"}, "Ongkirnya tinggal Rp0."),
    ],
)
def test_what_cannot_go_back_is_said_at_its_field_and_the_rest_is_kept(
    app, sign_in, typed, sentence
):
    order = make_order(*DONE, quantity=3, method=Method.QRIS)
    client = sign_in(make_producer(order.stall))
    line = f"b{order.lines[0].id}"
    data = {"alasan": "Remuk di jalan", "sudah": "0", **typed}
    data = {f"{line}-{name}" if name == "jumlah" else name: value for name, value in data.items()}

    page = client.post(f"/penjual/{order.stall.slug}/pesanan/{order.code}/pengembalian", data=data)

    assert page.status_code == 422
    assert sentence in page.text
    assert data["alasan"] in page.text
    assert refunds_of([order])[order.id] == []


def test_a_stranger_and_a_wrong_moment_find_no_such_page(app, sign_in):
    paid, unpaid = make_order(Move.PAY), make_order()
    url = "/penjual/{0.stall.slug}/pesanan/{0.code}/pengembalian"
    assert sign_in(make_producer(make_stall())).get(url.format(paid)).status_code in (403, 404)
    late = sign_in(make_producer(unpaid.stall)).get(url.format(unpaid))
    assert late.status_code == 409
    assert "Belum ada yang bisa dikembalikan" in late.text


def test_lines_are_read_again_under_the_lock(app):
    order = make_order(Move.PAY, quantity=3)
    begin_write()
    [line] = order.lines
    gone = update(OrderLine).where(OrderLine.id == line.id).values(refunded=1)
    db.session.execute(gone.execution_options(synchronize_session=False))  # as another one does it

    hold_orders([order.id])

    assert line.claimed == 2
    db.session.rollback()
