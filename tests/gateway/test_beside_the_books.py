"""Our books beside the provider: a debt that was given back there in part, kas that the operator handed on."""

import pytest

from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.actions import hand_on
from marketplace.orders.rules import Actor
from marketplace.payments.gateways import gateway_of
from marketplace.payments.jobs import expected_balance, send_refunds
from marketplace.payments.papers.actions import papers_of
from marketplace.payments.refunding.actions import Wanted, refund_parts
from marketplace.payments.refunding.rules import Wish
from marketplace.web.db import begin_write, db
from tests.gateway.till import Bought, Till, work
from tests.make import make_market, make_product, make_stall, make_user
from tests.stripe.shop import RP

pytestmark = pytest.mark.xdist_group("gateway")


def give_back(bought: Bought, pieces: int, seen: int = 0) -> None:
    order = bought.orders[0]
    begin_write()
    wish = Wish(order.lines[0].id, pieces, restock=True)
    refund_parts(order, Wanted([wish], Rupiah(0), Rupiah(seen), "Remuk"), Actor.PRODUCER, now())
    db.session.commit()


def test_a_debt_that_was_split_is_corrected_once(till: Till) -> None:
    bought = till.buy(quantity=3)
    bought.pay()
    till.deliver()
    give_back(bought, 1)
    till.account.refund_by_dashboard(bought.charge, 5_000 * RP)
    till.deliver()
    work(send_refunds)
    give_back(bought, 1, seen=20_000)

    [order] = bought.orders
    nota, *corrections = papers_of(order)
    assert [paper.facts.total for paper in corrections] == [20_000, 20_000]
    assert nota.facts.total == 60_000
    work(send_refunds)
    assert sum(amount for amount, status in bought.refunds if status == "returned") == 40_000


def test_kas_and_payouts_beside_the_provider_do_not_ring(till: Till) -> None:
    market = make_market()
    begin_write()
    market.fee_basis_points = 250
    db.session.commit()
    bought = till.buy(make_product(make_stall(market), price=20_000))
    bought.pay()
    till.deliver()

    hand_on(market, Rupiah(500), make_user(), now())
    db.session.commit()

    assert expected_balance() == gateway_of("stripe").balance()
