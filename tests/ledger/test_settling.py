"""Kas RW on its way, statements in pages, and whom a holder still owes."""

from datetime import timedelta

import pytest

from marketplace.ledger.actions import hand_on, request_payout, settle_fee, take_back
from marketplace.ledger.checks import problems
from marketplace.ledger.queries import (
    balance,
    kas_with_operator,
    owed_stalls,
    payable_to,
    standing_of,
    statement,
    statement_page,
)
from marketplace.ledger.rules import OPERATOR, FeeWay, NotEnough, treasurer
from marketplace.web.db import db
from tests.ledger.books import AT, sell
from tests.make import make_market, make_stall, make_user

DAY = timedelta(days=1)


@pytest.fixture
def stall(app):
    """The operator owes it Rp97.500, the treasurer Rp39.000, and it owes the kas Rp1.500."""
    stall = make_stall()
    sell(stall, 100_000, key="card")
    sell(stall, 40_000, key="collected", holder=treasurer(stall.market_id))
    sell(stall, 60_000, key="direct", holder=None)
    return stall


@pytest.mark.parametrize(
    ("way", "purse", "owed"),
    [(FeeWay.HANDED_IN, 41_500, 39_000), (FeeWay.WITHHELD, 40_000, 37_500)],
)
def test_kas_is_settled_up_to_what_is_due(stall, way, purse, owed):
    someone, holder = make_user(), treasurer(stall.market_id)
    with pytest.raises(NotEnough) as refused:
        settle_fee(stall, way, 1_501, someone, AT)
    db.session.rollback()
    assert refused.value.left == 1_500

    settle_fee(stall, way, 1_500, someone, AT)
    db.session.commit()

    assert (balance(holder), payable_to(stall, holder)) == (purse, owed)
    assert standing_of(stall).to_kas == 0
    with pytest.raises(NotEnough):
        settle_fee(stall, FeeWay.GIVEN, 1, someone, AT)
    db.session.rollback()
    assert problems() == []


def test_no_more_is_withheld_than_the_treasurer_owes(stall):
    someone = make_user()
    request_payout(stall, 38_500, someone, AT, treasurer(stall.market_id))
    db.session.commit()

    with pytest.raises(NotEnough) as refused:
        settle_fee(stall, FeeWay.WITHHELD, 501, someone, AT)
    db.session.rollback()

    assert refused.value.left == 500


@pytest.mark.parametrize("amount", [0, -5, 1.5])
def test_kas_is_whole_rupiah_above_nothing(stall, amount):
    for settle in (
        lambda: settle_fee(stall, FeeWay.HANDED_IN, amount, make_user(), AT),
        lambda: hand_on(stall.market, amount, make_user(), AT),
    ):
        with pytest.raises(ValueError):
            settle()
        db.session.rollback()


def test_the_operator_hands_on_what_is_the_kas_and_nothing_of_the_stalls(stall):
    market, someone = stall.market, make_user()
    assert kas_with_operator() == {market.id: 2_500}
    for amount, seen in ((2_501, None), (1_000, 3_000)):
        with pytest.raises(NotEnough):
            hand_on(market, amount, someone, AT, seen)
        db.session.rollback()

    hand_on(market, 2_500, someone, AT, seen=2_500)
    db.session.commit()

    assert kas_with_operator() == {}
    assert balance(OPERATOR) == payable_to(stall, OPERATOR) == 97_500
    assert balance(treasurer(market.id)) == 42_500
    with pytest.raises(NotEnough):
        take_back(market, 1, someone, AT)
    db.session.rollback()
    assert problems() == []


def test_a_holder_reads_whom_it_owes_page_by_page(stall):
    market = stall.market
    others = [make_stall(market), make_stall(market), make_stall(make_market())]
    holders = (treasurer(market.id), None, OPERATOR)
    for n, (other, holder) in enumerate(zip(others, holders, strict=True)):
        sell(other, 20_000, key=f"other:{n}", holder=holder)
    make_stall(market)

    def told(holder, after=None, most=9):
        return [(o.stall.id, o.payable, o.to_kas) for o in owed_stalls(holder, after, most)]

    mine, collected, direct, far = (s.id for s in (stall, *others))
    assert told(treasurer(market.id)) == [
        (mine, 39_000, 1_500),
        (collected, 19_500, 0),
        (direct, 0, 500),
    ]
    assert told(OPERATOR) == [(mine, 97_500, 0), (far, 19_500, 0)]
    assert told(treasurer(market.id), after=mine, most=1) == [(collected, 19_500, 0)]


@pytest.mark.parametrize("most", [1, 2, 3, 50])
def test_pages_of_a_statement_are_the_statement(stall, most):
    for n in range(7):
        sell(stall, 1_000 * (n + 1), key=f"more:{n}", at=AT + DAY * (n // 2))
    within = AT, AT + DAY * 3
    whole = statement(stall, *within)

    rows, before = [], None
    while True:
        page = statement_page(stall, within=within, before=before, most=most)
        rows += page.rows
        before = page.older
        if before is None:
            break

    assert rows == whole.rows[::-1]
    assert page.opening == whole.opening == 0
