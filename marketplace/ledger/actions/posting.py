"""Writing an entry: whole or not at all, once however often it is asked for."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.rules import BadEntry, KeyTaken, Legs, Pair, sound
from marketplace.regions.models import Market
from marketplace.web.db import begin_write, db

LONGEST_KEY = 80


def post(
    key: str, memo: str, postings: Iterable[Pair], at: datetime, market: Market | None = None
) -> bool:
    """Write the entry; false when the very same one stands there already, so a second settling does nothing.

    Raises BadEntry, and KeyTaken when another entry has the key. Two at once with one key: the second waits for the
    first one's commit and then finds it.
    """
    legs = sound(postings)
    if not (0 < len(key) <= LONGEST_KEY and memo):
        raise BadEntry(f"key {key!r}, memo {memo!r}")
    entry_id = new_entry(key, memo, at, market)
    if entry_id is None:
        require_same(key, legs)
        return False
    rows = [
        {"entry_id": entry_id, "account": str(leg.account), "amount": leg.amount} for leg in legs
    ]
    db.session.execute(insert(Posting), rows)
    return True


def new_entry(key: str, memo: str, at: datetime, market: Market | None) -> int | None:
    """Its id, or None when the key is taken."""
    begin_write()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(LedgerEntry).values(
        key=key, memo=memo, at=at, market_id=market.id if market else None
    )
    once = row.on_conflict_do_nothing(index_elements=["key"])
    entry_id: int | None = db.session.scalar(once.returning(LedgerEntry.id))
    return entry_id


def require_same(key: str, legs: Legs) -> None:
    """Raises KeyTaken."""
    query = select(Posting.account, Posting.amount).join(
        LedgerEntry, LedgerEntry.id == Posting.entry_id
    )
    there = dict(db.session.execute(query.where(LedgerEntry.key == key)).all())
    if there != {str(account): amount for account, amount in legs}:
        raise KeyTaken(key)
