"""Many at once on one stall's money: it is paid out once, and an entry is written once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from marketplace.accounts.models import User
from marketplace.ledger.actions import hand_on, mark_failed, mark_sent, post, request_payout
from marketplace.ledger.checks import problems
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import (
    GATEWAY_FEE,
    OPERATOR,
    IllegalPayout,
    KeyTaken,
    NotEnough,
    gateway_fee,
    treasurer,
)
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import db
from tests.ledger.books import AT, make_paid_stall
from tests.make import make_user

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
ROUNDS = 10


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Each with a connection of its own, begun together; what it gave or what it raised, in order."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        with app.app_context():
            start.wait(60)
            try:
                answer = deed()
                db.session.commit()
            except (NotEnough, IllegalPayout, KeyTaken) as refused:
                db.session.rollback()
                return type(refused)
            finally:
                db.session.remove()
            return answer

    db.session.rollback()
    with ThreadPoolExecutor(len(deeds)) as threads:
        answers = list(threads.map(run, deeds))
    db.session.expire_all()
    return answers


def test_two_requests_cannot_take_the_same_money(app):
    someone = make_user().id
    for _ in range(ROUNDS):
        stall = make_paid_stall()
        stall_id = stall.id

        def ask(id: int = stall_id) -> str:
            by = db.session.get_one(User, someone)
            request_payout(db.session.get_one(Stall, id), 30_000, by, AT)
            return "asked"

        answers = at_once(app, ask, ask)

        assert sorted(map(str, answers)) == sorted(["asked", str(NotEnough)])
        assert payable_to(stall) == 18_750
    assert problems() == []


def test_eight_small_requests_stop_at_zero(app):
    someone, stall = make_user().id, make_paid_stall()
    stall_id = stall.id

    def ask() -> str:
        by = db.session.get_one(User, someone)
        request_payout(db.session.get_one(Stall, stall_id), 10_000, by, AT)
        return "asked"

    answers = at_once(app, *[ask] * 8)

    assert answers.count("asked") == 4
    assert answers.count(NotEnough) == 4
    assert payable_to(stall) == 8_750
    assert problems() == []


def test_a_payout_is_sent_or_fails_but_not_twice(app):
    someone, stall = make_user().id, make_paid_stall()
    payout_id = request_payout(stall, 40_000, db.session.get_one(User, someone), AT).id
    db.session.commit()

    def send() -> str:
        mark_sent(
            db.session.get_one(Payout, payout_id), "TRX", db.session.get_one(User, someone), AT
        )
        return "sent"

    def fail() -> str:
        by = db.session.get_one(User, someone)
        mark_failed(db.session.get_one(Payout, payout_id), "Ditolak", by, AT)
        return "failed"

    answers = at_once(app, send, send, fail, fail)

    assert answers.count("sent") <= 1
    assert answers.count("failed") == 1  # what was sent first may still fail
    assert balance(OPERATOR) == 50_000
    assert payable_to(stall) == 48_750
    assert problems() == []


def test_one_key_is_written_once_by_whoever_comes_first(app):
    answers = at_once(app, *[lambda: post("fee:1", "Biaya", gateway_fee(1_400), AT)] * 8)

    assert sorted(map(str, answers)) == ["False"] * 7 + ["True"]
    assert balance(GATEWAY_FEE) == 1_400
    assert problems() == []


def test_two_entries_that_claim_one_key_are_one_entry_and_one_refusal(app):
    for n in range(ROUNDS):
        key = f"fee:{n}"
        answers = at_once(
            app,
            lambda key=key: post(key, "Biaya", gateway_fee(100), AT),
            lambda key=key: post(key, "Biaya", gateway_fee(200), AT),
        )
        assert sorted(map(str, answers)) == sorted(["True", str(KeyTaken)])
    assert problems() == []


def test_kas_of_card_sales_is_handed_on_once(app):
    someone, stall = make_user().id, make_paid_stall()
    market_id = stall.market_id

    def give() -> str:
        by = db.session.get_one(User, someone)
        hand_on(db.session.get_one(Market, market_id), 1_250, by, AT)
        return "given"

    answers = at_once(app, give, give, give)

    assert (answers.count("given"), answers.count(NotEnough)) == (1, 2)
    assert balance(treasurer(market_id)) == 1_250
    assert problems() == []
