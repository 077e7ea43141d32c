"""What happened to a stall's money, line by line."""

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from sqlalchemy import select

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.queries.balances import payables_of, total
from marketplace.ledger.rules import Account
from marketplace.stalls.models import Stall
from marketplace.web.db import db


@dataclass(frozen=True)
class StatementRow:
    """One change of what a stall is owed, positive for the stall, and what it is owed after it."""

    at: datetime
    key: str
    memo: str
    amount: Rupiah
    balance: Rupiah


@dataclass(frozen=True)
class Statement:
    """The lines of a stretch of time between what was owed before and after it."""

    opening: Rupiah
    rows: list[StatementRow]

    @property
    def closing(self) -> Rupiah:
        return self.rows[-1].balance if self.rows else self.opening


def statement(
    stall: Stall, starts: datetime, ends: datetime, holder: Account | None = None
) -> Statement:
    """From `starts` until just before `ends`; of one holder, or of all that owe the stall."""
    its = Posting.account.in_(payables_of(stall, holder))
    opening = Rupiah(-total(its, LedgerEntry.at < starts))
    lines = db.session.execute(
        select(LedgerEntry.at, LedgerEntry.key, LedgerEntry.memo, -Posting.amount)
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(its, LedgerEntry.at >= starts, LedgerEntry.at < ends)
        .order_by(LedgerEntry.at, LedgerEntry.id, Posting.id)
    ).all()
    after = accumulate((line[3] for line in lines), initial=opening)
    next(after)
    rows = [
        StatementRow(at, key, memo, Rupiah(amount), Rupiah(balance))
        for (at, key, memo, amount), balance in zip(lines, after, strict=True)
    ]
    return Statement(opening, rows)
