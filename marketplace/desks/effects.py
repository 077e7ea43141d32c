"""What an account shows of desks: one's stalls, the markets one looks after, the site's money; before anything else."""

from flask import url_for
from sqlalchemy.orm import joinedload

from marketplace.accounts.doors import Door
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db
from marketplace.web.effects import effect

ADMINS = "Meja pengurus", "desks.queue", "users"
TREASURERS = "Meja bendahara", "desks.market_money", "building-bank"
PLACE = joinedload(Market.rw).joinedload(Rw.village)


@effect("list_doors")
def desks_first(user: User, doors: list[Door]) -> None:
    doors[:0] = [*stall_desks(user), *market_desks(user), *operators_desk(user)]


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
    """An admin's desk has the treasurer's pages too; a treasurer alone sits at those."""
    admin, treasurer = user.scopes(Role.RW_ADMIN), user.scopes(Role.TREASURER)
    if not admin + treasurer:
        return []
    query = db.select(Market).where(Market.id.in_(admin + treasurer)).order_by(Market.slug)
    return [
        Door(market.name, note, url_for(endpoint, market=market.slug), drawing)
        for market in db.session.scalars(query.options(PLACE))
        for note, endpoint, drawing in [ADMINS if market.id in admin else TREASURERS]
    ]


def operators_desk(user: User) -> list[Door]:
    if not user.has(Role.OPERATOR):
        return []
    note = "Uang pembayaran kartu dan kas yang diteruskan"
    return [Door("Meja pengelola", note, url_for("desks.all_payouts"), "building-bank")]
