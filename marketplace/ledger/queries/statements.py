"""What happened to a stall's money, line by line."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import and_, or_, select

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.queries.balances import payables_of, total
from marketplace.ledger.rules import Account
from marketplace.stalls.models import Stall
from marketplace.web.db import db

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


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


@dataclass(frozen=True)
class StatementPage:
    """Some lines of a stretch of time, the latest first. `opening` is what was owed before the last of them,
    `older` the id of that line when there are more.
    """

    rows: list[StatementRow]
    opening: Rupiah
    older: int | None


def statement_page(
    stall: Stall,
    holder: Account | None = None,
    within: tuple[datetime, datetime] = ALWAYS,
    before: int | None = None,
    most: int = 30,
) -> StatementPage:
    """As many statements of SQL for five lines as for five thousand; `before` is the `older` of the page before."""
    its, (starts, ends) = Posting.account.in_(payables_of(stall, holder)), within
    query = (
        select(LedgerEntry.at, Posting.id, LedgerEntry.key, LedgerEntry.memo, -Posting.amount)
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(its, LedgerEntry.at >= starts, LedgerEntry.at < ends)
        .order_by(LedgerEntry.at.desc(), Posting.id.desc())
    )
    if before:
        query = query.where(or_(*earlier_than(before)))
    lines = db.session.execute(query.limit(most + 1)).all()
    if not lines:
        return StatementPage([], Rupiah(-total(its, LedgerEntry.at < starts)), None)
    at, id = lines[0][:2]
    balance = -total(its, or_(LedgerEntry.at < at, and_(LedgerEntry.at == at, Posting.id <= id)))
    rows = []
    for line in lines[:most]:
        rows.append(StatementRow(line[0], *line[2:], balance=Rupiah(balance)))
        balance -= line[4]
    return StatementPage(rows, Rupiah(balance), lines[most - 1][1] if len(lines) > most else None)


def earlier_than(posting_id: int) -> tuple[Any, Any]:
    """Either makes a line older than this one."""
    of_it = select(LedgerEntry.at).join(Posting, Posting.entry_id == LedgerEntry.id)
    at = of_it.where(Posting.id == posting_id).scalar_subquery()
    return LedgerEntry.at < at, and_(LedgerEntry.at == at, Posting.id < posting_id)
