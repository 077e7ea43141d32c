"""An RW gets its row, its market, its place in a cluster."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.kit.slugs import slugify
from marketplace.regions.models import Cluster, Market, Region, Rw
from marketplace.regions.rules import Board, MarketMove
from marketplace.web.db import begin_write, db, lock


class AlreadyThere(Exception):
    """This RW has its market already."""


def open_rw(village: Region, number: int) -> Rw:
    """The RW of this number, made when nobody named it before. Raises ValueError beyond 1 to 99."""
    if not 1 <= number <= 99:
        raise ValueError(f"no RW {number}")
    lock(village)
    query = db.select(Rw).where(Rw.village_id == village.id, Rw.number == number)
    found: Rw | None = db.session.scalar(query)
    if found is None:
        found = Rw(village=village, number=number)
        db.session.add(found)
        db.session.flush()
    return found


def create_market(
    rw: Rw,
    *,
    nickname: str = "",
    story: str = "",
    contact_name: str = "",
    contact_phone: str | None = None,
    board: Board = Board.DAUN,
) -> Market:
    """A market that its admin still prepares; nobody else sees it. Raises AlreadyThere."""
    lock(rw)
    if db.session.scalar(db.select(Market.id).where(Market.rw_id == rw.id)):
        raise AlreadyThere(rw.full_label)
    market = Market(rw=rw, slug=free_slug(rw), nickname=nickname, story=story, board=board)
    market.contact_name, market.contact_phone = contact_name, contact_phone
    db.session.add(market)
    db.session.flush()
    return market


def free_slug(rw: Rw) -> str:
    """purwantoro-rw-15; the second sukoharjo of the country says its city: sukoharjo-batu-rw-05."""
    place = slugify(rw.village.name, "kelurahan")
    slug = f"{place}-rw-{rw.number:02}"
    if not is_taken(slug):
        return slug
    district = rw.village.parent
    city = district.parent if district else None
    name = city.name.removeprefix("Kota ").removeprefix("Kabupaten ") if city else ""
    return f"{place}-{slugify(name, 'kota')}-rw-{rw.number:02}"


def is_taken(slug: str) -> bool:
    return db.session.scalar(db.select(Market.id).where(Market.slug == slug)) is not None


def open_market(market: Market, at: datetime) -> None:
    """Raises IllegalMarketMove when it is open."""
    market.make(MarketMove.OPEN, at)


def close_market(market: Market, at: datetime) -> None:
    """Its goods leave lists and search; orders go on. Raises IllegalMarketMove when it is not open."""
    market.make(MarketMove.CLOSE, at)


def create_cluster(slug: str, name: str, story: str, board: Board, rws: Sequence[Rw]) -> Cluster:
    """A craft that these RWs share."""
    begin_write()
    cluster = Cluster(slug=slug, name=name, story=story, board=board, rws=list(rws))
    db.session.add(cluster)
    db.session.flush()
    return cluster
