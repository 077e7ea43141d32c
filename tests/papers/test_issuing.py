"""Papers are issued by paying and giving back, once each, numbered without gaps, and stay as they are."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from marketplace.kit.clock import now
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import accept_mismatch, confirm_received
from marketplace.payments.checks import problems
from marketplace.payments.papers.actions import papers_of
from marketplace.payments.papers.models import Document, DocumentCounter
from marketplace.payments.papers.reports import sold
from marketplace.payments.papers.rules import Kind, Line
from marketplace.payments.refunding.actions import Wanted, refund_parts
from marketplace.payments.refunding.rules import Wish
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import Method
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall
from tests.make_orders import make_order, make_purchase
from tests.make_vouchers import make_voucher

PAID = (Move.PAY, Move.ACCEPT)


def numbers() -> list[tuple[int, int]]:
    query = sa.select(Document.year, Document.number).order_by(Document.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_paying_issues_the_nota_of_what_was_ordered(app) -> None:
    market = make_market("purwantoro-rw-15")
    stall = make_stall(market, name="Dapur Bu Sri")
    product = make_product(stall, title="=Keripik tempe", price=15_000)

    order = make_order(Move.PAY, product=product, quantity=2, name="Rina")

    [nota] = papers_of(order)
    year = now().year
    assert (nota.kind, nota.code) == (Kind.NOTA, f"PURWANTORO-15/{year}/1")
    facts = nota.facts
    assert facts.lines == (Line("=Keripik tempe, 150 g", 2, 15_000, 0),)
    assert (facts.platform, facts.seller) == ("Pasar RW Kota Malang", "Dapur Bu Sri")
    assert (facts.total, facts.pph22, facts.order) == (order.total, 0, order.code)
    assert (nota.buyer_name, nota.buyer_address) == ("Rina", "")
    assert "Rina" not in str(nota.kept)
    assert nota.issued_at == payment_of(order).paid_at
    assert problems() == []


def test_an_order_that_nobody_paid_has_no_paper(app) -> None:
    for moves in ((), (Move.CANCEL,), (Move.EXPIRE,)):
        assert papers_of(make_order(*moves)) == []
    assert numbers() == []


def test_cash_has_its_nota_when_it_changes_hands(app) -> None:
    order = make_order(Move.ACCEPT, Move.PREPARE, method=Method.CASH)
    assert papers_of(order) == []

    begin_write()
    order.make(Move.HAND_OVER, Actor.PRODUCER, now())
    db.session.commit()

    assert [paper.kind for paper in papers_of(order)] == [Kind.NOTA]
    assert problems() == []


def test_giving_everything_back_cancels_the_nota_by_its_number(app) -> None:
    order = make_order(Move.PAY, Move.REFUSE)

    nota, back = papers_of(order)

    assert (back.kind, back.corrects, back.number) == (Kind.CANCELLATION, nota, 2)
    assert back.facts.total == nota.facts.total == order.total
    assert back.facts.returned == payment_of(order).due  # with the unique code
    assert back.facts.reason
    assert nota.turnover + back.turnover == 0
    assert problems() == []


def test_pieces_that_go_back_stand_on_the_correction(app) -> None:
    """Two of three bags, then the last one with the order: discount and turnover by the frozen shares."""
    market = make_market()
    make_voucher(market, "SANAN10", percent=10)
    product = make_product(make_stall(market), price=10_000, stock=20)
    [order] = make_purchase(product, quantity=3, vouchers="SANAN10").orders
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.commit()
    begin_write()
    wish = Wish(order.lines[0].id, 2, restock=True)
    refund_parts(order, Wanted([wish], 0, 0, "Gosong"), Actor.PRODUCER, now())
    db.session.commit()

    _nota, back = papers_of(order)
    assert (back.kind, back.facts.reason) == (Kind.CORRECTION, "Gosong")
    assert back.facts.lines == (Line("Keripik tempe, 150 g", 2, 10_000, 2_000),)
    assert (back.facts.total, back.turnover, back.facts.borne) == (18_000, -20_000, 2_000)
    assert problems() == []

    begin_write()
    order.make(Move.REFUSE, Actor.PRODUCER, now(), note="Habis")
    db.session.commit()
    *_, last = papers_of(order)
    assert (last.kind, last.facts.total, last.turnover) == (Kind.CANCELLATION, 9_000, -10_000)
    assert problems() == []


def test_a_short_payment_that_goes_back_cancels_the_whole_nota(app) -> None:
    order = make_order()
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due - 500, Actor.PRODUCER, now())
    accept_mismatch(payment, Actor.PRODUCER, now())
    order.make(Move.REFUSE, Actor.PRODUCER, now(), note="Habis")
    db.session.commit()

    _nota, back = papers_of(order)
    assert (back.kind, back.facts.total) == (Kind.CANCELLATION, order.total)
    assert back.facts.returned == payment.due - 500
    assert problems() == []


def test_kas_goes_back_with_the_money(app) -> None:
    market = make_market()
    begin_write()
    market.fee_basis_points = 250
    db.session.commit()
    product = make_product(make_stall(market), price=20_000)

    order = make_order(Move.PAY, Move.REFUSE, product=product)

    nota, back = papers_of(order)
    assert (nota.facts.fee, back.facts.fee) == (500, 500)


def test_a_discount_stands_on_the_nota_and_its_lines(app) -> None:
    """10 % of 40.000 that the market gives: the stall gets it from the kas, and its turnover is what it was."""
    market = make_market()
    make_voucher(market, "SANAN10", percent=10)
    stall = make_stall(market)
    goods = [make_product(stall, price=price) for price in (30_000, 10_000)]

    [order] = make_purchase(*goods, vouchers="SANAN10").orders
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.commit()

    [nota] = papers_of(order)
    facts = nota.facts
    assert [line.discount for line in facts.lines] == [3_000, 1_000]
    assert (facts.goods, facts.discount, facts.total) == (40_000, 4_000, 36_000)
    assert (facts.borne, nota.turnover) == (4_000, 40_000)
    assert sold(facts).net == 40_000
    assert problems() == []


def test_what_a_discount_covers_whole_has_its_nota_at_the_hand_over(app) -> None:
    market = make_market()
    make_voucher(market, "GRATIS", percent=100)
    [order] = make_purchase(make_product(make_stall(market)), vouchers="GRATIS").orders
    assert order.total == 0
    for move in (Move.ACCEPT, Move.PREPARE, Move.HAND_OVER):
        assert papers_of(order) == []
        begin_write()
        order.make(move, Actor.PRODUCER, now())
        db.session.commit()

    [nota] = papers_of(order)
    assert (nota.facts.total, nota.turnover) == (0, 15_000)
    assert sold(nota.facts).net == 15_000  # from the kas
    assert nota.facts.method == "Tidak ada yang dibayar"
    assert problems() == []


def test_money_that_never_bought_anything_has_no_paper(app) -> None:
    """It came after the order was cancelled, and goes back."""
    order = make_order(Move.CANCEL)
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.commit()

    assert papers_of(order) == []
    assert problems() == []


def test_a_wrong_amount_that_was_accepted_is_a_sale_all_the_same(app) -> None:
    order = make_order()
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due - 500, Actor.PRODUCER, now())
    db.session.commit()
    assert papers_of(order) == []
    begin_write()
    accept_mismatch(payment, Actor.PRODUCER, now())
    db.session.commit()

    [nota] = papers_of(order)
    assert nota.facts.total == order.total


def test_each_market_counts_for_itself(app) -> None:
    stalls = [make_stall(make_market(slug)) for slug in ("purwantoro-rw-15", "merjosari-rw-03")]
    for stall in stalls:
        product = make_product(stall)
        for _ in range(2):
            make_order(Move.PAY, product=product)

    codes = set(db.session.scalars(sa.select(Document.code)))
    year = now().year
    assert codes == {f"{m}/{year}/{n}" for m in ("PURWANTORO-15", "MERJOSARI-03") for n in (1, 2)}


def test_each_year_begins_at_one(app) -> None:
    order, other = make_order(), make_order()
    market = order.stall.market
    begin_write()
    other.market_id, other.stall_id = market.id, order.stall_id
    db.session.commit()
    for one, at in ((order, (2026, 12, 31, 16)), (other, (2026, 12, 31, 17))):
        begin_write()
        payment = payment_of(one)
        confirm_received(payment, payment.due, Actor.PRODUCER, datetime(*at, tzinfo=UTC))
        db.session.commit()

    assert numbers() == [(2026, 1), (2027, 1)]


def test_a_number_that_was_rolled_back_is_given_again(app) -> None:
    product = make_product()
    order = make_order(product=product)
    begin_write()
    payment = payment_of(order)
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.rollback()
    assert numbers() == []

    make_order(Move.PAY, product=product)

    assert [number for _, number in numbers()] == [1]
    assert papers_of(order) == []
    assert problems() == []


def test_several_orders_of_one_moment_are_numbered_one_after_the_other(app) -> None:
    market = make_market()
    products = [make_product(make_stall(market)) for _ in range(3)]
    purchase = make_purchase(*products)
    begin_write()
    for order in purchase.orders:
        payment = payment_of(order)
        confirm_received(payment, payment.due, Actor.PRODUCER, now())
    db.session.commit()

    assert [number for _, number in numbers()] == [1, 2, 3]
    assert db.session.scalar(sa.select(DocumentCounter.last)) == 3


def refused(statement: str) -> None:
    with pytest.raises(DBAPIError, match="never changed"), db.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_the_database_refuses_to_change_a_paper(app) -> None:
    make_order(Move.PAY, Move.REFUSE, name="Rina")
    db.session.rollback()

    for change in (
        "UPDATE documents SET number = number + 10",
        "UPDATE documents SET facts = '{}'",
        "UPDATE documents SET buyer_name = NULL, issued_at = issued_at",
        "UPDATE documents SET buyer_name = 'Orang lain'",
        "UPDATE documents SET buyer_address = 'Gang lain'",
        "DELETE FROM documents WHERE corrects_id IS NOT NULL",
    ):
        refused(change)


def test_a_person_can_be_forgotten(app) -> None:
    order = make_order(Move.PAY, name="Rina")
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE documents SET buyer_name = NULL, buyer_address = NULL"))
    db.session.expire_all()

    [nota] = papers_of(order)
    assert nota.buyer_name is None
    assert nota.facts.total == order.total
