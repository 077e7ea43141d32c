"""Accounts: a kind and its owner, stored as text such as `payable:stall:12`.

Money of a buyer lies with one of three holders: the operator (at the payment provider), a market's treasurer, or the
stall itself. What a stall is owed is kept by holder, for nobody pays out what lies with somebody else.
"""

from dataclasses import dataclass
from typing import Self

from marketplace.kit.labelled import Labelled


class Kind(Labelled):
    """The text before the owner's id, and its name on a trial balance."""

    AT_PROVIDER = "clearing:stripe", "Uang di penyedia pembayaran"
    AT_TREASURER = "clearing:treasurer", "Uang di bendahara RW"
    AT_STALL = "clearing:stall", "Uang di lapak yang harus dikembalikan"
    PAYABLE = "payable:stall", "Hak lapak di pengelola situs"
    PAYABLE_BY_TREASURER = "payable:stall:treasurer", "Hak lapak di bendahara RW"
    KAS = "fee:rw", "Kas RW"
    DISCOUNT = "discount:rw", "Potongan yang ditanggung kas RW"
    FEE_DUE = "receivable:fee", "Kas RW yang belum disetor lapak"
    REFUND = "refund:order", "Uang yang harus kembali ke pembeli"
    DISPUTE = "hold:dispute", "Ditahan karena sengketa"
    GATEWAY_FEE = "fee:gateway", "Biaya penyedia pembayaran"
    TRANSIT = "payout:transit", "Setoran dalam perjalanan"


class Owner(Labelled):
    """Whose id stands in an account."""

    MARKET = "market", "Pasar"
    STALL = "stall", "Lapak"
    ORDER = "order", "Pesanan"


OWNERS = {
    Kind.AT_TREASURER: Owner.MARKET,
    Kind.AT_STALL: Owner.STALL,
    Kind.PAYABLE: Owner.STALL,
    Kind.PAYABLE_BY_TREASURER: Owner.STALL,
    Kind.KAS: Owner.MARKET,
    Kind.DISCOUNT: Owner.MARKET,
    Kind.FEE_DUE: Owner.STALL,
    Kind.REFUND: Owner.ORDER,
    Kind.DISPUTE: Owner.ORDER,
}
PAYABLES = {Kind.AT_PROVIDER: Kind.PAYABLE, Kind.AT_TREASURER: Kind.PAYABLE_BY_TREASURER}


class UnknownAccount(ValueError):
    """No account of ours is written like this."""


@dataclass(frozen=True)
class Account:
    """One account. Kinds without an owner exist once. Raises UnknownAccount when kind and owner do not fit.

    >>> str(Account(Kind.PAYABLE, 12))
    'payable:stall:12'
    >>> Account.parse("payable:stall:treasurer:12").label
    'Hak lapak di bendahara RW'
    """

    kind: Kind
    owner: int | None = None

    def __post_init__(self) -> None:
        fits = self.owner is None
        if self.kind in OWNERS:
            fits = type(self.owner) is int and self.owner > 0
        if not fits:
            raise UnknownAccount(f"{self.kind} of {self.owner!r}")

    def __str__(self) -> str:
        return self.kind.value if self.owner is None else f"{self.kind.value}:{self.owner}"

    @property
    def label(self) -> str:
        return self.kind.label

    @classmethod
    def parse(cls, text: str) -> Self:
        """The account that is stored like this, to the letter. Raises UnknownAccount."""
        head, _, owner = text.rpartition(":")
        try:
            account = cls(Kind(head), int(owner)) if owner.isdecimal() else cls(Kind(text))
        except ValueError as error:
            raise UnknownAccount(text) from error
        if str(account) != text:
            raise UnknownAccount(text)
        return account


OPERATOR = Account(Kind.AT_PROVIDER)
TRANSIT = Account(Kind.TRANSIT)
GATEWAY_FEE = Account(Kind.GATEWAY_FEE)


def treasurer(market: int) -> Account:
    """The holder of money that a market collects."""
    return Account(Kind.AT_TREASURER, market)


def stall_itself(stall: int) -> Account:
    """The holder of money that buyers paid directly."""
    return Account(Kind.AT_STALL, stall)


def payable(stall: int, holder: Account) -> Account:
    """What this holder owes a stall. Raises UnknownAccount for a stall that holds its own money."""
    if holder.kind not in PAYABLES:
        raise UnknownAccount(f"{holder} pays nobody out")
    return Account(PAYABLES[holder.kind], stall)
