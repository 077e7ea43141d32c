"""Stripe behind our interface: what it is asked and how its answers read, against the local Stripe."""

import json
import os
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from devtools.stripe.control import Controls, LocalStripe
from marketplace.payments.gateways.interface import (
    Ask,
    BadEvent,
    Outcome,
    ProviderDown,
    Refused,
    Stage,
)
from marketplace.payments.gateways.stripe.amounts import fee_in_rupiah, to_rupiah, to_stripe
from marketplace.payments.gateways.stripe.gateway import StripeGateway
from tests.stripe.shop import VISA

SECRET = "whsec_uji"
REAL_KEY = os.environ.get("STRIPE_TEST_KEY", "")
NO_KEY = "real Stripe: no test key (STRIPE_TEST_KEY is not set)"
pytestmark = pytest.mark.xdist_group("gateway")


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    with LocalStripe() as running:
        yield running


@pytest.fixture
def account(local: LocalStripe) -> Controls:
    return local.account(f"sk_test_{uuid.uuid4().hex}")


@pytest.fixture
def gateway(account: Controls) -> StripeGateway:
    return StripeGateway(account.key, SECRET, account.address)


@pytest.fixture(params=["local", "real"])
def anywhere(request: pytest.FixtureRequest) -> StripeGateway:
    """The local Stripe, then the real one in the test mode of STRIPE_TEST_KEY."""
    if request.param == "local":
        return request.getfixturevalue("gateway")
    if not REAL_KEY:
        pytest.skip(NO_KEY)
    if not REAL_KEY.startswith(("sk_test_", "rk_test_")):
        pytest.fail("STRIPE_TEST_KEY is no test key")
    return StripeGateway(REAL_KEY, SECRET)


def ask(**other: Any) -> Ask:
    usual = Ask(
        key=f"cs:{uuid.uuid4().hex}",
        reference="PRW-7K3M9Q.12",
        group="PRW-7K3M9Q",
        lines=(("Dapur Bu Sri", 30_000), ("Warung Pak Min", 15_000)),
        expires_at=int(time.time()) + 31 * 60,
        success_url="http://pasar.invalid/bayar/PRW-7K3M9Q/kembali",
        cancel_url="http://pasar.invalid/bayar/PRW-7K3M9Q",
    )
    return replace(usual, **other)


def paid(gateway: StripeGateway, account: Controls) -> Any:
    opened = gateway.open_session(ask())
    account.buyer(opened.url or "").pay(VISA)
    return gateway.fetch(opened.id)


def test_rupiah_travel_in_hundredths_and_come_back_whole() -> None:
    assert to_stripe(15_000) == 1_500_000
    assert to_rupiah(1_500_000, "idr") == 15_000
    assert to_rupiah(1_500_050, "idr") is None
    assert to_rupiah(1_500_000, "usd") is None
    assert fee_in_rupiah(130_501) == 1_306


@pytest.mark.parametrize("amount", [0, -1, 1.5, "15000", True, None])
def test_only_positive_whole_rupiah_are_sent(amount: Any) -> None:
    with pytest.raises(ValueError, match="rupiah"):
        to_stripe(amount)


def test_a_session_is_opened_with_one_line_for_each_order(gateway: Any, account: Any) -> None:
    opened = gateway.open_session(ask())

    page = account.buyer(opened.url).look().page
    assert (opened.stage, opened.amount, opened.reference) == (Stage.OPEN, 45_000, "PRW-7K3M9Q.12")
    assert "Dapur Bu Sri" in page
    assert "Rp45.000" in page


def test_the_same_ask_gives_the_same_session_and_another_is_refused(anywhere: Any) -> None:
    wanted = ask()

    first, again = anywhere.open_session(wanted), anywhere.open_session(wanted)
    kept = Ask.from_json(json.loads(json.dumps(wanted.as_json())))

    assert first.id == again.id == anywhere.open_session(kept).id
    with pytest.raises(Refused, match="idempotency"):
        anywhere.open_session(replace(wanted, expires_at=wanted.expires_at + 1))


def test_a_session_lives_as_everywhere(anywhere: Any) -> None:
    opened = anywhere.open_session(ask())
    found = anywhere.fetch(opened.id)

    assert (found.stage, found.amount) == (Stage.OPEN, 45_000)
    assert (found.id, found.reference, found.url) == (opened.id, opened.reference, opened.url)
    assert anywhere.expire(opened.id).stage is Stage.EXPIRED
    assert anywhere.fetch(opened.id).url is None


def test_what_is_too_small_or_unknown_is_refused(anywhere: Any) -> None:
    with pytest.raises(Refused, match="amount_too_small"):
        anywhere.open_session(ask(lines=(("Kerupuk", 1),)))
    with pytest.raises(Refused, match="resource_missing"):
        anywhere.fetch("cs_test_of_nobody")


