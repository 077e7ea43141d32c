"""Kas RW month by month, as its public page shows it."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import Select, String, cast, literal, select

from marketplace.kit.clock import moment
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.queries.balances import total
from marketplace.ledger.rules import Account, Kind
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall


@dataclass(frozen=True)
class Kas:
    """One month on the clocks of Malang, in rupiah.

    `balance` and `due` are of the month's end: all that the kas has earned so far, and how much of it the market's
    stalls had not handed in (below zero: the kas owes them, for discounts that it bears).
    """

    month: date  # its first day
    came: Rupiah
    went_back: Rupiah
    discounts: Rupiah
    balance: Rupiah
    due: Rupiah

    @property
    def earned(self) -> Rupiah:
        return Rupiah(self.came - self.went_back - self.discounts)


def kas_of(market: Market, month: date) -> Kas:
    """The month of any of its days."""
    first = month.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    starts, ends = moment(first, time()), moment(following, time())
    within = (LedgerEntry.at >= starts, LedgerEntry.at < ends)
    fee = Posting.account == str(Account(Kind.KAS, market.id))
    discount = Posting.account == str(Account(Kind.DISCOUNT, market.id))
    due = Posting.account.in_(due_accounts(market))
    return Kas(
        month=first,
        came=Rupiah(-total(fee, Posting.amount < 0, *within)),
        went_back=total(fee, Posting.amount > 0, *within),
        discounts=total(discount, *within),
        balance=Rupiah(-total(fee | discount, LedgerEntry.at < ends)),
        due=total(due, LedgerEntry.at < ends),
    )


def due_accounts(market: Market) -> Select[str]:
    """The accounts in which the stalls of a market owe its kas."""
    text = literal(f"{Kind.FEE_DUE.value}:") + cast(Stall.id, String)
    return select(text).where(Stall.market_id == market.id)
