"""Sessions from their making to their end, paid at the hosted page."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from devtools.stripe.control import ControlRefused, Controls
from tests.stripe.shop import (
    ALWAYS_CHALLENGED,
    CHALLENGED,
    DECLINED,
    DISPUTED,
    NO_FUNDS,
    VISA,
    cart,
    paid,
    types_of,
)

PAID = "charge.succeeded payment_intent.succeeded checkout.session.completed charge.updated"


def test_a_new_session_is_open_unpaid_and_has_no_payment(api: Any) -> None:
    session = api.checkout.sessions.create(
        cart(client_reference_id="B-1", metadata={"percobaan": "7"}, locale="id")
    )

    assert (session.status, session.payment_status, session.payment_intent) == (
        "open",
        "unpaid",
        None,
    )
    assert (session.amount_total, session.currency) == (45_000_00, "idr")
    assert session.client_reference_id == "B-1"
    assert session.metadata.to_dict() == {"percobaan": "7"}
    assert session.livemode is False
    assert session.expires_at - session.created == 24 * 3600


def test_paying_completes_the_session_and_leads_back_with_its_id(
    account: Controls, api: Any
) -> None:
    session = api.checkout.sessions.create(cart())

    seen = account.buyer(session.url).pay("4242 4242 4242 4242")

    after = api.checkout.sessions.retrieve(session.id)
    assert (seen.status, seen.location) == (
        303,
        f"http://pasar.invalid/bayar/selesai?sesi={session.id}",
    )
    assert (after.status, after.payment_status, after.url) == ("complete", "paid", None)
    assert types_of(api) == ["payment_intent.created", *PAID.split()]


def test_the_payment_carries_what_the_session_asked(account: Controls, api: Any) -> None:
    wishes = {"transfer_group": "B-1", "metadata": {"kode": "B-1"}, "description": "Belanja B-1"}

    session = paid(account, payment_intent_data=wishes, customer_email="rina@contoh.invalid")

    intent = api.payment_intents.retrieve(session.payment_intent.id, {"expand": ["latest_charge"]})
    charge = intent.latest_charge
    assert (intent.status, intent.amount, intent.amount_received) == (
        "succeeded",
        45_000_00,
        45_000_00,
    )
    assert (intent.transfer_group, charge.transfer_group) == ("B-1", "B-1")
    assert (intent.description, charge.metadata["kode"]) == ("Belanja B-1", "B-1")
    assert intent.receipt_email == "rina@contoh.invalid"
    assert (charge.paid, charge.payment_method_details.card.last4) == (True, "4242")


def test_the_fee_is_on_the_charges_balance_transaction(account: Controls, api: Any) -> None:
    session = paid(account)

    charge = api.charges.retrieve(
        session.payment_intent.latest_charge, {"expand": ["balance_transaction"]}
    )

    booked = charge.balance_transaction
    assert booked.fee == 45_000_00 * 290 // 10_000 + 2_000_00
    assert (booked.amount, booked.net) == (45_000_00, 45_000_00 - booked.fee)
    assert [row.id for row in api.balance_transactions.list().data] == [booked.id]


def test_a_fee_may_come_later(account: Controls, api: Any) -> None:
    account.hold_fees()
    charge = paid(account).payment_intent.latest_charge

    before = api.charges.retrieve(charge).balance_transaction
    account.settle_fees()

    assert before is None
    assert api.charges.retrieve(charge).balance_transaction.startswith("txn_")
    assert types_of(api)[-1] == "charge.updated"


@pytest.mark.parametrize(
    ("card", "says", "code"),
    [
        (DECLINED, "Kartu kamu ditolak.", "generic_decline"),
        (NO_FUNDS, "Saldo kartu kamu tidak cukup.", "insufficient_funds"),
    ],
)
def test_a_declined_card_may_be_followed_by_a_good_one(
    account: Controls, api: Any, card: str, says: str, code: str
) -> None:
    session = api.checkout.sessions.create(cart())
    buyer = account.buyer(session.url)

    seen = buyer.pay(card)
    between = api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})

    assert (seen.status, says in seen.page) == (402, True)
    assert between.status == "open"
    assert between.payment_intent.status == "requires_payment_method"
    assert between.payment_intent.last_payment_error.decline_code == code
    assert buyer.pay(VISA).status == 303
    assert types_of(api)[:3] == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
    ]
    assert types_of(api)[3:] == PAID.split()
    assert len(api.charges.list({"payment_intent": between.payment_intent.id}).data) == 2


@pytest.mark.parametrize("card", [CHALLENGED, ALWAYS_CHALLENGED])
def test_the_bank_asks_and_the_buyer_approves(account: Controls, api: Any, card: str) -> None:
    session = api.checkout.sessions.create(cart())
    buyer = account.buyer(session.url)

    asked = buyer.pay(card)
    waiting = api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    done = buyer.answer_bank()

    assert asked.location.endswith(f"/c/pay/{session.id}/3ds")
    assert waiting.payment_intent.status == "requires_action"
    assert done.status == 303
    assert api.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_the_bank_asks_and_the_buyer_denies(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    buyer = account.buyer(session.url)
    buyer.pay(CHALLENGED)

    seen = buyer.answer_bank(approve=False)

    after = api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    why = after.payment_intent.last_payment_error.code
    assert (seen.status, after.status) == (402, "open")
    assert why == "payment_intent_authentication_failure"
    assert api.charges.list().data == []
    assert buyer.answer_bank().status == 409
    assert buyer.pay(VISA).status == 303


def test_a_transfer_is_complete_before_it_is_paid(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    account.buyer(session.url).pay_by_transfer()
    promised = api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})

    account.settle_transfer(session.id)

    assert (promised.status, promised.payment_status) == ("complete", "unpaid")
    assert promised.payment_intent.status == "processing"
    assert api.checkout.sessions.retrieve(session.id).payment_status == "paid"
    assert "checkout.session.async_payment_succeeded" in types_of(api)
    with pytest.raises(ControlRefused):
        account.settle_transfer(session.id)


def test_a_transfer_may_fail(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    account.buyer(session.url).pay_by_transfer()

    account.settle_transfer(session.id, arrived=False)

    after = api.checkout.sessions.retrieve(session.id)
    assert (after.status, after.payment_status) == ("complete", "unpaid")
    assert types_of(api)[-2:] == [
        "payment_intent.payment_failed",
        "checkout.session.async_payment_failed",
    ]


def test_an_expired_session_cannot_be_paid(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    buyer = account.buyer(session.url)
    buyer.pay(DECLINED)

    expired = api.checkout.sessions.expire(session.id)

    intent = api.payment_intents.retrieve(expired.payment_intent)
    assert (expired.status, expired.url, intent.status) == ("expired", None, "canceled")
    assert buyer.pay(VISA).status == 409
    assert buyer.look().page.count("sudah berakhir")
    assert api.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_neither_a_complete_nor_an_expired_session_expires(account: Controls, api: Any) -> None:
    for session in paid(account), api.checkout.sessions.create(cart()):
        if session.status == "open":
            api.checkout.sessions.expire(session.id)
        with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
            api.checkout.sessions.expire(session.id)


def test_time_expires_a_session(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart(expires_at=int(time.time()) + 31 * 60))

    account.advance(31 * 60)

    assert api.checkout.sessions.retrieve(session.id).status == "expired"
    assert types_of(api) == ["checkout.session.expired"]


def test_a_session_is_paid_once(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    buyer = account.buyer(session.url)

    answers = [buyer.pay(VISA).status for _tab in range(3)]

    assert answers == [303, 409, 409]
    assert len(api.charges.list().data) == 1


def test_sessions_are_found_by_their_payment_and_in_pages(account: Controls, api: Any) -> None:
    first, second = paid(account), api.checkout.sessions.create(cart())
    found = api.checkout.sessions.list({"payment_intent": first.payment_intent.id})
    page = api.checkout.sessions.list({"limit": 1})

    assert [session.id for session in found.data] == [first.id]
    assert (page.data[0].id, page.has_more) == (second.id, True)
    assert [one.id for one in page.auto_paging_iter()] == [second.id, first.id]
    assert len(api.checkout.sessions.line_items.list(first.id).data) == 2


def test_the_payment_of_a_session_is_not_cancelled_by_itself(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    account.buyer(session.url).pay(DECLINED)
    intent = api.checkout.sessions.retrieve(session.id).payment_intent

    with pytest.raises(stripe.InvalidRequestError, match="Expire the Session"):
        api.payment_intents.cancel(intent)


def test_the_disputed_card_pays_and_is_disputed_later(account: Controls, api: Any) -> None:
    paid(account, DISPUTED)
    before = api.disputes.list().data

    account.advance(60)

    assert before == []
    assert api.disputes.list().data[0].status == "needs_response"


def test_payments_are_expanded_in_a_list_too(account: Controls, api: Any) -> None:
    paid(account)

    found = api.checkout.sessions.list({"expand": ["data.payment_intent.latest_charge"]}).data[0]

    assert found.payment_intent.latest_charge.paid is True


def test_two_tabs_that_pay_at_once_pay_once(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())

    with ThreadPoolExecutor(6) as pool:
        seen = list(pool.map(lambda _n: account.buyer(session.url).pay(VISA), range(6)))

    assert sorted(one.status for one in seen) == [303, *[409] * 5]
    assert len(api.charges.list().data) == 1
