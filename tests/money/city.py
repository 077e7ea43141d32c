"""A small city in which anything may happen to money: three markets, six stalls, and a till outside the books.

`outside` counts what crossed the border as the people there would: what buyers handed over and got back, what payees
hold. The books never see it; at the end both must say the same.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from devtools.stripe.control import Controls
from marketplace.catalogue.rules import OutOfStock
from marketplace.checkout.actions import CodeRefused
from marketplace.checkout.jobs import expire_orders
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.actions import (
    cancel_payout,
    hand_on,
    mark_failed,
    mark_sent,
    request_payout,
    settle_fee,
    take_back,
)
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import kas_with_operator, payable_to, standing_of
from marketplace.ledger.rules import OPERATOR, FeeWay, PayoutStatus, treasurer
from marketplace.orders.models import Order
from marketplace.orders.rules import MADE_BY, Actor, Bearer, IllegalMove, Move, OrderStatus, moves
from marketplace.payments.actions import (
    accept_mismatch,
    ask_for_rest,
    confirm_received,
    mark_returned,
    return_mismatch,
    send_proof,
)
from marketplace.payments.errands import ask_and_settle, open_page, paid_meanwhile
from marketplace.payments.gateways import gateway_of
from marketplace.payments.jobs import catch_up, send_refunds
from marketplace.payments.models import Payment, Refund
from marketplace.payments.refunding.actions import Wanted, lines_of, owed_so_far, refund_parts
from marketplace.payments.refunding.rules import NotRefundable, TooMuch, WholeOrder, Wish
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import ENDED, Method, Payee, PaymentStatus, RefundStatus
from marketplace.payments.sessions import ProviderSession
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall, make_user
from tests.make_orders import let_treasurer_collect, make_purchase
from tests.make_vouchers import make_voucher
from tests.stripe.shop import VISA

REFUSALS = (CodeRefused, IllegalMove, OutOfStock, NotRefundable, TooMuch, WholeOrder)
BY_HAND = (Move.ACCEPT, Move.REFUSE, Move.PREPARE, Move.HAND_OVER, Move.FAIL, Move.NO_SHOW)


class City:
    """One random life. Every step is one act of one person, committed or refused whole."""

    def __init__(self, seed: int, account: Controls) -> None:
        self.chance, self.account = random.Random(seed), account
        self.outside: Counter[str] = Counter()
        self.told: list[str] = []
        direct, collecting, other = self.markets = [make_market() for _ in range(3)]
        let_treasurer_collect(collecting, kas=self.chance.choice([0, 137, 250]))
        let_treasurer_collect(other, kas=self.chance.choice([75, 1_000]))
        begin_write()
        direct.fee_basis_points = self.chance.choice([0, 333])
        db.session.commit()
        stalls = [make_stall(market) for market in self.markets for _ in range(2)]
        prices = [self.chance.randrange(10, 40) * 1000 for _ in stalls]
        self.goods = [
            make_product(stall, stock=12, price=price)
            for stall, price in zip(stalls, prices, strict=True)
        ]
        self.clerk = make_user(name="Bu Bendahara")
        self.codes = [voucher.code for voucher in self.vouchers(seed)]

    def vouchers(self, seed: int) -> list[Any]:
        """Of a stall and of each market, borne by one or the other, some of them nearly used up."""
        limits = [None, 2, 5]
        owners = [self.goods[0].stall, self.goods[3].stall, *self.markets]
        return [
            make_voucher(
                owner,
                f"KOTA{seed}X{n}",
                percent=self.chance.choice([3, 10, 33, 100]),
                limit_total=self.chance.choice(limits),
                borne_by=self.chance.choice(list(Bearer)) if n > 1 else Bearer.STALL,
            )
            for n, owner in enumerate(owners)
        ]

    @property
    def steps(self) -> dict[Callable[[], Any], int]:
        return {
            self.buy: 5,
            self.pay_by_hand: 6,
            self.judge: 3,
            self.pay_late: 2,
            self.prove: 1,
            self.move: 9,
            self.time_passes: 1,
            self.give_a_part_back: 3,
            self.give_money_back: 3,
            self.pay_by_card: 3,
            self.dispute: 1,
            self.ask_payout: 2,
            self.end_payout: 2,
            self.settle_kas: 2,
            self.hand_kas_over: 1,
        }

    def live(self, length: int) -> None:
        acts, weights = list(self.steps), list(self.steps.values())
        for _ in range(length):
            act = self.chance.choices(acts, weights)[0]
            self.told.append(act.__name__)
            try:
                act()
            except REFUSALS as refused:
                self.told[-1] += f" refused: {type(refused).__name__}"
            db.session.rollback()
            db.session.expire_all()

    def some(self, model: Any, *conditions: Any) -> Any:
        """Any row that fits, or None."""
        rows = db.session.scalars(select(model).where(*conditions).order_by(model.id)).all()
        return self.chance.choice(rows) if rows else None

    def till_of(self, payment: Payment) -> str:
        """Whose drawer the money lies in."""
        return {
            Payee.STALL: f"stall {payment.stall_id}",
            Payee.TREASURER: f"treasurer {payment.market_id}",
            Payee.OPERATOR: "operator",
        }[payment.payee]

    def hand_over_money(self, payment: Payment, amount: int) -> None:
        self.outside["buyers"] -= amount
        self.outside[self.till_of(payment)] += amount

    # what people do

    def buy(self) -> None:
        count = self.chance.randint(1, len(self.goods))
        wanted = self.chance.sample(self.goods, count)
        method = self.chance.choice([Method.QRIS, Method.TRANSFER, Method.CARD, Method.CASH])
        quantity = self.chance.randint(1, 2)
        codes = ", ".join(self.chance.sample(self.codes, self.chance.choice([0, 0, 1, 2])))
        if all(p.variants[0] and shelf_of(p) >= quantity for p in wanted):
            make_purchase(*wanted, quantity=quantity, method=method, vouchers=codes)

    def pay_by_hand(self) -> None:
        payment = self.some(
            Payment,
            Payment.status.in_((PaymentStatus.PENDING, PaymentStatus.PROOF_SENT)),
            Payment.method != Method.CARD,
        )
        if payment is None or (payment.method is Method.CASH and payment.payee is Payee.STALL):
            return
        wrong = self.chance.choice([0, 0, 0, -1000, 500])
        amount = max(1, payment.missing + wrong)
        self.receive(payment, amount)

    def receive(self, payment: Payment, amount: int) -> None:
        begin_write()
        confirm_received(payment, Rupiah(amount), payee_actor(payment), now())
        db.session.commit()
        self.hand_over_money(payment, amount)

    def judge(self) -> None:
        payment = self.some(Payment, Payment.status == PaymentStatus.MISMATCH)
        if payment:
            ways = [accept_mismatch, return_mismatch, *([ask_for_rest] if payment.missing else [])]
            begin_write()
            self.chance.choice(ways)(payment, payee_actor(payment), now())
            db.session.commit()

    def pay_late(self) -> None:
        """For a payment that has ended: all of it, or the rest of what came before."""
        by_hand = Payment.method.in_((Method.QRIS, Method.TRANSFER))
        payment = self.some(Payment, Payment.status.in_(ENDED), by_hand)
        if payment:
            amount = self.chance.choice([payment.due, payment.missing or payment.due])
            self.receive(payment, amount + self.chance.choice([0, 0, 700]))

    def prove(self) -> None:
        payment = self.some(Payment, Payment.status == PaymentStatus.PENDING)
        if payment and payment.method in (Method.QRIS, Method.TRANSFER):
            begin_write()
            send_proof(payment, "bukti", now())
            db.session.commit()

    def move(self) -> None:
        order = self.some(Order, Order.status.in_(list(OrderStatus)))
        if order is None:
            return
        whose = [
            (a, m) for a in MADE_BY for m in moves(order.status, a) if m in (*BY_HAND, Move.CANCEL)
        ]
        if not whose or paid_meanwhile(order):
            return
        actor, what = self.chance.choice(whose)
        before = payment_of(order)
        was_open = before is not None and before.is_waiting
        begin_write()
        order.make(what, actor, now(), note="Uji")
        db.session.commit()
        if before and before.method is Method.CASH and was_open and what is Move.HAND_OVER:
            self.hand_over_money(before, before.due)

    def time_passes(self) -> None:
        order = self.some(
            Order, Order.status.in_((OrderStatus.AWAITING_PAYMENT, OrderStatus.PLACED))
        )
        if order:
            begin_write()
            order.hold_until = now() - timedelta(seconds=1)
            db.session.commit()
            expire_orders()

    def give_a_part_back(self) -> None:
        order = self.some(Order, Order.status.in_(list(OrderStatus)))
        if order is None:
            return
        line = self.chance.choice(lines_of(order))
        payment = payment_of(order)
        if payment is None or not line.left:
            return
        pieces = self.chance.randint(1, line.left)
        wish = Wish(line.id, pieces, self.chance.random() < 0.5)
        begin_write()
        wanted = Wanted([wish], Rupiah(0), owed_so_far(payment, order), "Remuk")
        refund_parts(order, wanted, Actor.PRODUCER, now())
        db.session.commit()

    def give_money_back(self) -> None:
        refund = self.some(Refund, Refund.status == RefundStatus.OWED)
        if refund is None:
            return
        if refund.payment.payee is Payee.OPERATOR:
            send_refunds()
            return
        begin_write()
        mark_returned(refund, now(), proof=None, note="Tunai")
        db.session.commit()
        self.hand_over_money(refund.payment, -refund.amount)

    def pay_by_card(self) -> None:
        payment = self.some(
            Payment, Payment.status == PaymentStatus.PENDING, Payment.method == Method.CARD
        )
        if payment is None:
            return
        url = open_page(payment.id).url
        if url and self.chance.random() < 0.8:
            self.account.buyer(url).pay(VISA)
        if self.chance.random() < 0.6:
            self.settle(payment.id)

    def settle(self, payment_id: int) -> None:
        kept = db.session.get_one(ProviderSession, payment_id)
        ask_and_settle(kept.provider, kept.session or "")

    def dispute(self) -> None:
        paid = Payment.status.in_((PaymentStatus.PAID, PaymentStatus.LATE))
        payment = self.some(Payment, paid, Payment.method == Method.CARD)
        if payment is None:
            return
        kept = db.session.get_one(ProviderSession, payment.id)
        found = gateway_of("stripe").fetch(kept.session or "")
        if found.disputes or found.refunds or not found.charge:
            return
        dispute = self.account.open_dispute(found.charge)
        if self.chance.random() < 0.5:
            self.settle(payment.id)
        self.account.close_dispute(dispute["id"], self.chance.choice(["won", "lost"]))
        self.settle(payment.id)

    def ask_payout(self) -> None:
        stall = self.chance.choice(self.goods).stall
        holder = self.chance.choice([OPERATOR, treasurer(stall.market_id)])
        left = payable_to(stall, holder)
        if left > 0:
            begin_write()
            request_payout(stall, Rupiah(self.chance.randint(1, left)), self.clerk, now(), holder)
            db.session.commit()

    def end_payout(self) -> None:
        open_now = (PayoutStatus.REQUESTED, PayoutStatus.SENT)
        payout = self.some(Payout, Payout.status.in_(open_now))
        if payout is None:
            return
        was, amount = payout.status, payout.amount
        drawer = "operator" if payout.paid_by == OPERATOR else f"treasurer {payout.paid_by.owner}"
        begin_write()
        if was is PayoutStatus.REQUESTED and self.chance.random() < 0.3:
            cancel_payout(payout, "Salah", self.clerk, now())
        elif was is PayoutStatus.REQUESTED:
            mark_sent(payout, f"TRX{payout.id}", self.clerk, now())
            self.outside[drawer] -= amount
            self.outside["paid out"] += amount
        elif self.chance.random() < 0.2:
            mark_failed(payout, "Rekening tutup", self.clerk, now())
            self.outside[drawer] += amount
            self.outside["paid out"] -= amount
        db.session.commit()

    def settle_kas(self) -> None:
        """A stall and its treasurer settle the kas of direct sales."""
        stall, way = self.chance.choice(self.goods).stall, self.chance.choice(list(FeeWay))
        left = standing_of(stall).left(way)
        if left <= 0:
            return
        amount = self.chance.randint(1, left)
        begin_write()
        settle_fee(stall, way, Rupiah(amount), self.clerk, now())
        db.session.commit()
        given = {FeeWay.HANDED_IN: amount, FeeWay.WITHHELD: 0, FeeWay.GIVEN: -amount}[way]
        self.outside[f"treasurer {stall.market_id}"] += given
        self.outside[f"stall {stall.id}"] -= given

    def hand_kas_over(self) -> None:
        """The operator and a treasurer settle the kas of card sales."""
        market = self.chance.choice(self.markets)
        held = kas_with_operator([market.id]).get(market.id, 0)
        if not held:
            return
        begin_write()
        (hand_on if held > 0 else take_back)(market, Rupiah(abs(held)), self.clerk, now())
        db.session.commit()
        self.outside[f"treasurer {market.id}"] += held
        self.outside["operator"] -= held

    def quiet_down(self) -> None:
        """The worker has had its time: what the provider knows is known, what is owed through it is sent."""
        for _ in range(2):
            catch_up(gateway_of("stripe"), now(), wait=timedelta())
            send_refunds()
        db.session.rollback()
        db.session.expire_all()


def payee_actor(payment: Payment) -> Actor:
    return Actor.TREASURER if payment.payee is Payee.TREASURER else Actor.PRODUCER


def shelf_of(product: Any) -> int:
    from marketplace.catalogue.stock import StockPool

    pool = db.session.scalar(
        select(StockPool).where(StockPool.variant_id == product.variants[0].id)
    )
    return pool.stock.available if pool else 0
