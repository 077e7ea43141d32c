"""A shop with a card till: buyers at our pages and at the provider's, and what must be true after each of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from devtools.stripe.control import Controls
from marketplace.catalogue.checks import problems as stock_problems
from marketplace.kit.clock import now
from marketplace.kit.codes import new_key
from marketplace.ledger.checks import problems as ledger_problems
from marketplace.ledger.models import LedgerEntry
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.models import Order, Purchase
from marketplace.orders.queries import COOKIE
from marketplace.payments.checks import problems as payment_problems
from marketplace.payments.gateways import gateway_of
from marketplace.payments.jobs import catch_up, expected_balance
from marketplace.payments.models import Payment, Refund
from marketplace.payments.provider_events import ProviderEvent
from marketplace.payments.rules import Method
from marketplace.payments.sessions import ProviderSession
from marketplace.web.db import begin_write, db
from tests.make import make_product
from tests.make_orders import make_purchase
from tests.stripe.shop import VISA
from tests.visitor import Answer, Visitor

SECRET = "whsec_uji"


@contextmanager
def with_cards(app: Flask, account: Controls) -> Iterator[None]:
    """The application knows this account of the local Stripe, for a while."""
    theirs = {
        "STRIPE_KEY": account.key,
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "STRIPE_ADDRESS": account.address,
    }
    before = {name: app.config[name] for name in theirs}
    app.config.update(theirs)
    app.extensions.pop("gateways", None)
    yield
    app.config.update(before)
    app.extensions.pop("gateways", None)


@dataclass
class Bought:
    """A purchase to be paid by card, and the browser of its guest."""

    code: str
    visitor: Visitor
    account: Controls

    def press(self) -> Answer:
        """Bayar pakai kartu."""
        return self.visitor.post(f"/bayar/{self.code}/kartu")

    def page(self) -> str:
        """The address of the provider's page."""
        answer = self.press()
        assert answer.status == 303, (answer.status, answer.text[:2000])
        return answer.location

    def pay(self, card: str = VISA) -> Any:
        return self.account.buyer(self.page()).pay(card)

    def come_back(self) -> Answer:
        """The form of the return page."""
        return self.visitor.post(f"/bayar/{self.code}/kembali")

    @property
    def purchase(self) -> Purchase:
        db.session.rollback()
        db.session.expire_all()
        return db.session.scalars(select(Purchase).where(Purchase.code == self.code)).one()

    @property
    def orders(self) -> Sequence[Order]:
        return self.purchase.orders

    @property
    def states(self) -> list[str]:
        return [str(order.status) for order in self.orders]

    @property
    def payments(self) -> Sequence[Payment]:
        query = select(Payment).where(Payment.purchase_id == self.purchase.id)
        return db.session.scalars(query.order_by(Payment.id)).all()

    @property
    def paid_by(self) -> list[str]:
        """The states of its payments, oldest first."""
        return [str(payment.status) for payment in self.payments]

    @property
    def refunds(self) -> list[tuple[int, str]]:
        query = select(Refund).join(Payment).where(Payment.purchase_id == self.purchase.id)
        return [(r.amount, str(r.status)) for r in db.session.scalars(query.order_by(Refund.id))]

    @property
    def session(self) -> ProviderSession:
        """Of the newest payment that has one."""
        query = select(ProviderSession).join(Payment)
        query = query.where(Payment.purchase_id == self.purchase.id)
        return db.session.scalars(query.order_by(Payment.id.desc())).first()  # type: ignore[return-value]

    @property
    def charge(self) -> str:
        found = gateway_of("stripe").fetch(self.session.session or "")
        assert found.charge
        return found.charge

    def times_paid(self) -> int:
        """PAY on the timelines of its orders."""
        return sum(event.move == "pay" for order in self.orders for event in order.events)


class Till:
    """Buyers come here. Every amount is in whole thousands, so that the provider's fee is in whole rupiah."""

    def __init__(self, app: Flask, server: str, account: Controls) -> None:
        self.app, self.server, self.account = app, server, account

    def buy(self, *products: Any, **more: Any) -> Bought:
        key = new_key().replace("-", "").replace("_", "")
        goods = products or (make_product(stock=20, price=20_000),)
        purchase = make_purchase(*goods, method=Method.CARD, guest_key=key, **more)
        return Bought(purchase.code, Visitor(self.server, **{COOKIE: key}), self.account)

    def two_stalls(self) -> list[Any]:
        return [make_product(stock=20, price=price) for price in (20_000, 30_000)]

    def deliver(self) -> None:
        """All webhooks have arrived or are given up."""
        self.account.wait_for_mail(20)
        db.session.rollback()
        db.session.expire_all()

    def everything_agrees(self) -> None:
        """Stock, orders, payments and books agree with each other, and the books with the provider."""
        db.session.rollback()
        db.session.expire_all()
        found = stock_problems() + order_problems() + payment_problems() + ledger_problems()
        assert found == [], found
        books, there = expected_balance(), gateway_of("stripe").balance()
        assert books == there, f"{books} by the books, {there} at the provider"


def entries() -> int:
    """How much stands in the books."""
    db.session.rollback()
    return int(db.session.scalar(select(func.count(LedgerEntry.id))) or 0)


def event_states() -> set[str]:
    db.session.rollback()
    return {str(state) for state in db.session.scalars(select(ProviderEvent.state).distinct())}


def work(job: Callable[[], Any]) -> None:
    """As the worker does it: over what the others have committed."""
    db.session.rollback()
    job()
    db.session.rollback()
    db.session.expire_all()


def reconcile() -> None:
    """Without waiting for webhooks to come first."""
    catch_up(gateway_of("stripe"), now(), wait=timedelta())


def lose_all(till: Till, pay: Any) -> None:
    """While this goes on no webhook arrives."""
    till.account.drop_mail()
    pay()
    till.account.drop_mail(0)


def pass_the_time(bought: Bought) -> None:
    """The goods of its orders are not held any longer."""
    orders = bought.orders
    begin_write()
    for order in orders:
        order.hold_until = now() - timedelta(seconds=1)
    db.session.commit()
