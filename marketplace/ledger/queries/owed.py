"""Who is owed what: one stall by all, all stalls by one holder, the markets' kas by the operator."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.queries.balances import SUM
from marketplace.ledger.rules import OPERATOR, PAYABLES, Account, FeeWay, Kind
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db


@dataclass(frozen=True)
class Standing:
    """What a stall is owed, less what is on the way, and what it owes; below zero it is the other way round."""

    by_operator: Rupiah
    by_treasurer: Rupiah
    to_kas: Rupiah
    to_buyers: Rupiah

    @property
    def payable(self) -> Rupiah:
        """What can be asked for now: one holder's debt does not make up for what another has too much."""
        return Rupiah(max(self.by_operator, 0) + max(self.by_treasurer, 0))

    def left(self, way: FeeWay) -> Rupiah:
        """How much can go this way between the stall and the kas."""
        if way is FeeWay.GIVEN:
            return Rupiah(-self.to_kas)
        return min(self.to_kas, self.by_treasurer) if way is FeeWay.WITHHELD else self.to_kas


@dataclass(frozen=True)
class OwedStall:
    """A stall with something open: what the holder owes it, and what it owes the kas."""

    stall: Stall
    payable: Rupiah
    to_kas: Rupiah


def standing_of(stall: Stall) -> Standing:
    """All of it in one statement."""
    kinds = (Kind.PAYABLE, Kind.PAYABLE_BY_TREASURER, Kind.FEE_DUE, Kind.AT_STALL)
    texts = [str(Account(kind, stall.id)) for kind in kinds]
    query = select(Posting.account, SUM).where(Posting.account.in_(texts))
    sums = dict(db.session.execute(query.group_by(Posting.account)).all())
    operator, treasurer, to_kas, to_buyers = (int(sums.get(text, 0)) for text in texts)
    return Standing(Rupiah(-operator), Rupiah(-treasurer), Rupiah(to_kas), Rupiah(to_buyers))


def owed_stalls(holder: Account, after: int | None, most: int) -> list[OwedStall]:
    """Stalls of which something is open, by id, past `after`. The kas is a treasurer's business only."""
    payable = -stall_balance(PAYABLES[holder.kind])
    to_kas: ColumnElement[Any] = literal(0) if holder == OPERATOR else stall_balance(Kind.FEE_DUE)
    query = (
        select(Stall, payable, to_kas)
        .where(or_(payable != 0, to_kas != 0), Stall.id > (after or 0))
        .options(joinedload(Stall.market).joinedload(Market.rw).joinedload(Rw.village))
        .order_by(Stall.id)
        .limit(most)
    )
    if holder != OPERATOR:
        query = query.where(Stall.market_id == holder.owner)
    return [
        OwedStall(stall, Rupiah(int(p)), Rupiah(int(k)))
        for stall, p, k in db.session.execute(query)
    ]


def stall_balance(kind: Kind) -> ColumnElement[Any]:
    """Debit less credit of the account of this kind of the stall at hand."""
    text = literal(f"{kind.value}:") + cast(Stall.id, String)
    return select(SUM).where(Posting.account == text).correlate(Stall).scalar_subquery()


def kas_with_operator(markets: Collection[int] | None = None) -> dict[int, Rupiah]:
    """Market id to the kas of its card sales that the operator still holds; below zero the kas owes it for
    discounts. Markets with nothing open are left out.

    Whatever an entry moves at the operator and not for stalls or buyers is the kas's.
    """
    query = (
        select(LedgerEntry.market_id, -SUM)
        .join(Posting, Posting.entry_id == LedgerEntry.id)
        .where(of_kas(Posting.account), LedgerEntry.id.in_(touching_operator()))
        .group_by(LedgerEntry.market_id)
        .having(SUM != 0)
        .order_by(LedgerEntry.market_id)
    )
    if markets is not None:
        query = query.where(LedgerEntry.market_id.in_(markets))
    return {id: Rupiah(int(amount)) for id, amount in db.session.execute(query) if id}


def of_kas(account: Any) -> ColumnElement[bool]:
    kinds = (Kind.KAS, Kind.DISCOUNT, Kind.FEE_DUE, Kind.AT_TREASURER)
    return or_(*(account.startswith(f"{kind.value}:") for kind in kinds))


def touching_operator() -> Any:
    """Ids of entries that move the operator's money, or what it owes."""
    one = aliased(Posting)
    owed = one.account.startswith(f"{Kind.PAYABLE.value}:")
    by_treasurer = one.account.startswith(f"{Kind.PAYABLE_BY_TREASURER.value}:")
    disputed = one.account.startswith(f"{Kind.DISPUTE.value}:")
    return select(one.entry_id).where(
        or_(one.account == str(OPERATOR), and_(owed, ~by_treasurer), disputed)
    )
