"""Anything may happen in any order: the books come to nothing, equal the provider, and lose no buyer's money."""

from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from devtools.stripe.controls import ControlRefused
from marketplace.checkout.jobs import expire_orders
from marketplace.kit.clock import now
from marketplace.ledger.actions import mark_sent, request_payout
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import Account, Kind
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, OrderStatus
from marketplace.payments.errands import open_page, paid_meanwhile
from marketplace.payments.gateways import gateway_of
from marketplace.payments.gateways.interface import Outcome, ProviderDown, Refused
from marketplace.payments.jobs import send_refunds
from marketplace.payments.models import Payment, Refund
from marketplace.payments.rules import WAITING, Method, RefundStatus
from marketplace.payments.sessions import ProviderRefund
from marketplace.web.db import begin_write, db
from tests.gateway.till import Till, reconcile, work
from tests.make import make_product, make_user
from tests.make_orders import make_purchase
from tests.stripe.shop import DECLINED, RP, VISA

pytestmark = pytest.mark.xdist_group("gateway")
STEPS = 60


class Days:
    """A market by chance: each method is something that somebody does."""

    def __init__(self, till: Till, seed: int) -> None:
        self.till, self.account, self.chance = till, till.account, Random(seed)
        self.goods = [make_product(stock=500, price=price) for price in (20_000, 30_000, 50_000)]
        self.operator = make_user(name="Galih")
        self.told: list[str] = []
        self.account.drop_mail()  # what happened is heard of when somebody asks

    def things(self, kind: str) -> list[Any]:
        return list(self.account.state()["objects"].get(kind, []))

    def one_of(self, found: Any) -> Any:
        found = list(found)
        return self.chance.choice(found) if found else None

    def buy(self) -> None:
        goods = self.chance.sample(self.goods, self.chance.choice((1, 1, 2, 3)))
        make_purchase(*goods, method=Method.CARD)

    def open(self) -> None:
        payment = self.one_of(
            db.session.scalars(select(Payment).where(Payment.status.in_(WAITING)))
        )
        if payment:
            with self.till.app.test_request_context():  # the addresses of our pages go along
                open_page(payment.id)

    def at_the_page(self) -> None:
        session = self.one_of(
            it for it in self.things("checkout.session") if it["status"] == "open"
        )
        if not session:
            return
        buyer = self.account.buyer(session["url"])
        how = self.chance.choice(("pay", "pay", "pay", "decline", "transfer"))
        if how == "transfer":
            buyer.pay_by_transfer()
        else:
            buyer.pay(DECLINED if how == "decline" else VISA)

    def transfer(self) -> None:
        waiting = [
            it
            for it in self.things("checkout.session")
            if it["status"] == "complete" and it["payment_status"] == "unpaid"
        ]
        if session := self.one_of(waiting):
            self.account.settle_transfer(session["id"], arrived=self.chance.random() < 0.7)

    def go_on(self) -> None:
        """The stall or the buyer moves an order."""
        order = self.one_of(db.session.scalars(select(Order)))
        if order is None:
            return
        buyers, producers = order.moves_for(Actor.BUYER), order.moves_for(Actor.PRODUCER)
        move = self.one_of([*buyers, *producers])
        if move is None or paid_meanwhile(order):
            return
        begin_write()
        order = db.session.get_one(Order, order.id)
        order.make(move, Actor.PRODUCER if move in producers else Actor.BUYER, now(), note="Uji")
        db.session.commit()

    def be_away(self) -> None:
        """The provider does not answer somebody."""
        self.account.fail_calls(self.chance.choice((1, 2)), 429, after=self.chance.random() < 0.5)

    def pass_time(self) -> None:
        query = select(Order).where(Order.status == OrderStatus.AWAITING_PAYMENT)
        order = self.one_of(db.session.scalars(query))
        if order is None:
            return
        order_id = order.id
        begin_write()
        db.session.get_one(Order, order_id).hold_until = now() - timedelta(seconds=1)
        db.session.commit()
        expire_orders()

    def give_back_by_hand(self) -> None:
        charge = self.one_of(
            it for it in self.things("charge") if it["paid"] and not it["refunded"]
        )
        if charge:
            left = (charge["amount"] - charge["amount_refunded"]) // (1_000 * RP)
            self.account.refund_by_dashboard(
                charge["id"], self.chance.randint(1, left) * 1_000 * RP
            )

    def dispute(self) -> None:
        charge = self.one_of(
            it for it in self.things("charge") if it["paid"] and not it["disputed"]
        )
        if charge and charge["amount_refunded"] < charge["amount"]:
            self.account.open_dispute(charge["id"])

    def decide(self) -> None:
        open_now = [it for it in self.things("dispute") if it["status"] == "needs_response"]
        if dispute := self.one_of(open_now):
            self.account.close_dispute(dispute["id"], self.chance.choice(("won", "lost")))

    def refund(self) -> None:
        self.account.next_refunds(
            self.chance.choice(("succeeded", "succeeded", "pending", "failed"))
        )
        send_refunds()

    def arrive(self) -> None:
        on_its_way = [it for it in self.things("refund") if it["status"] == "pending"]
        if refund := self.one_of(on_its_way):
            self.account.finish_refund(refund["id"], self.chance.choice(("succeeded", "failed")))

    def pay_out(self) -> None:
        stall = self.chance.choice(self.goods).stall
        begin_write()
        left = payable_to(stall, Account(Kind.AT_PROVIDER))
        if left > 0:
            payout = request_payout(stall, left, self.operator, now())
            mark_sent(payout, "TRX", self.operator, now())
        db.session.commit()

    def hear(self) -> None:
        reconcile()

    def live(self) -> None:
        doings = (
            [self.buy] * 3
            + [self.open] * 4
            + [self.at_the_page] * 4
            + [self.hear] * 3
            + [self.go_on] * 4
            + [self.refund] * 2
            + [self.transfer, self.be_away, self.pass_time]
            + [self.give_back_by_hand, self.dispute, self.decide, self.arrive, self.pay_out]
        )
        for _ in range(STEPS):
            doing = self.chance.choice(doings)
            self.told.append(doing.__name__)
            try:
                work(doing)
            except (ProviderDown, Refused, ControlRefused):
                db.session.rollback()

    def settle_everything(self) -> None:
        """Disputes are decided, transfers and refunds arrive, what failed is sent again."""
        self.wait_until_all_answer()
        while any(it["status"] == "needs_response" for it in self.things("dispute")):
            self.decide()
        for session in self.things("checkout.session"):
            if session["status"] == "complete" and session["payment_status"] == "unpaid":
                with suppress(ControlRefused):  # it failed before
                    self.account.settle_transfer(session["id"])
        for _ in range(3):
            for refund in self.things("refund"):
                if refund["status"] == "pending":
                    self.account.finish_refund(refund["id"], "succeeded")
            work(reconcile)
            send_again()
            self.account.next_refunds()
            work(send_refunds)
        work(reconcile)

    def wait_until_all_answer(self) -> None:
        while True:
            try:
                gateway_of("stripe").balance()
                return
            except ProviderDown:
                pass


def send_again() -> None:
    begin_write()
    for row in db.session.scalars(
        select(ProviderRefund).where(ProviderRefund.outcome == Outcome.FAILED)
    ):
        if row.refund.status is RefundStatus.OWED:
            row.outcome, row.returned, row.tries = Outcome.PENDING, None, row.tries + 1
    db.session.commit()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_books_are_right(till: Till, seed: int) -> None:
    days = Days(till, seed)
    days.live()
    days.settle_everything()

    owed = db.session.scalars(select(Refund).where(Refund.status == RefundStatus.OWED)).all()
    assert [(it.id, it.amount, it.reason) for it in owed] == [], days.told
    for order in db.session.scalars(select(Order)):
        assert balance(Account(Kind.REFUND, order.id)) == 0, (order.code, days.told)
        assert balance(Account(Kind.DISPUTE, order.id)) == 0, (order.code, days.told)
    till.everything_agrees()
