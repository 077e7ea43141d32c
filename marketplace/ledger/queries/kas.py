"""Kas RW month by month, as its public page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, func, literal, select

from marketplace.kit.clock import month_moments
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.rules import Account, Kind
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import db


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
    starts, ends = month_moments(month)
    fee, discount, its = accounts_of(market)
    within, amount = LedgerEntry.at >= starts, Posting.amount
    row = db.session.execute(
        select(
            -summed(amount, fee, within, amount < 0),
            summed(amount, fee, within, amount > 0),
            summed(amount, discount, within),
            -summed(amount, fee | discount),
            summed(amount, ~(fee | discount)),
        )
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(its, LedgerEntry.at < ends)
    ).one()
    return Kas(month.replace(day=1), *(Rupiah(int(number or 0)) for number in row))


def kas_by_month(market: Market, months: Sequence[date]) -> list[tuple[date, Rupiah]]:
    """What the kas earned in each of these months, in one statement."""
    fee, discount, _its = accounts_of(market)
    stretches = [month_moments(month) for month in months]
    sums = [
        -summed(Posting.amount, LedgerEntry.at >= starts, LedgerEntry.at < ends)
        for starts, ends in stretches
    ]
    query = select(*sums).join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
    row = db.session.execute(query.where(fee | discount)).one()
    return [(month, Rupiah(int(sum_ or 0))) for month, sum_ in zip(months, row, strict=True)]


def kas_begins(market: Market) -> datetime | None:
    """When the first rupiah moved."""
    fee, discount, _its = accounts_of(market)
    query = select(func.min(LedgerEntry.at)).join(Posting, Posting.entry_id == LedgerEntry.id)
    begins: datetime | None = db.session.scalar(query.where(fee | discount))
    return begins


def accounts_of(market: Market) -> tuple[Any, Any, Any]:
    """Conditions on a posting: the kas itself, the discounts it bears, these and what stalls owe it."""
    fee = Posting.account == str(Account(Kind.KAS, market.id))
    discount = Posting.account == str(Account(Kind.DISCOUNT, market.id))
    return fee, discount, fee | discount | Posting.account.in_(due_accounts(market))


def summed(amount: Any, *conditions: Any) -> Any:
    return func.coalesce(func.sum(case((and_(*conditions), amount), else_=0)), 0)


def due_accounts(market: Market) -> Select[str]:
    """The accounts in which the stalls of a market owe its kas."""
    text = literal(f"{Kind.FEE_DUE.value}:") + cast(Stall.id, String)
    return select(text).where(Stall.market_id == market.id)
