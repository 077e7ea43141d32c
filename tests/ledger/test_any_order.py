"""Random lives of many orders: whatever happens in whatever order, the books come to nothing and no money is lost."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from marketplace.ledger.rules import (
    GATEWAY_FEE,
    OPERATOR,
    TRANSIT,
    Account,
    Kind,
    Part,
    PayoutStatus,
    Sale,
    balanced,
    collected,
    dispute_lost,
    dispute_opened,
    dispute_won,
    fee_settled,
    frozen_lines,
    gateway_fee,
    handed_on,
    money_without_order,
    payable,
    payout_ended,
    payout_requested,
    payout_sent,
    refund_owed,
    refund_paid,
    stall_itself,
    treasurer,
    undone,
)
from marketplace.orders.rules import Bearer

STALLS = {11: 1, 12: 1, 13: 2}  # stall: its market
prices = some.integers(0, 200_000)
baskets = some.lists(some.tuples(prices, some.integers(1, 4)), min_size=1, max_size=4)


class Bookkeeping(RuleBasedStateMachine):
    """The caller's discipline (never more than is there) with every entry the rules know."""

    def __init__(self) -> None:
        super().__init__()
        self.sums: Counter[Account] = Counter()
        self.of_order: dict[int, Counter[Account]] = {}
        self.outside: Counter[str] = (
            Counter()
        )  # what crossed the border, seen from the people there
        self.paid_in: Counter[int] = Counter()  # order: what its buyer gave
        self.sales: dict[int, tuple[Account, Sale]] = {}
        self.left: dict[int, list[int]] = {}  # order: pieces of each part that are still sold
        self.short: dict[int, int] = {}
        self.payouts: list[tuple[PayoutStatus, Account, int, int]] = []
        self.disputes: dict[int, list] = {}
        self.numbers = 0

    def book(self, entry, order: int | None = None) -> None:
        if not entry:
            return  # an order that costs nothing
        assert balanced(entry)
        for account, amount in entry:
            assert type(amount) is int
            self.sums[account] += amount
            if order:
                self.of_order.setdefault(order, Counter())[account] += amount

    def sale(self, stall: int, basket, bps: int, off: int, bearer: Bearer, delivery: int) -> Sale:
        self.numbers += 1
        goods = sum(price for price, _ in basket)
        frozen = frozen_lines(basket, goods * off // 100, bps)
        return Sale(self.numbers, stall, STALLS[stall], frozen, delivery, bearer)

    @rule(
        stall=some.sampled_from(list(STALLS)),
        basket=baskets,
        bps=some.integers(0, 3_000),
        off=some.integers(0, 100),
        bearer=some.sampled_from(list(Bearer)),
        delivery=some.integers(0, 10_000),
        who=some.sampled_from(["operator", "treasurer", "stall"]),
        over=some.integers(-500, 999),
    )
    def sell(self, stall, basket, bps, off, bearer, delivery, who, over) -> None:
        sale = self.sale(stall, basket, bps, off, bearer, delivery)
        holders = {
            "operator": OPERATOR,
            "treasurer": treasurer(sale.market),
            "stall": stall_itself(stall),
        }
        total = sale.paid if who == "operator" else max(sale.paid + over, 0)
        self.book(collected(holders[who], total, [sale]), sale.order)
        self.paid_in[sale.order] += total
        self.outside["direct" if who == "stall" else "in"] += total
        self.sales[sale.order] = holders[who], sale
        self.short[sale.order] = sale.paid - total  # below nothing: a surplus, which stays
        self.left[sale.order] = [part.quantity for part in sale.parts]

    def taken_back(self, data) -> tuple[Account, Sale, list] | None:
        """Some pieces that are still sold, of some order."""
        open_ones = [n for n, left in self.left.items() if any(left)]
        if not open_ones:
            return None
        number = data.draw(some.sampled_from(open_ones))
        holder, sale = self.sales[number]
        parts = []
        short = self.short.pop(number, 0)
        if short > 0:  # goes along with the first refund, which must be worth more
            self.left[number] = [0] * len(sale.parts)
            whole = [*sale.parts, Part(-short)]
            return (holder, sale, whole) if sale.paid > short else None
        for i, part in enumerate(sale.parts):
            count = data.draw(some.integers(0, self.left[number][i]))
            if count:
                parts.append(part.pieces(count, part.quantity - self.left[number][i]))
                self.left[number][i] -= count
        return holder, sale, parts

    @rule(data=some.data())
    def owe_back(self, data) -> None:
        if found := self.taken_back(data):
            holder, sale, parts = found
            self.book(refund_owed(holder, sale, parts), sale.order)

    @rule(data=some.data(), amount=some.integers(1, 90_000))
    @precondition(lambda self: self.sales)
    def pay_twice(self, data, amount) -> None:
        number = data.draw(some.sampled_from(list(self.sales)))
        holder, _ = self.sales[number]
        self.book(money_without_order(holder, number, amount), number)
        self.paid_in[number] += amount
        self.outside["direct" if holder.kind is Kind.AT_STALL else "in"] += amount

    @rule(data=some.data(), bounces=some.booleans())
    def give_back(self, data, bounces) -> None:
        owed = [(n, -self.sums[Account(Kind.REFUND, n)]) for n in self.sales]
        owed = [(n, amount) for n, amount in owed if amount > 0]
        if not owed:
            return
        number, amount = data.draw(some.sampled_from(owed))
        amount = data.draw(some.integers(1, amount))
        holder, _ = self.sales[number]
        entry = refund_paid(holder, number, amount)
        self.book(entry, number)
        if bounces:
            self.book(undone(entry), number)
        else:
            self.outside["direct" if holder.kind is Kind.AT_STALL else "in"] -= amount
            self.paid_in[number] -= amount

    @rule(data=some.data())
    def dispute(self, data) -> None:
        found = self.taken_back(data)
        if found is None or not found[2]:
            return
        holder, sale, parts = found
        if holder == OPERATOR:
            self.book(dispute_opened(sale, parts), sale.order)
            self.disputes.setdefault(sale.order, []).append((sale, parts))
        else:
            self.book(refund_owed(holder, sale, parts), sale.order)

    @rule(data=some.data(), won=some.booleans(), takes_first=some.booleans())
    def judge(self, data, won, takes_first) -> None:
        waiting = [n for n, cases in self.disputes.items() if cases]
        if not waiting:
            return
        number = data.draw(some.sampled_from(waiting))
        sale, parts = self.disputes[number].pop()
        at_stake = sum(part.paid for part in parts)
        taken = dispute_lost(number, at_stake) if at_stake else ()
        if won:
            if takes_first:
                self.book(taken, number)
                self.book(undone(taken), number)
            self.book(dispute_won(sale, parts), number)
        else:
            self.book(taken, number)
            self.outside["in"] -= at_stake
            self.paid_in[number] -= at_stake

    @rule(amount=some.integers(1, 5_000))
    def provider_keeps_its_fee(self, amount) -> None:
        self.book(gateway_fee(amount))
        self.outside["in"] -= amount

    @rule(data=some.data(), stall=some.sampled_from(list(STALLS)), at_market=some.booleans())
    def ask_for_payout(self, data, stall, at_market) -> None:
        holder = treasurer(STALLS[stall]) if at_market else OPERATOR
        most = -self.sums[payable(stall, holder)]
        if most > 0:
            amount = data.draw(some.integers(1, most))
            self.book(payout_requested(holder, stall, amount))
            self.payouts.append((PayoutStatus.REQUESTED, holder, stall, amount))

    @rule(data=some.data(), fails=some.booleans())
    def end_payout(self, data, fails) -> None:
        waiting = [i for i, p in enumerate(self.payouts) if p[0] is not PayoutStatus.FAILED]
        if not waiting:
            return
        place = data.draw(some.sampled_from(waiting))
        status, holder, stall, amount = self.payouts[place]
        if fails:
            self.book(payout_ended(status, holder, stall, amount))
            self.outside["in"] += amount if status is PayoutStatus.SENT else 0
            self.payouts[place] = (PayoutStatus.FAILED, holder, stall, amount)
        elif status is PayoutStatus.REQUESTED:
            self.book(payout_sent(holder, amount))
            self.outside["in"] -= amount
            self.payouts[place] = (PayoutStatus.SENT, holder, stall, amount)

    @rule(data=some.data(), stall=some.sampled_from(list(STALLS)), from_payable=some.booleans())
    def settle_fee(self, data, stall, from_payable) -> None:
        due = self.sums[Account(Kind.FEE_DUE, stall)]
        if due <= 0:
            return
        amount = data.draw(some.integers(1, due))
        source = payable(stall, OPERATOR) if from_payable else treasurer(STALLS[stall])
        self.book(fee_settled(source, stall, amount))
        self.outside["in"] += 0 if from_payable else amount

    @rule(amount=some.integers(1, 9_000), market=some.sampled_from([1, 2]))
    def hand_on(self, amount, market) -> None:
        self.book(handed_on(OPERATOR, treasurer(market), amount))

    @invariant()
    def the_books_come_to_nothing(self) -> None:
        assert sum(self.sums.values()) == 0

    @invariant()
    def the_holders_have_what_came_and_did_not_leave(self) -> None:
        held = self.sums[OPERATOR] + self.sums[treasurer(1)] + self.sums[treasurer(2)]
        assert held == self.outside["in"]

    @invariant()
    def no_buyers_money_disappears(self) -> None:
        """What a buyer gave and did not get back is kept by stall and kas, owed back, or in dispute; nothing else."""
        for number, sums in self.of_order.items():
            holder, sale = self.sales[number]
            owed_back = -sums[Account(Kind.REFUND, number)] - sums[Account(Kind.DISPUTE, number)]
            kas = sums[Account(Kind.KAS, sale.market)] + sums[Account(Kind.DISCOUNT, sale.market)]
            assert 0 <= owed_back <= self.paid_in[number]
            if holder.kind is Kind.AT_STALL:
                assert sums[holder] == owed_back
                assert sums[Account(Kind.FEE_DUE, sale.stall)] == -kas
            else:
                assert sums[holder] == self.paid_in[number]
                kept = -kas - sums[payable(sale.stall, holder)]
                assert kept == self.paid_in[number] - owed_back

    @invariant()
    def a_buyer_is_never_owed_less_than_nothing(self) -> None:
        for account, amount in self.sums.items():
            if account.kind in (Kind.REFUND, Kind.DISPUTE):
                assert amount <= 0, account

    @invariant()
    def fees_that_went_back_never_exceed_fees_that_came(self) -> None:
        for sums in self.of_order.values():
            for account, amount in sums.items():
                if account.kind is Kind.KAS:
                    assert amount <= 0
                if account.kind is Kind.DISCOUNT:
                    assert amount >= 0

    @invariant()
    def what_is_on_the_way_is_what_was_asked_for(self) -> None:
        asked = sum(p[3] for p in self.payouts if p[0] is PayoutStatus.REQUESTED)
        assert self.sums[TRANSIT] == -asked
        assert self.sums[GATEWAY_FEE] >= 0


TestAnyOrder = Bookkeeping.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
