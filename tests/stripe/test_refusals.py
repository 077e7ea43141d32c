"""It refuses what Stripe refuses, and names the parameter."""

import json
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import stripe

from devtools.stripe.control import Controls
from tests.stripe.shop import RP, VISA, cart, client, line, paid

UNKNOWN_LINE = line("Kopi", 15_000 * RP) | {"discount": "5"}


def refusal(asked: Any, *told: Any) -> Any:
    """The error that this call meets."""
    with pytest.raises(stripe.StripeError) as caught:
        asked(*told)
    return caught.value


def expiring(seconds: float) -> dict[str, Any]:
    return {"expires_at": int(time.time() + seconds)}


@pytest.mark.parametrize("key", ["sk_test_other", "pk_test_pasar"])
def test_a_wrong_key_is_401(account: Controls, key: str) -> None:
    account.key = key

    error = refusal(client(account).events.list)

    assert isinstance(error, stripe.AuthenticationError)
    assert error.http_status == 401


def test_a_live_key_is_refused_whatever_it_is(account: Controls) -> None:
    account.key = "sk_live_1234"

    assert "local Stripe" in str(refusal(client(account).events.list))


def test_no_key_is_401_and_the_error_has_stripes_shape(account: Controls) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{account.address}/v1/events")

    body = json.loads(caught.value.read())
    assert caught.value.code == 401
    assert caught.value.headers["Request-Id"].startswith("req_")
    assert set(body) == {"error"}
    assert body["error"]["type"] == "invalid_request_error"
    assert "did not provide an API key" in body["error"]["message"]


def test_an_unknown_address_is_404(account: Controls) -> None:
    asked = Request(f"{account.address}/v1/customers", headers={"Authorization": "Bearer x"})

    with pytest.raises(HTTPError) as caught:
        urlopen(asked)

    assert caught.value.code == 404
    assert "Unrecognized request URL" in caught.value.read().decode()


def test_another_version_is_refused(account: Controls) -> None:
    old = stripe.StripeClient(
        account.key, base_addresses={"api": account.address}, stripe_version="2017-08-15"
    )

    assert "Invalid Stripe API version" in str(refusal(old.v1.events.list))


@pytest.mark.parametrize(
    "resource", "checkout.sessions payment_intents charges refunds events disputes".split()
)
def test_an_unknown_id_is_404(api: Any, resource: str) -> None:
    for name in resource.split("."):
        api = getattr(api, name)

    error = refusal(api.retrieve, "x_unknown")

    assert (error.http_status, error.code) == (404, "resource_missing")
    assert error.json_body["error"]["doc_url"].endswith("#resource-missing")


@pytest.mark.parametrize(
    ("other", "param", "code"),
    [
        ({"discount": "5"}, "discount", "parameter_unknown"),
        ({"line_items": [UNKNOWN_LINE]}, "line_items[0][discount]", "parameter_unknown"),
        ({"payment_intent_data": {"x": "1"}}, "payment_intent_data[x]", "parameter_unknown"),
        ({"mode": None}, "mode", "parameter_missing"),
        ({"line_items": None}, "line_items", "parameter_missing"),
        ({"success_url": None}, "success_url", "parameter_missing"),
        ({"mode": "subscription"}, "mode", None),
        ({"locale": "jv"}, "locale", None),
        ({"success_url": "/selesai"}, "success_url", "url_invalid"),
        ({"cancel_url": ""}, "cancel_url", "parameter_invalid_empty"),
        ({"customer_email": "rina"}, "customer_email", "email_invalid"),
        (
            {"client_reference_id": "x" * 201},
            "client_reference_id",
            "parameter_invalid_string_too_long",
        ),
        (
            {"metadata": {"x" * 41: "1"}},
            f"metadata[{'x' * 41}]",
            "parameter_invalid_string_too_long",
        ),
        ({"metadata": {str(n): "1" for n in range(51)}}, "metadata", None),
        ({"metadata": "kode"}, "metadata", None),
    ],
)
def test_a_session_is_refused_by_the_name_of_what_is_wrong(
    api: Any, other: dict[str, Any], param: str, code: str | None
) -> None:
    error = refusal(api.checkout.sessions.create, cart(**other))

    assert (error.http_status, error.param, error.code) == (400, param, code)
    assert api.checkout.sessions.list().data == []


@pytest.mark.parametrize("amount", ["15000.5", 1.5, "15,000", "1e5", "", "Rp15000"])
def test_an_amount_is_an_integer(api: Any, amount: Any) -> None:
    error = refusal(api.checkout.sessions.create, cart(line_items=[line("Kopi", amount)]))

    assert error.param == "line_items[0][price_data][unit_amount]"
    assert error.code == ("parameter_invalid_integer" if amount else "parameter_invalid_empty")


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_is_at_least_one(api: Any, quantity: int) -> None:
    lines = [line("Kopi", 15_000 * RP, quantity)]

    error = refusal(api.checkout.sessions.create, cart(line_items=lines))

    assert error.param == "line_items[0][quantity]"


def test_the_total_has_a_least_and_a_most(api: Any) -> None:
    create = api.checkout.sessions.create

    assert create(cart(line_items=[line("Kopi", 10_000 * RP)])).amount_total == 10_000_00
    small = refusal(create, cart(line_items=[line("Kopi", 9_999 * RP)]))
    large = refusal(create, cart(line_items=[line("Kopi", 10**11, 10)]))

    assert (small.code, large.code) == ("amount_too_small", "amount_too_large")
    assert "Rp10.000" in str(small)


@pytest.mark.parametrize("currency", ["xyz", "IDR", "rupiah"])
def test_a_currency_is_known_and_in_small_letters(api: Any, currency: str) -> None:
    lines = [line("Kopi", 15_000 * RP, currency=currency)]

    assert "Invalid currency" in str(refusal(api.checkout.sessions.create, cart(line_items=lines)))


def test_all_lines_have_one_currency(api: Any) -> None:
    lines = [line("Kopi", 15_000 * RP), line("Teh", 500, currency="usd")]

    error = refusal(api.checkout.sessions.create, cart(line_items=lines))

    assert error.param == "line_items[1][price_data][currency]"


@pytest.mark.parametrize("seconds", [29 * 60, 24 * 3600 + 60, -60])
def test_a_session_lives_half_an_hour_to_a_day(api: Any, seconds: int) -> None:
    error = refusal(api.checkout.sessions.create, cart(**expiring(seconds)))

    assert error.param == "expires_at"


def test_half_an_hour_is_long_enough(api: Any) -> None:
    session = api.checkout.sessions.create(cart(**expiring(30 * 60)))

    assert session.status == "open"


def test_lists_and_expansions_are_strict_too(account: Controls, api: Any) -> None:
    assert refusal(api.events.list, {"limit": 101}).param == "limit"
    assert refusal(api.events.list, {"sort": "up"}).param == "sort"
    assert refusal(api.events.list, {"starting_after": "evt_x"}).param == "starting_after"
    assert refusal(api.events.list, {"type": "a", "types": ["b"]}).param == "type"
    session = paid(account, VISA)
    wrong = refusal(api.checkout.sessions.retrieve, session.id, {"expand": ["amount_total"]})
    assert "cannot be expanded" in str(wrong)


def test_the_method_types_are_known_ones(api: Any) -> None:
    error = refusal(api.checkout.sessions.create, cart(payment_method_types=["kerang"]))

    assert error.param == "payment_method_types[0]"