def test_two_failures_are_ridden_out_and_one_session_is_made(gateway: Any, account: Any) -> None:
    account.fail_calls(2, after=True, path="POST /v1/checkout/sessions")

    gateway.open_session(ask())

    assert len(account.state()["objects"]["checkout.session"]) == 1


def test_a_provider_that_stays_away_is_down(gateway: Any, account: Any) -> None:
    account.fail_calls(3)

    with pytest.raises(ProviderDown):
        gateway.open_session(ask())


def test_what_a_payment_brought_comes_along(gateway: Any, account: Any) -> None:
    found = paid(gateway, account)

    assert (found.stage, found.amount) == (Stage.PAID, 45_000)
    assert [fee.amount for fee in found.fees] == [45_000 * 29 // 1_000 + 2_000]
    assert gateway.find(found.intent) == found
    assert gateway.find("pi_of_nobody") is None
    assert gateway.balance() == 45_000 - found.fees[0].amount


def test_a_fee_that_is_not_known_yet_is_left_out(gateway: Any, account: Any) -> None:
    account.hold_fees()
    found = paid(gateway, account)
    account.settle_fees()

    assert found.fees == ()
    assert len(gateway.fetch(found.id).fees) == 1


def test_complete_is_not_paid(gateway: Any, account: Any) -> None:
    opened = gateway.open_session(ask())
    account.buyer(opened.url).pay_by_transfer()
    waiting = gateway.fetch(opened.id)
    account.settle_transfer(opened.id, arrived=False)

    assert waiting.stage is Stage.PROCESSING
    assert gateway.fetch(opened.id).stage is Stage.EXPIRED


def test_expiring_tells_how_it_stands(gateway: Any, account: Any) -> None:
    opened, done = gateway.open_session(ask()), paid(gateway, account)

    assert gateway.expire(opened.id).stage is Stage.EXPIRED
    assert gateway.expire(opened.id).stage is Stage.EXPIRED
    assert gateway.expire(done.id).stage is Stage.PAID


def test_refunds_are_told_apart_from_those_of_the_dashboard(gateway: Any, account: Any) -> None:
    found = paid(gateway, account)

    first = gateway.refund(found.intent, 15_000, "refund:7")
    again = gateway.refund(found.intent, 15_000, "refund:7")
    account.refund_by_dashboard(found.charge, 5_000_00)

    assert first == again
    assert {(r.amount, r.outcome, r.ours) for r in gateway.fetch(found.id).refunds} == {
        (15_000, Outcome.SUCCEEDED, "refund:7"),
        (5_000, Outcome.SUCCEEDED, ""),
    }
    with pytest.raises(Refused):
        gateway.refund(found.intent, 30_000, "refund:8")


def test_a_dispute_says_what_the_bank_has_taken(gateway: Any, account: Any) -> None:
    found = paid(gateway, account)
    dispute = account.open_dispute(found.charge)
    [opened] = gateway.fetch(found.id).disputes
    account.close_dispute(dispute["id"], "won")
    [won] = gateway.fetch(found.id).disputes

    assert (opened.amount, opened.withdrawn, opened.is_closed) == (45_000, 45_000, False)
    assert (won.withdrawn, won.is_closed, won.is_won) == (0, True, True)
    assert [fee.amount for fee in gateway.fetch(found.id).fees][1:] == [230_000]


def test_events_name_what_they_are_about(gateway: Any, account: Any) -> None:
    found = paid(gateway, account)

    events = list(gateway.events_since(datetime.now(UTC) - timedelta(hours=2)))

    assert {event.type for event in events} == {
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.updated",
    }
    assert {event.session or event.intent for event in events} == {found.id, found.intent}


def signed(event: dict[str, Any], at: int | None = None, secret: str = SECRET) -> Any:
    body = json.dumps(event)
    header = stripe.WebhookSignature.generate_signature_header(body, secret, at)
    return body.encode(), {"Stripe-Signature": header}


EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "charge.refunded",
    "created": 1_764_000_000,
    "data": {"object": {"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}},
}


def test_a_signed_event_is_read(gateway: Any) -> None:
    event = gateway.read_event(*signed(EVENT))

    assert (event.id, event.object_id, event.intent, event.session) == (
        "evt_1",
        "ch_1",
        "pi_1",
        None,
    )


@pytest.mark.parametrize(
    "sent",
    [
        signed(EVENT, secret="whsec_lain"),
        signed(EVENT, at=int(time.time()) - 301),
        (signed(EVENT)[0] + b" ", signed(EVENT)[1]),
        (json.dumps(EVENT, indent=1).encode(), signed(EVENT)[1]),
        (signed(EVENT)[0], {}),
        (b"\xff\xfe", signed(EVENT)[1]),
        signed({"id": "evt_1", "type": "x"}),
    ],
    ids=["other secret", "old", "longer", "reserialised", "unsigned", "no text", "no event"],
)
def test_what_the_provider_did_not_sign_is_refused(gateway: Any, sent: Any) -> None:
    with pytest.raises(BadEvent):
        gateway.read_event(*sent)
