"""What the official library does, on which the shop relies."""

import json
import time
from typing import Any

import pytest
import stripe

from devtools.stripe.control import Controls
from tests.stripe.receiver import SECRET, Receiver
from tests.stripe.shop import cart, client, paid

BODY = json.dumps({"id": "evt_1", "object": "event", "type": "x", "data": {"object": {}}})


def opened(body: Any, header: Any, secret: str = SECRET, **how: Any) -> Any:
    return stripe.Webhook.construct_event(body, header, secret, **how)


def signed(body: str = BODY, secret: str = SECRET, age: int = 0) -> str:
    at = int(time.time()) - age
    return stripe.WebhookSignature.generate_signature_header(body, secret, at)


def test_it_speaks_the_version_of_the_local_stripe(api: Any) -> None:
    session = api.checkout.sessions.create(cart())

    assert session.last_response.headers["Stripe-Version"] == stripe.api_version
    assert session.last_response.headers["Request-Id"].startswith("req_")


def test_its_objects_are_no_dictionaries(api: Any) -> None:
    session = api.checkout.sessions.create(cart())

    with pytest.raises(AttributeError):
        session.get("id")
    with pytest.raises(AttributeError):
        session.no_such_field  # noqa: B018
    with pytest.raises(TypeError):
        dict(session)
    with pytest.raises(TypeError):
        json.dumps(session)
    assert session["id"] == session.id == session.to_dict()["id"]
    assert json.loads(str(session))["amount_total"] == 45_000_00


def test_it_does_not_try_again_unless_told(account: Controls) -> None:
    shy = stripe.StripeClient(account.key, base_addresses={"api": account.address}).v1
    account.fail_calls(1, 500)

    with pytest.raises(stripe.APIError):
        shy.checkout.sessions.create(cart())


@pytest.mark.parametrize("status", [500, 409, 0])
def test_told_to_try_again_it_makes_one_session(account: Controls, api: Any, status: int) -> None:
    account.fail_calls(1, status)

    api.checkout.sessions.create(cart())

    assert len(api.checkout.sessions.list().data) == 1


def test_too_many_requests_is_not_tried_again(account: Controls, api: Any) -> None:
    account.fail_calls(1, 429)

    with pytest.raises(stripe.RateLimitError):
        api.checkout.sessions.list()
    assert api.checkout.sessions.list().data == []


def test_an_event_of_the_local_stripe_opens(account: Controls, receiver: Receiver) -> None:
    session = paid(account)
    account.wait_for_mail()
    number = receiver.types.index("checkout.session.completed")

    event = opened(receiver.bodies[number], receiver.signatures[number])

    assert event.id.startswith("evt_")
    assert event.data.object.id == session.id
    assert event.api_version == stripe.api_version
    assert isinstance(event.data.object, stripe.checkout.Session)


def test_a_signature_is_good_for_text_bytes_and_rotated_secrets() -> None:
    rotated = f"{signed()},v1={signed(secret='whsec_new').rpartition('v1=')[2]}"

    assert opened(BODY, signed()).id == opened(BODY.encode(), signed()).id == "evt_1"
    assert opened(BODY, rotated, "whsec_new").id == "evt_1"


@pytest.mark.parametrize(
    ("body", "header", "secret"),
    [
        (BODY, signed(secret="whsec_other"), SECRET),
        (BODY.replace("evt_1", "evt_2"), signed(), SECRET),
        (json.dumps(json.loads(BODY), indent=1), signed(), SECRET),
        (BODY, None, SECRET),
        (BODY, "", SECRET),
        (BODY, signed(), ""),
        (BODY, signed(age=301), SECRET),
    ],
    ids="other_secret tampered rewritten no_header empty_header no_secret old".split(),
)
def test_a_forged_or_old_signature_is_refused(body: str, header: Any, secret: str) -> None:
    with pytest.raises(stripe.SignatureVerificationError):
        opened(body, header, secret)


def test_age_alone_is_checked_and_only_with_a_tolerance() -> None:
    assert opened(BODY, signed(age=-86_400)).id == "evt_1"
    assert opened(BODY, signed(age=301), tolerance=0).id == "evt_1"


def test_what_is_signed_but_no_event_is_a_value_error() -> None:
    latin = b'{"id": "\xe9"}'

    with pytest.raises(ValueError):
        opened("[no json", signed("[no json"))
    with pytest.raises(ValueError):
        opened(latin, "t=1,v1=0")


def test_one_key_with_other_parameters_is_an_idempotency_error(api: Any) -> None:
    api.checkout.sessions.create(cart(), {"idempotency_key": "cs:1"})

    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        api.checkout.sessions.create(cart(locale="id"), {"idempotency_key": "cs:1"})


def test_fractions_go_out_as_they_are_and_are_refused(account: Controls) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=r"Invalid integer: 1\.5"):
        client(account).refunds.create({"charge": "ch_1", "amount": 1.5})
