"""What happens to an order after it was placed: each step a word of data/stories.toml, at its own moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.accounts.models import User
from marketplace.demo.people import account_of
from marketplace.demo.when import A_MOMENT, awake, days_before
from marketplace.ledger.actions import post
from marketplace.ledger.rules import gateway_fee
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import (
    accept_mismatch,
    ask_for_rest,
    confirm_received,
    hold,
    mark_paid,
    mark_returned,
    return_mismatch,
    send_proof,
)
from marketplace.payments.models import Payment
from marketplace.payments.refunds import payment_of, refunds_of
from marketplace.payments.rules import Payee
from marketplace.web.db import db

FEE_BASIS_POINTS, FEE_FIXED = 290, 2000  # of each card payment
MINUTES, HOURS = (lambda n: timedelta(minutes=n)), (lambda n: timedelta(hours=n))
AFTER = {
    "proof": MINUTES(9),
    "pay": MINUTES(22),
    "short": MINUTES(31),
    "accept_short": MINUTES(50),
    "ask_rest": MINUTES(50),
    "return_short": HOURS(2),
    "accept": MINUTES(38),
    "refuse": MINUTES(55),
    "cancel": MINUTES(17),
    "fail": HOURS(4),
    "late": HOURS(3),
    "returned": HOURS(19),
    "prepare": MINUTES(90),
    "send": MINUTES(25),
    "hand_over": MINUTES(30),
    "no_show": HOURS(2),
}
BEFORE_SLOT = {"prepare": -MINUTES(70), "send": -MINUTES(20), "hand_over": MINUTES(25)}
MOVES = {
    "accept": (Move.ACCEPT, Actor.PRODUCER, ""),
    "prepare": (Move.PREPARE, Actor.PRODUCER, ""),
    "send": (Move.SEND, Actor.PRODUCER, ""),
    "hand_over": (Move.HAND_OVER, Actor.PRODUCER, ""),
    "cancel": (Move.CANCEL, Actor.BUYER, "Salah pilih ukuran"),
    "refuse": (Move.REFUSE, Actor.PRODUCER, "Bahan habis, maaf ya"),
    "fail": (Move.FAIL, Actor.PRODUCER, "Oven rusak, pesanan tidak jadi"),
    "no_show": (Move.NO_SHOW, Actor.PRODUCER, "Ditunggu sampai tutup, tidak datang"),
    "expire": (Move.EXPIRE, Actor.CLOCK, ""),
}


@dataclass
class Telling:
    """One order on its way. `keeps` stores a picture of a transfer and gives its key."""

    order: Order
    producer: User
    keeps: Callable[[], str]
    last: datetime
    now: datetime

    def go(self, steps: list[str]) -> None:
        for step in steps:
            self.last = self.moment_of(step)
            if step in MOVES:
                self.move(*MOVES[step])
            else:
                getattr(self, step)(self.payment())

    def moment_of(self, step: str) -> datetime:
        """After the step before, near the slot where that matters, and never in the future."""
        order = self.order
        if step == "expire":
            return order.hold_until
        wished = self.last + AFTER[step]
        if step in BEFORE_SLOT and order.slot_starts:
            wished = max(wished, order.slot_starts + BEFORE_SLOT[step])
        if step == "no_show" and order.slot_ends:
            wished = max(wished, order.slot_ends + HOURS(1))
        return max(self.last, min(awake(wished), self.now - A_MOMENT))

    def move(self, move: Move, by: Actor, note: str) -> None:
        actor = self.producer if by is Actor.PRODUCER else None
        self.order.make(move, by, self.last, actor=actor, note=note)

    def payment(self) -> Payment:
        found = payment_of(self.order)
        if found is None:
            raise LookupError(f"no payment for {self.order.code}")
        return found

    def proof(self, payment: Payment) -> None:
        send_proof(payment, self.keeps(), self.last)

    def pay(self, payment: Payment) -> None:
        if payment.payee is Payee.OPERATOR:
            pay_by_card(payment, self.last)
            return
        by, actor = Actor.PRODUCER, self.producer
        if payment.payee is Payee.TREASURER:
            by, actor = Actor.TREASURER, account_of("treasurer", days_before(self.now, 90))
        confirm_received(payment, payment.missing, by, self.last, actor)

    late = pay

    def short(self, payment: Payment) -> None:
        """The buyer left out the unique code."""
        confirm_received(payment, payment.amount, Actor.PRODUCER, self.last, self.producer)

    def accept_short(self, payment: Payment) -> None:
        accept_mismatch(payment, Actor.PRODUCER, self.last, self.producer)

    def ask_rest(self, payment: Payment) -> None:
        ask_for_rest(payment, Actor.PRODUCER, self.last, self.producer)

    def return_short(self, payment: Payment) -> None:
        return_mismatch(payment, Actor.PRODUCER, self.last, self.producer)

    def returned(self, payment: Payment) -> None:
        db.session.flush()
        for refund in refunds_of([self.order])[self.order.id]:
            mark_returned(refund, self.last, proof=self.keeps(), note="Ditransfer kembali")


def pay_by_card(payment: Payment, at: datetime) -> None:
    """As settling does it, without a provider: the money lies with the operator, who bears the fee."""
    orders = hold(payment)
    payment.received = payment.due
    mark_paid(payment, orders, Actor.CLOCK, at)
    fee = payment.due * FEE_BASIS_POINTS // 10_000 + FEE_FIXED
    post(f"fee:demo:{payment.id}", "Biaya penyedia pembayaran", gateway_fee(fee), at)
