"""The trial balance: every account that is not at zero, in words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.queries.balances import sums
from marketplace.ledger.rules import OWNERS, Account, Kind, Owner
from marketplace.orders.models import Order
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db

ORDERED = list(Kind)


@dataclass(frozen=True)
class TrialRow:
    """An account with its balance on one side; the other is zero."""

    account: Account
    label: str  # "Hak lapak di pengelola situs: Dapur Bu Sri"
    debit: Rupiah
    credit: Rupiah


def trial_balance(market: Market | None = None) -> list[TrialRow]:
    """Of all entries, or of one market's. Both columns come to the same sum."""
    found = sums(*([LedgerEntry.market_id == market.id] if market else []))
    names = names_of(found)
    in_order = sorted(found, key=lambda one: (ORDERED.index(one.kind), one.owner or 0))
    return [row_of(account, found[account], names) for account in in_order]


def folded(rows: Iterable[TrialRow], owners: Collection[Owner]) -> list[TrialRow]:
    """Accounts of these owners as one row a kind and side, with their number: `… (3)`."""
    found: dict[tuple[Kind, bool], list[TrialRow]] = {}
    for row in rows:
        found.setdefault((row.account.kind, row.debit > 0), []).append(row)
    return [
        one
        for (kind, _is_debit), group in found.items()
        for one in ([fold(group)] if OWNERS.get(kind) in owners else group)
    ]


def fold(group: Sequence[TrialRow]) -> TrialRow:
    first, debit, credit = group[0], sum(r.debit for r in group), sum(r.credit for r in group)
    return TrialRow(
        first.account, f"{first.account.label} ({len(group)})", Rupiah(debit), Rupiah(credit)
    )


def row_of(account: Account, amount: Rupiah, names: dict[Account, str]) -> TrialRow:
    label = f"{account.label}: {names[account]}" if account in names else account.label
    return TrialRow(account, label, Rupiah(max(amount, 0)), Rupiah(max(-amount, 0)))


def names_of(accounts: Iterable[Account]) -> dict[Account, str]:
    """What people call the owners. Whoever is not there has no name."""
    owned = [account for account in accounts if account.owner]
    names: dict[Account, str] = {}
    for owner, names_by_id in NAMES.items():
        ids = {account.owner for account in owned if OWNERS[account.kind] is owner}
        found = names_by_id(ids) if ids else {}
        names |= {
            account: found[account.owner]
            for account in owned
            if OWNERS[account.kind] is owner and account.owner in found
        }
    return names


def stall_names(ids: set[int | None]) -> dict[int | None, str]:
    rows = db.session.execute(select(Stall.id, Stall.name).where(Stall.id.in_(ids)))
    return dict(rows.all())


def market_names(ids: set[int | None]) -> dict[int | None, str]:
    query = select(Market).where(Market.id.in_(ids))
    rows = db.session.scalars(query.options(joinedload(Market.rw).joinedload(Rw.village)))
    return {market.id: market.label for market in rows}


def order_codes(ids: set[int | None]) -> dict[int | None, str]:
    rows = db.session.execute(select(Order.id, Order.code).where(Order.id.in_(ids)))
    return dict(rows.all())


NAMES: dict[Owner, Callable[[set[int | None]], dict[int | None, str]]] = {
    Owner.STALL: stall_names,
    Owner.MARKET: market_names,
    Owner.ORDER: order_codes,
}
