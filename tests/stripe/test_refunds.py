"""Refunds: what they change, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from devtools.stripe.control import ControlRefused, Controls
from tests.stripe.shop import CHALLENGED, cart, client, paid, types_of


@pytest.fixture
def charge(account: Controls, api: Any) -> Any:
    """Rp45.000, paid."""
    return api.charges.retrieve(paid(account).payment_intent.latest_charge)


def test_a_part_goes_back(api: Any, charge: Any) -> None:
    refund = api.refunds.create(
        {
            "payment_intent": charge.payment_intent,
            "amount": 15_000_00,
            "reason": "requested_by_customer",
            "metadata": {"pengembalian": "7"},
        }
    )

    after = api.charges.retrieve(charge.id, {"expand": ["refunds"]})
    assert (refund.status, refund.charge, refund.metadata["pengembalian"]) == (
        "succeeded",
        charge.id,
        "7",
    )
    assert (after.amount_refunded, after.refunded) == (15_000_00, False)
    assert [one.id for one in after.refunds.data] == [refund.id]
    assert api.refunds.retrieve(refund.id).amount == 15_000_00
    assert types_of(api)[-2:] == ["refund.created", "charge.refunded"]


def test_without_an_amount_all_that_is_left_goes_back(api: Any, charge: Any) -> None:
    api.refunds.create({"charge": charge.id, "amount": 15_000_00})

    rest = api.refunds.create({"charge": charge.id})

    assert rest.amount == 30_000_00
    assert api.charges.retrieve(charge.id).refunded is True


def test_the_balance_shows_each_movement(api: Any, charge: Any) -> None:
    refund = api.refunds.create({"charge": charge.id, "amount": 15_000_00})

    rows = api.balance_transactions.list({"type": "refund"}).data

    assert [(row.amount, row.fee, row.source) for row in rows] == [(-15_000_00, 0, refund.id)]
    assert sum(row.amount for row in api.balance_transactions.list().data) == 30_000_00


def test_more_than_is_left_is_refused(api: Any, charge: Any) -> None:
    api.refunds.create({"charge": charge.id, "amount": 40_000_00})

    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded") as caught:
        api.refunds.create({"charge": charge.id, "amount": 5_000_01})

    assert caught.value.param == "amount"
    assert api.charges.retrieve(charge.id).amount_refunded == 40_000_00


def test_what_is_refunded_is_not_refunded_again(api: Any, charge: Any) -> None:
    api.refunds.create({"charge": charge.id})

    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": charge.id})

    assert caught.value.code == "charge_already_refunded"


def test_two_who_press_at_once_get_one_refund(account: Controls, api: Any, charge: Any) -> None:
    def press(_n: int) -> bool:
        try:
            client(account).refunds.create({"charge": charge.id, "amount": 30_000_00})
        except stripe.InvalidRequestError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        went_well = list(pool.map(press, range(4)))

    assert sorted(went_well) == [False, False, False, True]
    assert api.charges.retrieve(charge.id).amount_refunded == 30_000_00


@pytest.mark.parametrize(
    ("wanted", "param", "code"),
    [
        ({}, "payment_intent", "parameter_missing"),
        ({"charge": "ch_x"}, "charge", "resource_missing"),
        ({"payment_intent": "pi_x"}, "payment_intent", "resource_missing"),
        ({"charge": "ch_x", "payment_intent": "pi_x"}, None, None),
        ({"charge": "ch_x", "amount": 0}, "amount", "parameter_invalid_integer"),
        ({"charge": "ch_x", "amount": -5}, "amount", "parameter_invalid_integer"),
        ({"charge": "ch_x", "reason": "telat"}, "reason", None),
        ({"charge": "ch_x", "why": "telat"}, "why", "parameter_unknown"),
    ],
)
def test_a_refund_is_refused_by_name(
    api: Any, wanted: dict[str, Any], param: str | None, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create(wanted)

    assert (caught.value.http_status, caught.value.param, caught.value.code) == (400, param, code)


def test_what_was_never_paid_is_not_refunded(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    account.buyer(session.url).pay(CHALLENGED)
    intent = api.checkout.sessions.retrieve(session.id).payment_intent

    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        api.refunds.create({"payment_intent": intent})


def test_a_refund_may_wait_and_then_fail(account: Controls, api: Any, charge: Any) -> None:
    account.next_refunds("pending")
    refund = api.refunds.create({"charge": charge.id})
    counted = api.charges.retrieve(charge.id).amount_refunded

    account.finish_refund(refund.id, "failed")

    after = api.refunds.retrieve(refund.id)
    assert (refund.status, after.status) == ("pending", "failed")
    assert after.failure_balance_transaction.startswith("txn_")
    assert (counted, api.charges.retrieve(charge.id).amount_refunded) == (45_000_00, 0)
    assert types_of(api)[-2:] == ["refund.updated", "refund.failed"]
    assert sum(row.amount for row in api.balance_transactions.list().data) == 45_000_00


def test_a_refund_may_wait_and_then_arrive(account: Controls, api: Any, charge: Any) -> None:
    account.next_refunds("pending")
    refund = api.refunds.create({"charge": charge.id})

    account.finish_refund(refund.id, "succeeded")

    updated = api.events.list({"type": "refund.updated"}).data[0]
    assert api.refunds.retrieve(refund.id).status == "succeeded"
    assert updated.data.previous_attributes["status"] == "pending"


def test_the_next_refund_may_fail_at_once(account: Controls, api: Any, charge: Any) -> None:
    account.next_refunds("failed")

    refund = api.refunds.create({"charge": charge.id, "amount": 5_000_00})

    assert refund.status == "failed"
    assert api.refunds.create({"charge": charge.id}).status == "succeeded"


def test_the_dashboard_refunds_too(account: Controls, api: Any, charge: Any) -> None:
    account.refund_by_dashboard(charge.id, 10_000_00)

    event = api.events.list({"type": "charge.refunded"}).data[0]
    assert api.refunds.list({"charge": charge.id}).data[0].amount == 10_000_00
    assert event.data.previous_attributes["amount_refunded"] == 0
    assert event.request.id is None


def test_nor_does_the_dashboard_give_back_too_much(account: Controls, charge: Any) -> None:
    with pytest.raises(ControlRefused, match="greater than unrefunded"):
        account.refund_by_dashboard(charge.id, 45_000_01)


def test_a_failed_refund_stays_failed(account: Controls, api: Any, charge: Any) -> None:
    account.next_refunds("failed")
    refund = api.refunds.create({"charge": charge.id})

    with pytest.raises(ControlRefused):
        account.finish_refund(refund.id, "failed")
    assert api.charges.retrieve(charge.id).amount_refunded == 0
