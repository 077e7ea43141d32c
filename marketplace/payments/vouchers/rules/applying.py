"""Several codes over several orders: one voucher an order at most, the better for the buyer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from marketplace.kit.rupiah import Rupiah, split_by
from marketplace.orders.rules import Bearer
from marketplace.payments.vouchers.rules.terms import (
    Refusal,
    Terms,
    discount_on,
    sentence_of,
    why_not,
)


@dataclass(frozen=True)
class Goods:
    """What one stall's part of the purchase comes to, without delivery."""

    stall_id: int
    market_id: int
    total: Rupiah


@dataclass(frozen=True)
class Discount:
    """What one order is spared, and by which voucher."""

    voucher_id: int
    code: str
    amount: Rupiah
    borne_by: Bearer


@dataclass(frozen=True)
class Applied:
    """What the typed codes come to: discounts by stall, a sentence for each code that gives nothing, and for each
    that gave way to a better one.
    """

    discounts: Mapping[int, Discount] = field(default_factory=dict)
    refusals: Sequence[str] = ()
    given_way: Sequence[str] = ()


NOTHING = Applied()


def apply_codes(
    codes: Sequence[str],
    known: Mapping[str, Terms],
    orders: Sequence[Goods],
    mine: Mapping[int, int],
    at: datetime,
) -> Applied:
    """What these codes give for these orders: one voucher an order at most, the better for the buyer.

    `known` is what is found of them, `mine` how often this buyer used each, by id.
    """
    refusals, good = [], []
    for code in codes:
        terms = known.get(code)
        goods = total_of(terms, orders) if terms else None
        refusal = why_not(terms, goods, mine.get(terms.id, 0), at) if terms else Refusal.UNKNOWN
        if refusal:
            refusals.append(sentence_of(refusal, code, terms, goods or 0))
        elif terms:
            good.append(terms)
    chosen = best(good, orders)
    used = {discount.code for discount in chosen.values()}
    given_way = [gave_way(terms.code) for terms in good if terms.code not in used]
    return Applied(chosen, refusals, given_way)


def gave_way(code: str) -> str:
    return f"Kode {code} tidak dipakai. Satu pesanan memakai satu kode, dan yang lain lebih murah untukmu."


def covers(terms: Terms, order: Goods) -> bool:
    """A stall's voucher is for its order, a market's for all orders of that market."""
    if terms.stall_id is not None:
        return order.stall_id == terms.stall_id
    return order.market_id == terms.market_id


def total_of(terms: Terms, orders: Iterable[Goods]) -> int | None:
    """What the orders that it covers come to; None when there are none."""
    totals = [order.total for order in orders if covers(terms, order)]
    return sum(totals) if totals else None


def best(good: Sequence[Terms], orders: Sequence[Goods]) -> dict[int, Discount]:
    """By market: the vouchers of its stalls, and the market's for the rest, or the market's for all of them."""
    found: dict[int, Discount] = {}
    for market_id in dict.fromkeys(order.market_id for order in orders):
        here = [order for order in orders if order.market_id == market_id]
        of_stalls = best_of_stalls([t for t in good if t.stall_id is not None], here)
        rest = [order for order in here if order.stall_id not in of_stalls]
        ways: list[dict[int, Discount]] = [of_stalls]
        for terms in good:
            if terms.stall_id is None and terms.market_id == market_id:
                ways += [of_stalls | spread(terms, rest), spread(terms, here)]
        most = max(range(len(ways)), key=lambda n: given(ways[n]))  # the first of equals
        found |= ways[most]
    return found


def best_of_stalls(good: Sequence[Terms], orders: Sequence[Goods]) -> dict[int, Discount]:
    """For each order the voucher of its stall that gives most."""
    found: dict[int, Discount] = {}
    for terms in good:
        for stall_id, discount in spread(terms, orders).items():
            if stall_id not in found or discount.amount > found[stall_id].amount:
                found[stall_id] = discount
    return found


def spread(terms: Terms, orders: Sequence[Goods]) -> dict[int, Discount]:
    """One voucher over the orders that it covers, by largest remainder of their goods; nothing below its minimum."""
    covered = [order for order in orders if covers(terms, order)]
    total = sum(order.total for order in covered)
    if not covered or total < terms.least:
        return {}
    shares = split_by(discount_on(terms, total), [order.total for order in covered])
    return {
        order.stall_id: Discount(terms.id, terms.code, share, terms.borne_by)
        for order, share in zip(covered, shares, strict=True)
        if share
    }


def given(discounts: Mapping[int, Discount]) -> int:
    return sum(discount.amount for discount in discounts.values())
