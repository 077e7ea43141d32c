"""Idempotency keys: replayed, refused with other parameters, refused while in use."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from devtools.stripe.control import Controls
from tests.stripe.shop import cart, client, paid

KEY = {"idempotency_key": "cs:7"}


def test_the_same_key_gives_the_same_session_and_says_so(api: Any) -> None:
    first = api.checkout.sessions.create(cart(), KEY)
    again = api.checkout.sessions.create(cart(), KEY)

    headers = again.last_response.headers
    assert first.id == again.id
    assert headers["Idempotent-Replayed"] == "true"
    assert headers["Original-Request"] == first.last_response.headers["Request-Id"]
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert len(api.checkout.sessions.list().data) == 1


def test_a_replay_shows_the_first_answer_not_the_present(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart(), KEY)
    account.buyer(session.url).pay("4242424242424242")

    assert api.checkout.sessions.create(cart(), KEY).status == "open"


def test_the_key_of_another_address_is_refused(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart(), KEY)

    with pytest.raises(stripe.IdempotencyError) as caught:
        api.checkout.sessions.expire(session.id, {}, KEY)

    assert caught.value.http_status == 400
    assert caught.value.json_body["error"]["type"] == "idempotency_error"
    assert api.checkout.sessions.retrieve(session.id).status == "open"


def test_what_was_refused_by_the_state_of_things_is_replayed(account: Controls, api: Any) -> None:
    charge = paid(account).payment_intent.latest_charge
    wanted = {"charge": charge, "amount": 99_000_00}
    answers = []
    for _try in range(2):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            api.refunds.create(wanted, {"idempotency_key": "refund:7"})
        answers.append(caught.value)

    assert "Idempotent-Replayed" not in answers[0].headers
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert str(answers[1].user_message) == str(answers[0].user_message)


def test_wrong_parameters_do_not_use_the_key_up(api: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        api.checkout.sessions.create(cart(mode=None), KEY)

    assert api.checkout.sessions.create(cart(), KEY).status == "open"


def test_while_one_is_at_work_the_other_is_refused(account: Controls, api: Any) -> None:
    account.slow_calls(1, 30, "POST /v1/checkout/sessions")

    def create(_n: int) -> str:
        try:
            client(account, retries=0).checkout.sessions.create(cart(), KEY)
        except stripe.APIError as error:
            return f"{error.http_status} {error.json_body['error']['code']}"
        return "made"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(create, 0)
        while KEY["idempotency_key"] not in account.state()["idempotency_keys"]:
            assert not first.done()
        answers = list(pool.map(create, (1, 2)))
        account.end_delays()
        answers.append(first.result())

    assert answers == ["409 idempotency_key_in_use"] * 2 + ["made"]
    assert len(api.checkout.sessions.list().data) == 1


def test_the_library_comes_through_by_trying_again(account: Controls, api: Any) -> None:
    account.slow_calls(1, 0.4, "POST /v1/checkout/sessions")

    with ThreadPoolExecutor(2) as pool:
        ids = {
            session.id
            for session in pool.map(
                lambda _n: client(account).checkout.sessions.create(cart(), KEY), "ab"
            )
        }

    assert len(ids) == 1


def test_an_answer_lost_on_the_way_is_found_by_its_key(account: Controls, api: Any) -> None:
    account.drop_calls(1, after=True, path="POST /v1/checkout/sessions")

    session = api.checkout.sessions.create(cart())

    assert session.last_response.headers["Idempotent-Replayed"] == "true"
    assert [one.id for one in api.checkout.sessions.list().data] == [session.id]


def test_keys_belong_to_an_account(account: Controls, api: Any) -> None:
    other = client(account.account("sk_test_other_account"))

    first, second = (shop.checkout.sessions.create(cart(), KEY) for shop in (api, other))

    assert first.id != second.id
    with pytest.raises(stripe.InvalidRequestError):
        other.checkout.sessions.retrieve(first.id)


def test_a_key_is_not_endless(api: Any) -> None:
    with pytest.raises(stripe.IdempotencyError):
        api.checkout.sessions.create(cart(), {"idempotency_key": "x" * 256})


def test_a_key_is_forgotten_after_a_day(account: Controls, api: Any) -> None:
    first = api.checkout.sessions.create(cart(), KEY)
    account.advance(24 * 3600 - 60)
    within = api.checkout.sessions.create(cart(), KEY)
    account.advance(60)
    wanted = cart(expires_at=account.advance(0) + 3600)

    assert within.id == first.id
    assert api.checkout.sessions.create(wanted, KEY).id != first.id
