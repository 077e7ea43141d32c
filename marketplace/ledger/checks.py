"""What must be true of the books. Read by `flask check` and `flask ledger check`."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import func, select

from marketplace.kit.rupiah import format_rupiah
from marketplace.ledger.models import LedgerEntry, Payout, Posting
from marketplace.ledger.queries import names_of
from marketplace.ledger.rules import TRANSIT, Account, UnknownAccount, left_by_payout
from marketplace.web.db import db


def problems() -> list[str]:
    """Sentences about disagreements; empty when all agree."""
    return [
        *entries_askew(),
        *whole_askew(),
        *postings_without_entry(),
        *unknown_accounts(),
        *payouts_beside_their_postings(),
    ]


def entries_askew() -> list[str]:
    """Every entry has postings, and they come to nothing."""
    total = func.sum(Posting.amount)
    rows = db.session.execute(
        select(LedgerEntry.key, total)
        .outerjoin(Posting, Posting.entry_id == LedgerEntry.id)
        .group_by(LedgerEntry.id)
        .having(func.coalesce(total, 1) != 0)
        .order_by(LedgerEntry.id)
    )
    return [
        f"entry {key}: has no postings" if amount is None else f"entry {key}: {is_off(amount)}"
        for key, amount in rows
    ]


def whole_askew() -> list[str]:
    amount = db.session.scalar(select(func.coalesce(func.sum(Posting.amount), 0)))
    return [f"the whole ledger: {is_off(amount)}"] if amount else []


def is_off(amount: Any) -> str:
    return f"debit and credit differ by {format_rupiah(int(amount))}"


def postings_without_entry() -> list[str]:
    there = select(LedgerEntry.id)
    lost = select(Posting.id).where(Posting.entry_id.not_in(there)).order_by(Posting.id)
    return [f"posting {id}: its entry is not there" for id in db.session.scalars(lost)]


def unknown_accounts() -> list[str]:
    """Accounts that no rule writes, and accounts of a stall, market or order that is not there."""
    known, found = [], []
    for text in db.session.scalars(select(Posting.account).distinct().order_by(Posting.account)):
        try:
            known.append(Account.parse(text))
        except UnknownAccount:
            found.append(f"account {text}: no account of ours")
    names = names_of(known)
    lost = [account for account in known if account.owner and account not in names]
    return found + [f"account {account}: its owner is not there" for account in lost]


def payouts_beside_their_postings() -> list[str]:
    """What a payout's entries come to is what its status says, and nothing else is on the way."""
    posted = posted_by_payouts()
    found, on_the_way = [], 0
    for payout in db.session.scalars(select(Payout).order_by(Payout.id)):
        left = left_by_payout(payout.status, payout.paid_by, payout.stall_id, payout.amount)
        expected = {str(account): amount for account, amount in left}
        on_the_way += expected.get(str(TRANSIT), 0)
        if posted.pop(str(payout.id), {}) != expected:
            found.append(f"payout {payout.id}: {payout.status}, its postings say otherwise")
    found += [f"entry payout:{id}: there is no such payout" for id in posted]
    transit = db.session.scalar(
        select(func.sum(Posting.amount)).where(Posting.account == str(TRANSIT))
    )
    if (transit or 0) != on_the_way:
        found.append(f"on the way: {format_rupiah(-int(transit or 0))} that no payout explains")
    return found


def posted_by_payouts() -> dict[str, dict[str, int]]:
    """Payout id, as it stands in the keys, to what its entries come to by account."""
    rows = db.session.execute(
        select(LedgerEntry.key, Posting.account, Posting.amount)
        .join(Posting, Posting.entry_id == LedgerEntry.id)
        .where(LedgerEntry.key.startswith("payout:"))
    )
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, account, amount in rows:
        sums[key.split(":")[1]][account] += amount
    return {id: {a: n for a, n in counted.items() if n} for id, counted in sums.items()}
