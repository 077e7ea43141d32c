"""Who runs a market: appointed, dismissed, handed over. There is always an RW admin left."""

from marketplace.accounts.actions import end_sessions, grant, revoke
from marketplace.accounts.models import Grant, User
from marketplace.accounts.rules import Role
from marketplace.regions.models import Market
from marketplace.web.db import db, lock

TEAM = (Role.RW_ADMIN, Role.TREASURER)


class LastAdmin(Exception):
    """Without this person the market would have no RW admin."""


def appoint(market: Market, user: User, role: Role, by: User) -> Grant:
    """Make a resident co-admin or treasurer."""
    lock(market)
    return grant(user, role, market=market, by=by)


def dismiss(market: Market, given: Grant, by: User) -> None:
    """Take the role back. Raises LastAdmin."""
    lock(market)
    if given.role is Role.RW_ADMIN and admins_besides(market, given) == 0:
        raise LastAdmin(market.name)
    revoke(given, by)


def hand_over(market: Market, leaving: User, successor: User) -> None:
    """The successor becomes RW admin, the one who leaves loses every role here and signs in anew."""
    lock(market)
    grant(successor, Role.RW_ADMIN, market=market, by=leaving)
    for given in [g for g in leaving.grants if g.market_id == market.id and g.role in TEAM]:
        revoke(given, leaving)
    end_sessions(leaving)


def admins_besides(market: Market, given: Grant) -> int:
    query = db.select(db.func.count()).select_from(Grant)
    here = query.where(Grant.market_id == market.id, Grant.role == Role.RW_ADMIN)
    return db.session.scalar(here.where(Grant.id != given.id)) or 0
