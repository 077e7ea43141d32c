"""Roles given and taken back, each with an entry in the audit trail."""

from datetime import datetime
from typing import Protocol

from marketplace.accounts.audit import record
from marketplace.accounts.models import Grant, User
from marketplace.accounts.rules import Role
from marketplace.web.db import begin_write, db, lock


class Scope(Protocol):
    """A stall or a market, seen from below: something with a number and a name."""

    id: int
    name: str


def grant(
    user: User,
    role: Role,
    *,
    market: Scope | None = None,
    stall: Scope | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> Grant:
    """Give a role for a stall, a market, or the whole city; who has it already keeps it as it was."""
    lock(user)
    market_id, stall_id = market and market.id, stall and stall.id
    given = next((g for g in user.grants if scope_of(g) == (role, market_id, stall_id)), None)
    if given:
        return given
    given = Grant(role=role, market_id=market_id, stall_id=stall_id, given_by_id=by and by.id)
    user.grants.append(given)
    db.session.flush()
    where = stall or market
    about = f"{role.label} {where.name if where else ''}".strip()
    record_grant("memberi peran", given, about, by, at)
    return given


def revoke(grant: Grant, by: User | None) -> None:
    """Take a role back; the next request of its holder is already without it."""
    begin_write()
    record_grant("mencabut peran", grant, grant.role.label, by)
    grant.user.grants.remove(grant)
    db.session.delete(grant)


def scope_of(grant: Grant) -> tuple[Role, int | None, int | None]:
    return grant.role, grant.market_id, grant.stall_id


def record_grant(
    action: str, grant: Grant, about: str, by: User | None, at: datetime | None = None
) -> None:
    scope = {"role": grant.role.value, "market": grant.market_id, "stall": grant.stall_id}
    subject = f"user:{grant.user_id}"
    record(
        action,
        f"{about}: {grant.user.name}",
        subject,
        actor=by,
        market_id=grant.market_id,
        after=scope,
        at=at,
    )
