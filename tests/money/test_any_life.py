"""Random lives of a small city's money: whatever happens in whatever order, nothing is lost and everything adds up."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from devtools.stripe.control import Controls, LocalStripe
from marketplace.catalogue.checks import problems as stock_problems
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.checks import problems as ledger_problems
from marketplace.ledger.models import Posting
from marketplace.ledger.queries import balance
from marketplace.ledger.rules import treasurer
from marketplace.orders.checks import problems as order_problems
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.gateways import gateway_of
from marketplace.payments.jobs import expected_balance
from marketplace.payments.models import Payment, Refund
from marketplace.payments.rules import Payee, PaymentStatus, RefundStatus
from marketplace.web.db import db
from tests.gateway.till import with_cards
from tests.money.city import City

pytestmark = pytest.mark.xdist_group("gateway")
LIVES = int(os.environ.get("PASAR_LIVES", "4"))  # `make torture` lives more of them
UNDECIDED = (PaymentStatus.PENDING, PaymentStatus.MISMATCH)


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    with LocalStripe() as running:
        yield running


@pytest.fixture
def account(app: Flask, local: LocalStripe, request: pytest.FixtureRequest) -> Iterator[Controls]:
    account = local.account(f"sk_test_{abs(hash(request.node.name))}")
    with with_cards(app, account):
        yield account


@pytest.mark.parametrize("seed", range(LIVES))
def test_no_money_is_lost_in_any_life(account: Controls, seed: int) -> None:
    city = City(seed, account)

    city.live(70)
    city.quiet_down()

    said = "\n".join(city.told)
    found = stock_problems() + order_problems() + payment_problems() + ledger_problems()
    assert found == [], said
    assert db.session.scalar(select(func.sum(Posting.amount))) in (0, None)
    assert expected_balance() == gateway_of("stripe").balance(), said
    for market in [market.id for market in city.markets]:
        counted = city.outside[f"treasurer {market}"]
        assert balance(treasurer(market)) == counted - undecided(market), said
    assert by_hand() == -city.outside["buyers"], said


def undecided(market: int) -> Rupiah:
    """What came to a treasurer who has not said yet what happens to it: not in the books."""
    return came(
        Payment.market_id == market, Payment.payee == Payee.TREASURER, Payment.status.in_(UNDECIDED)
    )


def by_hand() -> Rupiah:
    """What buyers are out of pocket by our own rows, for money that no provider counts."""
    went_back = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .join(Payment)
        .where(Payment.payee != Payee.OPERATOR, Refund.status == RefundStatus.RETURNED)
    )
    return Rupiah(came(Payment.payee != Payee.OPERATOR) - int(db.session.scalar(went_back) or 0))


def came(*conditions: object) -> Rupiah:
    total = select(func.coalesce(func.sum(Payment.received), 0)).where(*conditions)  # type: ignore[arg-type]
    return Rupiah(int(db.session.scalar(total) or 0))
