"""Disputes: opened, won, lost, given up."""

from typing import Any

import pytest
import stripe

from devtools.stripe.control import Controls
from tests.stripe.shop import paid, types_of


@pytest.fixture
def charge(account: Controls) -> str:
    return str(paid(account).payment_intent.latest_charge)


def booked(api: Any) -> list[tuple[int, int]]:
    rows = api.balance_transactions.list({"type": "adjustment"}).data
    return [(row.amount, row.fee) for row in rows]


def test_a_dispute_takes_the_money_and_a_fee(account: Controls, api: Any, charge: str) -> None:
    opened = account.open_dispute(charge)

    dispute = api.disputes.retrieve(opened["id"])
    assert (dispute.status, dispute.amount, dispute.charge) == (
        "needs_response",
        45_000_00,
        charge,
    )
    assert api.charges.retrieve(charge).disputed is True
    assert booked(api) == [(-45_000_00, 230_000_00)]
    assert types_of(api)[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


def test_a_disputed_charge_is_not_refunded(account: Controls, api: Any, charge: str) -> None:
    account.open_dispute(charge)

    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": charge})

    assert caught.value.code == "charge_disputed"


def test_won_it_comes_back(account: Controls, api: Any, charge: str) -> None:
    dispute = account.open_dispute(charge)

    account.close_dispute(dispute["id"], "won")

    assert api.disputes.retrieve(dispute["id"]).status == "won"
    assert booked(api) == [(45_000_00, 0), (-45_000_00, 230_000_00)]
    assert types_of(api)[-2:] == ["charge.dispute.funds_reinstated", "charge.dispute.closed"]


def test_lost_it_stays_away(account: Controls, api: Any, charge: str) -> None:
    dispute = account.open_dispute(charge)

    account.close_dispute(dispute["id"], "lost")

    assert booked(api) == [(-45_000_00, 230_000_00)]
    assert types_of(api)[-1] == "charge.dispute.closed"


def test_giving_up_loses_it_and_once_only(account: Controls, api: Any, charge: str) -> None:
    dispute = account.open_dispute(charge)

    assert api.disputes.close(dispute["id"]).status == "lost"
    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        api.disputes.close(dispute["id"])


def test_only_what_was_not_given_back_is_disputed(account: Controls, api: Any, charge: str) -> None:
    api.refunds.create({"charge": charge, "amount": 15_000_00})

    assert account.open_dispute(charge)["amount"] == 30_000_00
    assert [one.charge for one in api.disputes.list({"charge": charge}).data] == [charge]


def test_after_a_won_dispute_the_charge_may_be_refunded(
    account: Controls, api: Any, charge: str
) -> None:
    dispute = account.open_dispute(charge)
    account.close_dispute(dispute["id"], "won")

    assert api.refunds.create({"charge": charge}).status == "succeeded"
