"""Keeping a search, once for each person and meaning."""

from datetime import datetime

from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.search.models import SavedSearch
from marketplace.search.saved.fitting import fitting, spelling_of
from marketplace.search.saved.names import names_in
from marketplace.search.saved.rules import (
    MOST_FITTING,
    MOST_OPEN,
    NOTHING_ASKED,
    PLENTY,
    TOO_MANY,
    Wish,
    address_of,
    known_only,
)
from marketplace.web.db import db, lock


def keep(user: User, wish: Wish, at: datetime) -> SavedSearch:
    """Wait for this; twice the same is one. Raises NotKept with a sentence."""
    names = names_in([wish])
    wish = known_only(wish, names)
    if not wish:
        raise NOTHING_ASKED
    corrected = spelling_of(wish, names)
    fitted = fitting(wish, corrected, names, at, most=MOST_FITTING + 1)
    lock(user)
    mine = select(SavedSearch).where(SavedSearch.user_id == user.id)
    found: SavedSearch | None = db.session.scalar(
        mine.where(SavedSearch.address == address_of(wish))
    )
    if found and found.told_at is None:
        return found
    if len(fitted) > MOST_FITTING:
        raise PLENTY
    if count_open(user) >= MOST_OPEN:
        raise TOO_MANY
    found = found or SavedSearch(user_id=user.id, address=address_of(wish))
    found.keep(fitted, corrected, at)
    db.session.add(found)
    return found


def count_open(user: User) -> int:
    mine = select(func.count()).where(SavedSearch.user_id == user.id)
    return db.session.scalar(mine.where(SavedSearch.told_at.is_(None))) or 0
