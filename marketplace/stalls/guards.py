"""The producer of one stall. Another producer is a stranger: 404."""

from typing import Any

from flask import abort, g
from flask_login import current_user
from sqlalchemy.orm import joinedload

from marketplace.accounts.guards import guarded
from marketplace.accounts.rules import Role
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db


def of_stall(arguments: dict[str, Any]) -> None:
    """Takes `stall` (a slug) out of the arguments and sets g.stall, found through the grants."""
    slug = arguments.pop("stall")
    query = db.select(Stall).where(
        Stall.slug == slug, Stall.id.in_(current_user.scopes(Role.PRODUCER))
    )
    market = joinedload(Stall.market).joinedload(Market.rw).joinedload(Rw.village)
    g.stall = db.session.scalar(query.options(market))
    if g.stall is None:
        abort(404)


producer = guarded("producer", of_stall)
