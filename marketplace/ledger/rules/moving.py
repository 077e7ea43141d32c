"""Journal entries that move money on: the provider's fee, the kas of direct sales, from one holder to the next."""

from marketplace.ledger.rules.accounts import GATEWAY_FEE, OPERATOR, Account, Kind
from marketplace.ledger.rules.legs import Legs, moved


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


def handed_on(giver: Account, taker: Account, amount: int) -> Legs:
    """One holder gives money to another: the kas of card sales goes from the operator to the treasurer.

    >>> told(handed_on(OPERATOR, treasurer(3), 1_125))
    'clearing:treasurer:3 +1125, clearing:stripe -1125'
    """
    return moved(taker, giver, amount)
