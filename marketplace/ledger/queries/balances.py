"""Sums of accounts, as of now."""

from typing import Any

from sqlalchemy import func, or_, select

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.rules import PAYABLES, Account, Kind, payable
from marketplace.stalls.models import Stall
from marketplace.web.db import db

SUM = func.coalesce(func.sum(Posting.amount), 0)


def total(*conditions: Any) -> Rupiah:
    """Debit less credit of the postings that fit."""
    query = select(SUM).join(LedgerEntry, LedgerEntry.id == Posting.entry_id).where(*conditions)
    return Rupiah(int(db.session.scalar(query) or 0))


def sums(*conditions: Any) -> dict[Account, Rupiah]:
    """The same for each account that is not at zero."""
    query = select(Posting.account, SUM).join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
    rows = db.session.execute(query.where(*conditions).group_by(Posting.account).having(SUM != 0))
    return {Account.parse(account): Rupiah(int(amount)) for account, amount in rows}


def balance(account: Account) -> Rupiah:
    """Debit less credit."""
    return total(Posting.account == str(account))


def balances(kind: Kind) -> dict[Account, Rupiah]:
    """Debit less credit of every account of a kind that is not at zero."""
    fits = or_(Posting.account == kind.value, Posting.account.startswith(f"{kind.value}:"))
    return {account: amount for account, amount in sums(fits).items() if account.kind is kind}


def payables_of(stall: Stall, holder: Account | None) -> list[str]:
    """The accounts in which a stall's money is owed: by this holder, or by any."""
    if holder:
        return [str(payable(stall.id, holder))]
    return [str(Account(kind, stall.id)) for kind in PAYABLES.values()]


def payable_to(stall: Stall, holder: Account | None = None) -> Rupiah:
    """What this holder (without one, all together) owes a stall, less what is on the way; may be below zero."""
    return Rupiah(-total(Posting.account.in_(payables_of(stall, holder))))
