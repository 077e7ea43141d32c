"""An entry's legs: accounts with signed amounts that add up to nothing.

Positive is debit (money with a holder, claims, costs), negative is credit (what is owed, income).
"""

from collections.abc import Iterable
from typing import NamedTuple

from marketplace.ledger.rules.accounts import Account


class Leg(NamedTuple):
    """One side of an entry. `amount` is in rupiah, positive for debit."""

    account: Account
    amount: int


Legs = tuple[Leg, ...]
Pair = tuple[Account, int]


LARGEST = 2**63 - 1  # what a BIGINT holds


class BadEntry(ValueError):
    """This cannot stand in the books: unbalanced, empty, nothing, or not whole rupiah."""


class KeyTaken(Exception):
    """Another entry, with other postings, stands under this key."""


def legs(pairs: Iterable[Pair]) -> Legs:
    """Added up by account, in the order of appearance; what comes to nothing is left out."""
    sums: dict[Account, int] = {}
    for account, amount in pairs:
        sums[account] = sums.get(account, 0) + amount
    return tuple(Leg(account, amount) for account, amount in sums.items() if amount)


def balanced(postings: Iterable[Pair]) -> bool:
    """Whether debit and credit are equal, and there are any.

    >>> balanced([(OPERATOR, 5_000), (TRANSIT, -5_000)]), balanced([(OPERATOR, 1)]), balanced([])
    (True, False, False)
    """
    amounts = [amount for _, amount in postings]
    return bool(amounts) and sum(amounts) == 0


def told(postings: Iterable[Pair]) -> str:
    """For messages and examples: account and signed amount."""
    return ", ".join(f"{account} {amount:+}" for account, amount in postings)


def undone(postings: Iterable[Pair]) -> Legs:
    """The opposite entry: a payment to a buyer that bounced, a disputed sum that the provider gave back.

    >>> told(undone(moved(TRANSIT, OPERATOR, 5_000)))
    'payout:transit -5000, clearing:stripe +5000'
    """
    return legs((account, -amount) for account, amount in postings)


def moved(debit: Account, credit: Account, amount: int) -> Legs:
    """Two accounts, one amount. Raises ValueError unless it is a positive whole number."""
    if type(amount) is not int or amount <= 0:
        raise ValueError(f"not an amount: {amount!r}")
    return legs([(debit, amount), (credit, -amount)])


def sound(postings: Iterable[Pair]) -> Legs:
    """The legs as they will be stored, one for each account. Raises BadEntry.

    >>> told(sound([(OPERATOR, 5_000), (TRANSIT, -3_000), (TRANSIT, -2_000)]))
    'clearing:stripe +5000, payout:transit -5000'
    """
    pairs = list(postings)
    for account, amount in pairs:
        whole = type(amount) is int and 0 < abs(amount) <= LARGEST
        if not (isinstance(account, Account) and whole):
            raise BadEntry(f"{account}: {amount!r}")
    found = legs(pairs)
    if not balanced(found):
        raise BadEntry(told(pairs) or "no postings")
    return found
