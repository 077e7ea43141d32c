"""Webhooks: signed, tried again, lost, doubled, held and let go in reverse."""

from typing import Any

import stripe

from devtools.stripe.control import Controls
from tests.stripe.receiver import SECRET, Receiver, receiving
from tests.stripe.shop import cart, paid, types_of


def test_each_event_arrives_signed_and_as_the_api_shows_it(
    account: Controls, api: Any, receiver: Receiver
) -> None:
    paid(account)
    account.wait_for_mail()

    for body, header in zip(receiver.bodies, receiver.signatures, strict=True):
        sent = stripe.Webhook.construct_event(body, header, SECRET).to_dict()
        kept = api.events.retrieve(sent["id"]).to_dict()
        assert (sent.pop("pending_webhooks"), kept.pop("pending_webhooks")) == (1, 0)
        assert sent == kept
    assert receiver.types == types_of(api)


def test_an_event_is_tried_again_until_it_is_taken(
    account: Controls, api: Any, receiver: Receiver
) -> None:
    receiver.statuses = [500, 302]
    session = api.checkout.sessions.create(cart())
    api.checkout.sessions.expire(session.id)
    account.wait_for_mail()

    tries = [(one["attempt"], one["status"]) for one in account.attempts()]

    assert tries == [(1, 500), (2, 302), (3, 200)]
    assert {event["id"] for event in receiver.events} == {api.events.list().data[0].id}


def test_after_the_last_try_the_event_stays_undelivered(
    account: Controls, api: Any, receiver: Receiver
) -> None:
    receiver.statuses = [500] * 4
    session = api.checkout.sessions.create(cart())
    api.checkout.sessions.expire(session.id)
    account.wait_for_mail()

    undelivered = api.events.list({"delivery_success": False}).data

    assert [event.type for event in undelivered] == ["checkout.session.expired"]
    assert len(receiver.bodies) == 4
    assert api.events.list({"delivery_success": True}).data == []


def test_a_shop_that_is_down_is_noted(account: Controls, api: Any) -> None:
    account.add_endpoint("http://127.0.0.1:9/webhook", SECRET)
    session = api.checkout.sessions.create(cart())
    api.checkout.sessions.expire(session.id)
    account.wait_for_mail()

    assert [one["status"] for one in account.attempts()] == [None] * 4
    assert "ConnectionRefused" in account.attempts()[0]["error"]


def test_all_mail_may_be_lost(account: Controls, api: Any, receiver: Receiver) -> None:
    account.drop_mail()
    paid(account)
    account.drop_mail(0)
    api.checkout.sessions.expire(api.checkout.sessions.create(cart()).id)
    account.wait_for_mail()

    assert receiver.types == ["checkout.session.expired"]
    assert len(api.events.list({"delivery_success": False}).data) == 5


def test_some_mail_may_be_lost(account: Controls, receiver: Receiver) -> None:
    account.drop_mail(3)
    paid(account)
    account.wait_for_mail()

    assert receiver.types == ["checkout.session.completed", "charge.updated"]


def test_each_event_may_come_several_times(account: Controls, receiver: Receiver) -> None:
    account.deliver_copies(5)
    paid(account)
    account.wait_for_mail()

    assert receiver.types.count("checkout.session.completed") == 5
    assert len({event["id"] for event in receiver.events}) == 5


def test_held_mail_is_let_go_in_order_or_in_reverse(
    account: Controls, api: Any, receiver: Receiver
) -> None:
    for reverse in False, True:
        account.hold_mail()
        paid(account)
        account.wait_for_mail()
        assert receiver.bodies == []

        released = account.release_mail(reverse=reverse)

        account.wait_for_mail()
        expected = types_of(api)[-5:]
        assert released == 5
        assert receiver.types == (expected[::-1] if reverse else expected)
        receiver.bodies.clear()


def test_an_event_may_be_sent_again(account: Controls, api: Any, receiver: Receiver) -> None:
    paid(account)
    completed = api.events.list({"type": "checkout.session.completed"}).data[0].id

    account.redeliver(completed, times=2)

    account.wait_for_mail()
    assert [event["id"] for event in receiver.events].count(completed) == 3


def test_an_endpoint_gets_the_types_it_asked_for(account: Controls) -> None:
    with receiving() as picky:
        account.add_endpoint(picky.url, "whsec_picky", ["charge.succeeded"])
        paid(account)
        account.wait_for_mail()

        assert picky.types == ["charge.succeeded"]


def test_accounts_do_not_read_each_others_mail(account: Controls, receiver: Receiver) -> None:
    paid(account.account("sk_test_stranger"))
    account.wait_for_mail()

    assert receiver.bodies == []
