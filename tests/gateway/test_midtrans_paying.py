"""Paying by card at Midtrans, over real HTTP: our site under gunicorn, the local Midtrans, and a buyer between them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from devtools.midtrans.server import LocalMidtrans, post
from marketplace.accounts.models import AuditEntry
from marketplace.catalogue.checks import problems as stock_problems
from marketplace.checkout.jobs import expire_orders
from marketplace.kit.clock import now
from marketplace.ledger.checks import problems as ledger_problems
from marketplace.orders.checks import problems as order_problems
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.gateways import gateway_of
from marketplace.payments.jobs import catch_up, compare, expected_balance, send_refunds
from marketplace.payments.models import Refund
from marketplace.payments.provider_events import ProviderEvent
from marketplace.payments.sessions import begin_refund
from marketplace.web.db import begin_write, db
from marketplace.web.headers import policy_for
from marketplace.web.settings import read_settings
from tests.conftest import emptied
from tests.gateway.test_midtrans import FORGED
from tests.gateway.till import Bought, Till, entries, pass_the_time, work
from tests.serving import serving
from tests.visitor import all_at_once

pytestmark = pytest.mark.xdist_group("gateway")


@pytest.fixture(scope="module")
def midtrans() -> Iterator[LocalMidtrans]:
    with LocalMidtrans() as running:
        yield running


@pytest.fixture(scope="module")
def app(
    engine_name: str, midtrans: LocalMidtrans, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    theirs = {
        "MIDTRANS_KEY": midtrans.key,
        "MIDTRANS_HOSTS": (midtrans.address, midtrans.address),
    }
    with emptied(engine_name, request) as app:
        before = {name: app.config[name] for name in theirs}
        app.config.update(theirs)
        app.extensions.pop("gateways", None)
        yield app
        app.config.update(before)
        app.extensions.pop("gateways", None)


@pytest.fixture(scope="module")
def open_till(app: Flask) -> Iterator[Till]:
    with serving(app) as address:
        yield Till(app, address, account=None)  # type: ignore[arg-type]


@pytest.fixture
def till(open_till: Till, midtrans: LocalMidtrans) -> Iterator[Till]:
    """At the end of every scenario everything agrees."""
    midtrans.outbox.clear()
    yield open_till
    found = stock_problems() + order_problems() + payment_problems() + ledger_problems()
    assert found == []


def deliver(till: Till, midtrans: LocalMidtrans, times: int = 1) -> set[int]:
    answers = midtrans.deliver(f"{till.server}/webhook/midtrans", times)
    db.session.rollback()
    db.session.expire_all()
    return set(answers)


def rewrite(bought: Bought, **values: Any) -> None:
    """What we remember of its session is another thing."""
    kept = bought.session
    begin_write()
    for name, value in values.items():
        setattr(kept, name, value)
    db.session.commit()


def events_about(bought: Bought) -> int:
    """As they are kept."""
    its = ProviderEvent.payload["order_id"].as_string() == bought.session.session
    return db.session.query(ProviderEvent).where(its).count()


def test_a_purchase_is_paid_by_its_notification(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy(*till.two_stalls())
    shown = bought.visitor.get(f"/bayar/{bought.code}").text
    books, before = entries(), expected_balance()

    page = bought.page()
    status = midtrans.pay(page)
    answers = deliver(till, midtrans, times=3)

    assert "di halaman Midtrans" in shown
    assert "Stripe" not in shown
    assert (status, answers) == (303, {200})
    assert bought.states == ["placed", "placed"]
    assert bought.paid_by == ["paid"]
    assert bought.payments[0].received == 50_000
    assert bought.times_paid() == 2
    assert entries() - books == 2  # one sale for each order; nobody tells a fee
    assert expected_balance() - before == 50_000
    assert events_about(bought) == 1


def test_forged_notifications_are_refused_and_write_nothing(till: Till) -> None:
    before = db.session.query(ProviderEvent).count()
    bodies = [json.dumps(told).encode() for told in FORGED.values()]

    answers = {
        post(f"{till.server}/webhook/midtrans", body, "application/json")
        for body in (*bodies, b"", b"\xff", b"null", b"[" * 100_000)
    }

    db.session.rollback()
    assert answers == {400}
    assert db.session.query(ProviderEvent).count() == before


def test_nobody_else_is_listened_to(till: Till) -> None:
    assert post(f"{till.server}/webhook/stripe", b"{}", "application/json") == 404


def test_the_browser_is_let_through_to_the_page(midtrans: LocalMidtrans) -> None:
    env = {
        "PASAR_ENV": "development",
        "PASAR_MIDTRANS_KEY": midtrans.key,
        "PASAR_MIDTRANS_ADDRESS": midtrans.address,
    }

    policy = policy_for(read_settings(env)["PAYMENT_PAGES"])

    assert f"form-action 'self' {midtrans.address}" in policy


def test_the_return_page_asks_when_no_notification_came(
    till: Till, midtrans: LocalMidtrans
) -> None:
    bought = till.buy()
    midtrans.pay(bought.page(), "deny")
    bought.come_back()
    denied = bought.states

    midtrans.pay(bought.page())
    back = f"/bayar/{bought.code}/kembali"
    shown = bought.visitor.get(f"{back}?transaction_status=settlement&status_code=200").text
    believed = bought.states
    bought.come_back()

    assert (denied, believed) == (["awaiting_payment"], ["awaiting_payment"])
    assert "Sedang dikonfirmasi" in shown
    assert bought.states == ["placed"]


def test_the_same_button_in_two_tabs_makes_one_page(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy()
    before = len(midtrans.pages)

    answers = all_at_once([bought.press] * 4)

    assert {answer.location for answer in answers if answer.status == 303} == {bought.page()}
    assert {answer.status for answer in answers} <= {303, 503}
    assert len(midtrans.pages) == before + 1


def test_a_lost_answer_is_made_up_for_by_another_page(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy()
    first = bought.page()
    rewrite(bought, session=None, page=None)

    too_soon = bought.press()
    rewrite(bought, asked_at=now() - timedelta(minutes=1))
    second = bought.page()
    midtrans.pay(second)
    deliver(till, midtrans)

    assert too_soon.status == 503
    assert second != first
    assert bought.states == ["placed"]


def test_a_challenge_is_waited_for_and_decided(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy()
    midtrans.pay(bought.page(), "challenge")
    deliver(till, midtrans)
    shown = bought.visitor.get(f"/bayar/{bought.code}").text
    pass_the_time(bought)
    work(expire_orders)
    waited = bought.states

    session = bought.session.session or ""
    midtrans.move(midtrans.status(session) | {"fraud_status": "accept"}, "capture")
    midtrans.status(session)["fraud_status"] = "accept"
    deliver(till, midtrans)

    assert "sedang memproses" in shown
    assert waited == ["awaiting_payment"]
    assert bought.states == ["placed"]


def test_the_sweep_closes_the_page_of_what_it_ends(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy()
    page = bought.page()
    pass_the_time(bought)

    work(expire_orders)

    assert bought.states == ["expired"]
    assert midtrans.pay(page) == 409


def test_what_nobody_told_us_is_found_by_asking(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy()
    midtrans.pay(bought.page())

    work(lambda: catch_up(gateway_of("midtrans"), now(), wait=timedelta()))

    assert bought.states == ["placed"]


def test_one_order_of_two_goes_back_after_the_settlement(
    till: Till, midtrans: LocalMidtrans
) -> None:
    bought = till.buy(*till.two_stalls())
    midtrans.pay(bought.page())
    deliver(till, midtrans)
    before = expected_balance()
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})

    work(send_refunds)
    too_soon = bought.refunds
    midtrans.settle(bought.session.session or "")
    work(send_refunds)
    work(send_refunds)
    deliver(till, midtrans)

    assert too_soon == [(20_000, "owed")]
    assert bought.refunds == [(20_000, "returned")]
    assert bought.states == ["cancelled", "placed"]
    assert before - expected_balance() == 20_000


def test_all_of_it_goes_back_on_the_same_day(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy()
    midtrans.pay(bought.page())
    deliver(till, midtrans)
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})

    work(send_refunds)
    deliver(till, midtrans, times=2)
    work(send_refunds)

    assert bought.refunds == [(20_000, "returned")]
    assert midtrans.status(bought.session.session or "")["transaction_status"] == "cancel"


def test_a_chargeback_takes_the_money_of_the_order(till: Till, midtrans: LocalMidtrans) -> None:
    bought = till.buy()
    midtrans.pay(bought.page())
    session = bought.session.session or ""
    midtrans.settle(session)
    deliver(till, midtrans)
    before = expected_balance()

    midtrans.move(midtrans.status(session), "chargeback")
    deliver(till, midtrans, times=2)

    assert before - expected_balance() == 20_000
    assert bought.states == ["placed"]


def test_the_word_of_cancelling_may_come_before_its_answer(
    till: Till, midtrans: LocalMidtrans
) -> None:
    bought = till.buy()
    midtrans.pay(bought.page())
    deliver(till, midtrans)
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})
    [refund] = db.session.scalars(select(Refund).where(Refund.payment_id == bought.payments[0].id))
    begin_write()
    begin_refund(refund, now())
    db.session.commit()
    midtrans.cancel(bought.session.session or "")

    deliver(till, midtrans)
    told = bought.refunds
    work(send_refunds)

    assert told == bought.refunds == [(20_000, "returned")]


def test_a_notification_about_a_payment_of_nobody_is_sent_again(
    till: Till, midtrans: LocalMidtrans
) -> None:
    bought = till.buy()
    midtrans.pay(bought.page())
    name = bought.session.session
    rewrite(bought, session="hilang")

    first = deliver(till, midtrans)
    rewrite(bought, session=name)
    work(lambda: catch_up(gateway_of("midtrans"), now() + timedelta(seconds=1), wait=timedelta()))

    assert first == {500}
    assert bought.states == ["placed"]


def test_what_midtrans_does_not_tell_is_not_compared(till: Till) -> None:
    rung = select(func.count(AuditEntry.id)).where(
        AuditEntry.action.startswith("alarm: Di penyedia")
    )
    before = db.session.scalar(rung)

    work(compare)

    assert db.session.scalar(rung) == before
