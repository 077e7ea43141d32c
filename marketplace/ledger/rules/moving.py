"""Journal entries that move money on: the provider's fee, the kas of direct sales, from one holder to the next."""

from marketplace.kit.labelled import Labelled
from marketplace.ledger.rules.accounts import (
    GATEWAY_FEE,
    OPERATOR,
    Account,
    Kind,
    payable,
    treasurer,
)
from marketplace.ledger.rules.legs import Legs, moved, undone


class FeeWay(Labelled):
    """How a stall and its market's kas settle what is open between them."""

    HANDED_IN = "handed_in", "Kas RW disetor lapak"
    WITHHELD = "withheld", "Kas RW dipotong dari hak lapak"
    GIVEN = "given", "Potongan harga diganti kas RW"


def gateway_fee(amount: int) -> Legs:
    """The provider kept its fee (of a charge, or of a dispute), which the operator bears.

    >>> told(gateway_fee(1_400))
    'fee:gateway +1400, clearing:stripe -1400'
    """
    return moved(GATEWAY_FEE, OPERATOR, amount)


def fee_settled(source: Account, stall: int, amount: int) -> Legs:
    """A stall pays the kas RW of its direct sales: to its treasurer, or out of what it is owed (`payable`).

    >>> told(fee_settled(treasurer(3), 12, 1_125))
    'clearing:treasurer:3 +1125, receivable:fee:12 -1125'
    >>> told(fee_settled(payable(12, OPERATOR), 12, 1_125))
    'payable:stall:12 +1125, receivable:fee:12 -1125'
    """
    return moved(source, Account(Kind.FEE_DUE, stall), amount)


def fee_moved(way: FeeWay, stall: int, market: int, amount: int) -> Legs:
    """By way of the market's treasurer.

    >>> told(fee_moved(FeeWay.WITHHELD, 12, 3, 1_125))
    'payable:stall:treasurer:12 +1125, receivable:fee:12 -1125'
    >>> told(fee_moved(FeeWay.GIVEN, 12, 3, 3_875))
    'clearing:treasurer:3 -3875, receivable:fee:12 +3875'
    """
    purse = treasurer(market)
    if way is FeeWay.GIVEN:
        return undone(fee_settled(purse, stall, amount))
    return fee_settled(payable(stall, purse) if way is FeeWay.WITHHELD else purse, stall, amount)


def handed_on(giver: Account, taker: Account, amount: int) -> Legs:
    """One holder gives money to another: the kas of card sales goes from the operator to the treasurer.

    >>> told(handed_on(OPERATOR, treasurer(3), 1_125))
    'clearing:treasurer:3 +1125, clearing:stripe -1125'
    """
    return moved(taker, giver, amount)
