"""Journal entries of a sale: the money comes, goes back, is disputed.

The examples share one sale, order 7 of stall 12 in market 3: keripik 2 × Rp15.000 and nastar Rp20.000, discount Rp5.000
borne by the stall (in SALE_ON_KAS by the market), kas RW 2,5 % (Rp1.125), delivery Rp3.000; the buyer pays Rp48.000.
"""

from collections.abc import Iterable, Sequence

from marketplace.kit.rupiah import split_by
from marketplace.ledger.rules.accounts import OPERATOR, Account, Kind, payable
from marketplace.ledger.rules.legs import Legs, Pair, legs, moved, undone
from marketplace.ledger.rules.sales import Part, Sale
from marketplace.orders.rules import Bearer


class WrongTotal(ValueError):
    """The money is not what the orders come to, where it has to be exact."""


def collected(holder: Account, total: int, sales: Sequence[Sale]) -> Legs:
    """A buyer's money arrived with `holder` for these sales.

    A treasurer's or a stall's total may differ by a unique code or an accepted mismatch: the difference is split over
    the sales by largest remainder and is the stalls'. A provider's is exact. Raises WrongTotal.

    >>> told(collected(OPERATOR, 48_000, [SALE]))
    'clearing:stripe +48000, payable:stall:12 -46875, fee:rw:3 -1125'
    >>> told(collected(OPERATOR, 48_000, [SALE_ON_KAS]))
    'clearing:stripe +48000, payable:stall:12 -51875, fee:rw:3 -1125, discount:rw:3 +5000'
    >>> told(collected(treasurer(3), 48_123, [SALE]))
    'clearing:treasurer:3 +48123, payable:stall:treasurer:12 -46998, fee:rw:3 -1125'
    """
    asked = [sale.paid for sale in sales]
    over = total - sum(asked)
    if total < 0 or (over and holder == OPERATOR):
        raise WrongTotal(f"{total} for {sum(asked)}")
    pairs: list[Pair] = [(holder, total)]
    for sale, more in zip(sales, split_by(over, asked), strict=True):
        pairs += undone([*given_up(holder, sale, sale.parts), *stall_side(holder, sale, more, 0)])
    return legs(pairs)


def direct_sale(sale: Sale) -> Legs:
    """The buyer paid the stall itself: the money never enters, what the stall owes the kas does.

    >>> told(direct_sale(SALE))
    'receivable:fee:12 +1125, fee:rw:3 -1125'
    """
    return collected(Account(Kind.AT_STALL, sale.stall), sale.paid, [sale])


def given_up(holder: Account, sale: Sale, parts: Iterable[Part]) -> list[Pair]:
    """What stall and kas lose when these parts are taken back: each its own frozen share, as debits."""
    parts = list(parts)
    fee = sum(part.fee for part in parts)
    borne = sum(part.discount for part in parts) if sale.borne_by is Bearer.MARKET else 0
    return [
        *stall_side(holder, sale, sum(part.paid for part in parts), borne - fee),
        (Account(Kind.KAS, sale.market), fee),
        (Account(Kind.DISCOUNT, sale.market), -borne),
    ]


def stall_side(holder: Account, sale: Sale, paid: int, due: int) -> list[Pair]:
    """`paid` by the buyer and `due` from the kas, against what the stall is owed; or, where the stall holds the
    money itself, against that money and against what it owes the kas.
    """
    of = {Kind.AT_STALL: sale.stall, Kind.AT_TREASURER: sale.market}.get(holder.kind)
    if holder.owner != of:
        raise ValueError(f"{holder} holds no money of order {sale.order}")
    if holder.kind is Kind.AT_STALL:
        return [(holder, paid), (Account(Kind.FEE_DUE, sale.stall), due)]
    return [(payable(sale.stall, holder), paid + due)]


def money_without_order(holder: Account, order: int, amount: int) -> Legs:
    """Money that buys nothing any more (too late, twice, a wrong amount): owed back whole.

    >>> told(money_without_order(OPERATOR, 7, 48_000))
    'clearing:stripe +48000, refund:order:7 -48000'
    """
    return moved(holder, Account(Kind.REFUND, order), amount)


def refund_owed(holder: Account, sale: Sale, parts: Sequence[Part]) -> Legs:
    """These parts (lines, some pieces, the delivery) are owed back to the buyer.

    What was paid on top is a Part of its own; what was short goes along as a Part with a negative price.

    >>> told(refund_owed(OPERATOR, SALE, [SALE.lines[0].pieces(1)]))
    'payable:stall:12 +13163, fee:rw:3 +337, refund:order:7 -13500'
    >>> told(refund_owed(stall_itself(12), SALE, [SALE.lines[0].pieces(1)]))
    'clearing:stall:12 +13500, receivable:fee:12 -337, fee:rw:3 +337, refund:order:7 -13500'
    """
    paid = sum(part.paid for part in parts)
    return legs([*given_up(holder, sale, parts), (Account(Kind.REFUND, sale.order), -paid)])


def refund_paid(holder: Account, order: int, amount: int) -> Legs:
    """The buyer has the money back.

    >>> told(refund_paid(OPERATOR, 7, 13_500))
    'refund:order:7 +13500, clearing:stripe -13500'
    """
    return moved(Account(Kind.REFUND, order), holder, amount)


def dispute_opened(sale: Sale, parts: Sequence[Part]) -> Legs:
    """A card payment is disputed: what these parts brought is set aside and cannot be paid out.

    >>> told(dispute_opened(SALE, SALE.parts))
    'payable:stall:12 +46875, fee:rw:3 +1125, hold:dispute:7 -48000'
    """
    paid = sum(part.paid for part in parts)
    return legs([*given_up(OPERATOR, sale, parts), (Account(Kind.DISPUTE, sale.order), -paid)])


def dispute_won(sale: Sale, parts: Sequence[Part]) -> Legs:
    """What was set aside is the stall's and the kas's again.

    >>> told(dispute_won(SALE, SALE.parts))
    'payable:stall:12 -46875, fee:rw:3 -1125, hold:dispute:7 +48000'
    """
    return undone(dispute_opened(sale, parts))


def dispute_lost(order: int, amount: int) -> Legs:
    """The provider took the disputed money. A provider that takes it at the opening and gives it back after a won
    dispute is booked by this entry then, and by its opposite (`undone`) before `dispute_won`.

    >>> told(dispute_lost(7, 48_000))
    'hold:dispute:7 +48000, clearing:stripe -48000'
    """
    return moved(Account(Kind.DISPUTE, order), OPERATOR, amount)
