"""What the shop relies on, asked of the local Stripe and, with a test key, of the real one.

STRIPE_TEST_KEY=sk_test_… runs them in that account's test mode too; a live key is refused.
"""

import os
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from devtools.stripe.control import LocalStripe
from tests.stripe.shop import RP, cart, client, line

REAL_KEY = os.environ.get("STRIPE_TEST_KEY", "")
NO_KEY = "real Stripe: no test key (STRIPE_TEST_KEY is not set)"


@pytest.fixture(params=["local", "real"])
def anywhere(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The API of the local Stripe, then of the real one."""
    if request.param == "local":
        local: LocalStripe = request.getfixturevalue("local")
        yield client(local.account(f"sk_test_{uuid.uuid4().hex}"))
        return
    if not REAL_KEY:
        pytest.skip(NO_KEY)
    if not REAL_KEY.startswith(("sk_test_", "rk_test_")):
        pytest.fail("STRIPE_TEST_KEY is no test key")
    yield stripe.StripeClient(REAL_KEY, max_network_retries=2).v1


def refused(asked: Any, *told: Any) -> stripe.StripeError:
    with pytest.raises(stripe.StripeError) as caught:
        asked(*told)
    return caught.value


def payment(**other: Any) -> dict[str, Any]:
    """A card payment without a page: Rp45.000, confirmed at once."""
    return {
        "amount": 45_000 * RP,
        "currency": "idr",
        "payment_method": "pm_card_visa",
        "confirm": True,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        **other,
    }


class TestScenarios:
    def test_a_session_is_made_found_and_expired_once(self, anywhere: Any) -> None:
        wanted = cart(expires_at=int(time.time()) + 31 * 60, metadata={"percobaan": "7"})
        wishes = {"transfer_group": "B-1", "metadata": {"kode": "B-1"}}
        made = anywhere.checkout.sessions.create({**wanted, "payment_intent_data": wishes})

        found = anywhere.checkout.sessions.retrieve(made.id, {"expand": ["line_items"]})
        expired = anywhere.checkout.sessions.expire(made.id)
        again = refused(anywhere.checkout.sessions.expire, made.id)

        assert (found.status, found.payment_status) == ("open", "unpaid")
        assert (found.amount_total, found.currency) == (45_000 * RP, "idr")
        assert found.payment_intent is None
        assert found.metadata["percobaan"] == "7"
        assert [item.amount_total for item in found.line_items.data] == [30_000 * RP, 15_000 * RP]
        assert (expired.status, expired.url) == ("expired", None)
        assert again.http_status == 400

    def test_a_key_replays_and_refuses_other_parameters(self, anywhere: Any) -> None:
        key = {"idempotency_key": f"cs:{uuid.uuid4()}"}
        wanted = cart(expires_at=int(time.time()) + 31 * 60)

        first = anywhere.checkout.sessions.create(wanted, key)
        again = anywhere.checkout.sessions.create(wanted, key)
        other = refused(anywhere.checkout.sessions.create, {**wanted, "locale": "id"}, key)

        assert first.id == again.id
        assert again.last_response.headers["Idempotent-Replayed"] == "true"
        assert isinstance(other, stripe.IdempotencyError)

    @pytest.mark.parametrize(
        ("other", "param", "code"),
        [
            ({"discount_code": "5"}, "discount_code", "parameter_unknown"),
            ({"success_url": "selesai"}, "success_url", "url_invalid"),
            ({"customer_email": "rina"}, "customer_email", "email_invalid"),
            (
                {"line_items": [line("Kopi", "15000.5")]},
                "line_items[0][price_data][unit_amount]",
                "parameter_invalid_integer",
            ),
        ],
    )
    def test_a_wrong_parameter_is_named(
        self, anywhere: Any, other: dict[str, Any], param: str, code: str
    ) -> None:
        error = refused(anywhere.checkout.sessions.create, cart(**other))

        assert (error.http_status, error.param, error.code) == (400, param, code)

    @pytest.mark.parametrize("minutes", [20, 25 * 60])
    def test_a_session_lives_half_an_hour_to_a_day(self, anywhere: Any, minutes: int) -> None:
        wanted = cart(expires_at=int(time.time()) + minutes * 60)

        assert refused(anywhere.checkout.sessions.create, wanted).param == "expires_at"

    def test_one_rupiah_is_too_small(self, anywhere: Any) -> None:
        error = refused(
            anywhere.checkout.sessions.create, cart(line_items=[line("Kerupuk", 1 * RP)])
        )

        assert error.code == "amount_too_small"

    def test_a_large_cart_is_taken(self, anywhere: Any) -> None:
        made = anywhere.checkout.sessions.create(cart(line_items=[line("Oven", 1_500_000 * RP)]))

        assert made.amount_total == 1_500_000 * RP

    def test_what_does_not_exist_is_missing(self, anywhere: Any) -> None:
        for asked in anywhere.checkout.sessions, anywhere.payment_intents, anywhere.refunds:
            error = refused(asked.retrieve, "x_of_nobody")
            assert (error.http_status, error.code) == (404, "resource_missing")

    def test_a_payment_is_charged_with_its_fee(self, anywhere: Any) -> None:
        intent = anywhere.payment_intents.create(payment(transfer_group="B-1"))

        charge = anywhere.charges.retrieve(intent.latest_charge)
        assert (intent.status, intent.amount_received) == ("succeeded", 45_000 * RP)
        assert (charge.paid, charge.refunded, charge.disputed) == (True, False, False)
        assert charge.transfer_group == "B-1"

    def test_a_declined_card_says_why(self, anywhere: Any) -> None:
        error = refused(
            anywhere.payment_intents.create, payment(payment_method="pm_card_visa_chargeDeclined")
        )

        assert isinstance(error, stripe.CardError)
        assert error.code == "card_declined"
        assert error.error is not None
        assert error.error.decline_code == "generic_decline"

    def test_no_more_is_given_back_than_was_paid(self, anywhere: Any) -> None:
        intent = anywhere.payment_intents.create(payment())
        create = anywhere.refunds.create

        first = create({"payment_intent": intent.id, "amount": 15_000 * RP})
        much = refused(create, {"payment_intent": intent.id, "amount": 30_001 * RP})
        rest = create({"payment_intent": intent.id})
        more = refused(create, {"payment_intent": intent.id})

        assert (first.amount, rest.amount) == (15_000 * RP, 30_000 * RP)
        assert much.param == "amount"
        assert more.code == "charge_already_refunded"
        assert anywhere.charges.retrieve(intent.latest_charge).refunded is True
        assert len(anywhere.refunds.list({"payment_intent": intent.id}).data) == 2

    def test_events_tell_of_it(self, anywhere: Any) -> None:
        since = int(time.time()) - 60
        intent = anywhere.payment_intents.create(payment())

        told = anywhere.events.list(
            {"types": ["payment_intent.succeeded"], "created": {"gte": since}, "limit": 100}
        )

        assert intent.id in {event.data.object.id for event in told.auto_paging_iter()}
