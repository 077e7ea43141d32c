"""Many press for one stall's money at the same moment: it goes out once, and the books agree."""

from typing import Any

import pytest
from flask import Flask

from marketplace.accounts.rules import Role
from marketplace.kit.clock import now
from marketplace.ledger.actions import request_payout
from marketplace.ledger.checks import problems
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import payable_to, standing_of
from marketplace.ledger.rules import PayoutStatus, treasurer
from marketplace.web.db import db
from tests.ledger.books import sell
from tests.make import make_admin, make_market, make_producer, make_stall, make_user
from tests.make_orders import let_stall_take_money
from tests.visitor import Visitor, all_at_once

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race")]
TRIES = 8


@pytest.fixture
def people(app: Flask, server: str, sign_in: Any) -> tuple[Any, Visitor, Visitor]:
    """A market, the browser of somebody with several stalls in it, and its treasurer's."""
    market, producer = make_market(), make_user(name="Bu Sri")
    browsers = []
    for user in (producer, make_admin(market, make_user(), Role.TREASURER)):
        cookie = sign_in(user).get_cookie("sesi")
        browsers.append(Visitor(server, sesi=cookie.value))
    return (market, producer), *browsers


def paid_stall(people: Any) -> Any:
    """Rp48.750 lie with the treasurer."""
    market, producer = people[0]
    stall = make_stall(market)
    make_producer(stall, producer)
    let_stall_take_money(stall)
    sell(stall, 50_000, holder=treasurer(market.id), key=f"race:{stall.id}", at=now())
    return stall


def afresh() -> None:
    db.session.rollback()
    db.session.expire_all()


def payouts_of(stall: Any) -> list[Payout]:
    return list(db.session.scalars(db.select(Payout).where(Payout.stall_id == stall.id)))


def test_stall_and_treasurer_ask_for_the_same_money(people):
    _, producer, purse = people
    for _ in range(TRIES):
        stall = paid_stall(people)
        ask = f"/penjual/{stall.slug}/uang/bendahara"
        pay = f"/kelola/{stall.market.slug}/setoran/lapak/{stall.id}"
        answers = all_at_once(
            [
                lambda a=ask: producer.post(a, {"bendahara-jumlah": "30.000"}),
                lambda a=ask: producer.post(a, {"bendahara-jumlah": "30.000"}),
                lambda p=pay: purse.post(p, {"jumlah": "30.000"}),
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 422, 422]
        assert all("Sekarang ada Rp18.750" in a.text for a in answers if a.status == 422)
        afresh()
        assert [payout.amount for payout in payouts_of(stall)] == [30_000]
        assert payable_to(stall) == 18_750
    assert problems() == []


def test_a_double_press_of_a_part_asks_once(people):
    _, producer, _purse = people
    for _ in range(TRIES):
        stall = paid_stall(people)
        ask = f"/penjual/{stall.slug}/uang/bendahara"
        typed = {"bendahara-jumlah": "10.000", "bendahara-terlihat": "48750"}
        answers = all_at_once([lambda a=ask, t=typed: producer.post(a, t)] * 4)

        assert sorted(answer.status for answer in answers) == [302, 422, 422, 422]
        afresh()
        assert [payout.amount for payout in payouts_of(stall)] == [10_000]
    assert problems() == []


def test_sent_by_one_and_cancelled_by_the_other_at_once(people):
    _, producer, purse = people
    for _ in range(TRIES):
        stall = paid_stall(people)
        payout = request_payout(stall, 30_000, people[0][1], now(), treasurer(stall.market_id))
        db.session.commit()
        send = f"/kelola/{stall.market.slug}/setoran/{payout.id}/terkirim"
        back = f"/penjual/{stall.slug}/uang/setoran/{payout.id}/pembatalan"
        answers = all_at_once(
            [
                lambda s=send: purse.post(s, {"rujukan": "TRX"}),
                lambda b=back: producer.post(b),
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 409]
        afresh()
        won = PayoutStatus.SENT if answers[0].status == 302 else PayoutStatus.CANCELLED
        assert payout.status is won
    assert problems() == []


def test_kas_is_handed_in_once(people):
    _, _producer, purse = people
    for _ in range(TRIES):
        stall = paid_stall(people)
        sell(stall, 40_000, holder=None, key=f"direct:{stall.id}", at=now())
        base = f"/kelola/{stall.market.slug}/setoran/lapak/{stall.id}/kas"
        answers = all_at_once(
            [
                lambda b=base: purse.post(f"{b}/masuk", {"masuk-jumlah": "1.000"}),
                lambda b=base: purse.post(f"{b}/masuk", {"masuk-jumlah": "1.000"}),
                lambda b=base: purse.post(f"{b}/potong", {"potong-jumlah": "1.000"}),
            ]
        )

        assert sorted(answer.status for answer in answers) == [302, 422, 422]
        afresh()
        assert standing_of(stall).to_kas == 0
    assert problems() == []
