"""Places as others ask for them: kelurahan to choose from, the market of an RW, open neighbours."""

from typing import Any

from sqlalchemy.orm import joinedload

from marketplace.regions.models import Market, Region, Rw
from marketplace.regions.rules import MarketStatus, RegionKind
from marketplace.web.db import db

NEIGHBOURS = 6


def villages() -> list[Region]:
    """All kelurahan with their kecamatan, by name."""
    query = db.select(Region).where(Region.kind == RegionKind.VILLAGE).order_by(Region.name)
    return list(db.session.scalars(query.options(joinedload(Region.parent))))


def village_by_code(code: str) -> Region | None:
    """A kelurahan, with its kecamatan."""
    query = db.select(Region).where(Region.code == code, Region.kind == RegionKind.VILLAGE)
    found: Region | None = db.session.scalar(query.options(joinedload(Region.parent)))
    return found


def open_markets() -> Any:
    """Markets that sell, with RW and kelurahan."""
    return (
        db.select(Market)
        .join(Market.rw)
        .where(Market.status == MarketStatus.OPEN)
        .options(joinedload(Market.rw).joinedload(Rw.village).joinedload(Region.parent))
    )


def open_market_of(village: Region, number: int) -> Market | None:
    """The market of this RW, when it is open."""
    query = open_markets().where(Rw.village_id == village.id, Rw.number == number)
    found: Market | None = db.session.scalar(query)
    return found


def open_neighbours(village: Region, number: int | None = None) -> list[Market]:
    """Open markets nearby: of the same kelurahan, nearest number first, then of the same kecamatan."""
    near = open_markets().join(Region, Rw.village_id == Region.id)
    query = near.where(Region.parent_id == village.parent_id).order_by(Rw.number)
    found = list(db.session.scalars(query.limit(200)))
    wanted = number or 0
    found.sort(key=lambda m: (m.rw.village_id != village.id, abs(m.rw.number - wanted), m.id))
    return found[:NEIGHBOURS]
