"""People of the demo, found again by phone."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from marketplace.accounts.actions import create_user, find_user, grant, set_password
from marketplace.accounts.models import User
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.rules import Role
from marketplace.demo.plans import table
from marketplace.regions.models import Market
from marketplace.web.db import begin_write, db
from marketplace.web.phones import format_phone


def person(name: str, phone: str, joined: datetime) -> User:
    """Whoever has this number, or a new person since `joined`."""
    user = find_user(phone)
    if user is None:
        user = create_user(name, phone=phone)
        user.created_at = user.phone_verified_at = joined
    return user


def password() -> str:
    return str(table("people")["password"])


@cache
def hashed() -> str:
    return hash_password(password())


def let_in(at: datetime) -> None:
    """Accounts of the roles get their password and what they may do."""
    password_hash = hashed()
    begin_write()
    for row in accounts():
        user = person(row["name"], row["phone"], at)
        if user.password_hash is None:
            set_password(user, password_hash)
        if "grant" in row:
            give_role(user, row, at)


def give_role(user: User, row: dict[str, Any], at: datetime) -> None:
    """For the city, or for one market or two."""
    slugs = [row[name] for name in ("market", "also") if name in row]
    markets = list(db.session.scalars(db.select(Market).where(Market.slug.in_(slugs))))
    for market in markets or [None]:
        admin = find_user(market.contact_phone or "") if market else None
        grant(user, Role(row["grant"]), market=market, by=admin, at=at)


def account_of(role: str, joined: datetime) -> User:
    """Who keeps the money of the markets that collect it (treasurer), or of cards (operator)."""
    name = next(row["name"] for row in accounts() if row.get("grant") == role)
    return person(name, phone_of(name, ""), joined)


def signs_in() -> Iterable[tuple[str, str, str, str]]:
    """Role, name, what it sees and phone of each account that is there."""
    for row in accounts():
        if find_user(row["phone"]):
            yield row["role"], row["name"], row.get("sees", ""), format_phone(row["phone"])


def is_finished() -> bool:
    """The accounts are made when all else is done, the last one last."""
    return find_user(accounts()[-1]["phone"]) is not None


def is_begun() -> bool:
    return any(find_user(row["phone"]) for row in accounts())


def accounts() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table("people")["accounts"]
    return rows


def phone_of(name: str, otherwise: str) -> str:
    """The number of an account of this name."""
    return next((row["phone"] for row in accounts() if row["name"] == name), otherwise)
