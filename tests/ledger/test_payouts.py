"""Paying stalls out: never more than is payable, sent once, failed without loss."""

import pytest

from marketplace.accounts.models import AuditEntry
from marketplace.ledger.actions import (
    cancel_payout,
    mark_failed,
    mark_sent,
    post,
    request_payout,
)
from marketplace.ledger.checks import problems
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import (
    OPERATOR,
    TRANSIT,
    IllegalPayout,
    NotEnough,
    PayoutStatus,
    refund_owed,
    stall_itself,
    treasurer,
)
from marketplace.web.db import db
from tests.ledger.books import AT, make_paid_stall, sale_at, sell
from tests.make import make_stall, make_user
from tests.make_orders import make_order

PAYABLE = 48_750  # Rp50.000 less 2,5 %


@pytest.fixture
def stall(app):
    return make_paid_stall()


@pytest.fixture
def someone(app):
    return make_user(name="Bu Wiwik Handayani")


def ask(stall, someone, amount=PAYABLE, **more) -> Payout:
    payout = request_payout(stall, amount, someone, AT, **more)
    db.session.commit()
    return payout


def test_a_payout_takes_the_sum_and_the_bank_account_as_they_are(stall, someone):
    payout = ask(stall, someone, 40_000)
    account = stall.bank_account

    assert payout.status is PayoutStatus.REQUESTED
    assert (payout.bank_name, payout.bank_account) == ("Bank Contoh", account)
    assert payout.requested_by_id == someone.id
    assert payable_to(stall) == PAYABLE - 40_000
    assert balance(TRANSIT) == -40_000
    assert problems() == []


def test_never_more_than_is_payable_less_what_is_on_the_way(stall, someone):
    ask(stall, someone, 40_000)

    with pytest.raises(NotEnough) as refused:
        request_payout(stall, 8_751, someone, AT)
    db.session.rollback()

    assert refused.value.left == 8_750
    ask(stall, someone, 8_750)
    assert payable_to(stall) == 0


@pytest.mark.parametrize("amount", [0, -5, 1.5, True])
def test_a_payout_is_whole_rupiah_above_nothing(stall, someone, amount):
    with pytest.raises(ValueError):
        request_payout(stall, amount, someone, AT)


def test_what_the_treasurer_holds_is_not_paid_by_the_operator(app, someone):
    stall = make_stall()
    holder = treasurer(stall.market_id)
    sell(stall, holder=holder)

    with pytest.raises(NotEnough) as refused:
        request_payout(stall, 1, someone, AT)
    db.session.rollback()

    assert refused.value.left == 0
    payout = ask(stall, someone, holder=holder)
    mark_sent(payout, "TRX 1", someone, AT)
    db.session.commit()
    assert balance(holder) == 50_000 - PAYABLE  # the kas RW stays with the treasurer
    assert problems() == []


def test_a_stranger_pays_nothing_out(stall, someone):
    for holder in (treasurer(stall.market_id + 1), stall_itself(stall.id), TRANSIT):
        with pytest.raises(ValueError):
            request_payout(stall, 1_000, someone, AT, holder)


def test_a_balance_below_zero_is_carried_until_sales_make_up_for_it(app, someone):
    order = make_order()
    stall = order.stall
    sale = sale_at(stall, order=order.id)
    sell(stall)
    ask(stall, someone)
    post("re:1", "Uang kembali", refund_owed(OPERATOR, sale, sale.parts), AT, stall.market)
    db.session.commit()

    assert payable_to(stall) == -PAYABLE
    with pytest.raises(NotEnough) as refused:
        request_payout(stall, 1, someone, AT)
    db.session.rollback()
    assert refused.value.left == 0
    sell(stall, 60_000, key="pay:2")
    assert payable_to(stall) == 58_500 - PAYABLE
    ask(stall, someone, 58_500 - PAYABLE)
    assert problems() == []


def test_a_payout_is_sent_once_with_the_banks_reference(stall, someone):
    payout = ask(stall, someone)
    mark_sent(payout, " TRX 99 ", someone, AT)
    db.session.commit()

    assert (payout.status, payout.reference, payout.sent_at) == (PayoutStatus.SENT, "TRX 99", AT)
    assert balance(TRANSIT) == 0
    assert balance(OPERATOR) == 50_000 - PAYABLE
    for again in (
        lambda: mark_sent(payout, "TRX 99", someone, AT),
        lambda: cancel_payout(payout, "salah", someone, AT),
    ):
        with pytest.raises(IllegalPayout):
            again()
        db.session.rollback()
    assert problems() == []


def test_without_a_reference_nothing_is_sent(stall, someone):
    payout = ask(stall, someone)

    with pytest.raises(ValueError):
        mark_sent(payout, "  ", someone, AT)

    assert payout.status is PayoutStatus.REQUESTED


@pytest.mark.parametrize("was_sent", [False, True])
def test_what_the_bank_gives_back_is_payable_again(stall, someone, was_sent):
    payout = ask(stall, someone)
    if was_sent:
        mark_sent(payout, "TRX 1", someone, AT)
    mark_failed(payout, "Rekening ditutup", someone, AT)
    db.session.commit()

    assert (payout.status, payout.reason) == (PayoutStatus.FAILED, "Rekening ditutup")
    assert payable_to(stall) == PAYABLE
    assert balance(OPERATOR) == 50_000
    assert balance(TRANSIT) == 0
    with pytest.raises(IllegalPayout):
        mark_failed(payout, "lagi", someone, AT)
    db.session.rollback()
    ask(stall, someone)
    assert problems() == []


def test_a_payout_is_cancelled_before_it_is_sent(stall, someone):
    payout = ask(stall, someone)
    cancel_payout(payout, "Lapak berubah pikiran", someone, AT)
    db.session.commit()

    assert payout.status is PayoutStatus.CANCELLED
    assert payable_to(stall) == PAYABLE
    assert problems() == []


def test_who_sent_and_who_ended_stands_in_the_trail(stall, someone):
    payout = ask(stall, someone)
    mark_sent(payout, "TRX 1", someone, AT)
    mark_failed(payout, "Rekening ditutup", someone, AT)
    db.session.commit()

    query = db.select(AuditEntry).where(AuditEntry.subject == f"payout:{payout.id}")
    trail = db.session.scalars(query.order_by(AuditEntry.id)).all()
    assert [entry.action for entry in trail] == ["mengirim setoran", "mencatat setoran gagal"]
    assert {(entry.actor_id, entry.market_id) for entry in trail} == {(someone.id, stall.market_id)}
    assert trail[0].after["reference"] == "TRX 1"
