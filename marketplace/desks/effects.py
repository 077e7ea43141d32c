"""What an account shows of desks: one's stalls and the markets one looks after, before anything else."""

from flask import url_for
from sqlalchemy.orm import joinedload

from marketplace.accounts.doors import Door
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db
from marketplace.web.effects import effect

PLACE = joinedload(Market.rw).joinedload(Rw.village)


@effect("list_doors")
def desks_first(user: User, doors: list[Door]) -> None:
    doors[:0] = [*stall_desks(user), *market_desks(user)]


def stall_desks(user: User) -> list[Door]:
    ids = user.scopes(Role.PRODUCER)
    if not ids:
        return []
    query = db.select(Stall).where(Stall.id.in_(ids)).order_by(Stall.name)
    return [
        Door(
            stall.name,
            f"Lapakmu di {stall.market.name}",
            url_for("desks.today", stall=stall.slug),
            "building-store",
        )
        for stall in db.session.scalars(query.options(joinedload(Stall.market).options(PLACE)))
    ]


def market_desks(user: User) -> list[Door]:
    ids = user.scopes(Role.RW_ADMIN)
    if not ids:
        return []
    query = db.select(Market).where(Market.id.in_(ids)).order_by(Market.slug)
    return [
        Door(market.name, "Meja pengurus", url_for("desks.queue", market=market.slug), "users")
        for market in db.session.scalars(query.options(PLACE))
    ]
