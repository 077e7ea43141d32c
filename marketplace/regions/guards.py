"""The RW admin and the treasurer of one market. In another market they are strangers: 404."""

from collections.abc import Callable
from typing import Any

from flask import abort, g
from flask_login import current_user
from sqlalchemy.orm import joinedload

from marketplace.accounts.guards import guarded
from marketplace.accounts.rules import Role
from marketplace.regions.models import Market, Rw
from marketplace.web.db import db


def of_market(*roles: Role) -> Callable[[dict[str, Any]], None]:
    """Takes `market` (a slug) out of the arguments and sets g.market, found through the grants."""

    def check(arguments: dict[str, Any]) -> None:
        slug = arguments.pop("market")
        ids = [scope for role in roles for scope in current_user.scopes(role)]
        query = db.select(Market).where(Market.slug == slug, Market.id.in_(ids))
        g.market = db.session.scalar(query.options(joinedload(Market.rw).joinedload(Rw.village)))
        if g.market is None:
            abort(404)

    return check


rw_admin = guarded("rw_admin", of_market(Role.RW_ADMIN))
treasurer = guarded("treasurer", of_market(Role.TREASURER, Role.RW_ADMIN))
