"""Which products stand on which shelf of a page: ids only; the cards decide once more who may be seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from marketplace.catalogue.models import Category, Product
from marketplace.catalogue.offers import is_at_work, listed_products, ready_today
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.training.models import Certificate
from marketplace.web.db import db

ON_SHELF = 8
STALLS_IN_ROW = 12


@dataclass(frozen=True)
class Neighbour:
    """A stall in the row of those who sell. `total` and `trained` count all stalls of the market."""

    slug: str
    name: str
    photo: str | None
    rt: int | None
    at_work: bool
    holiday_until: Any
    total: int
    trained: int


def listed_ids(at: datetime, *where: ColumnElement[bool]) -> Select[Any]:
    """Ids of products that lists show, Product, Stall and Market joined."""
    return listed_products(at).with_only_columns(Product.id).where(*where)


def shelf_ids(at: datetime, *where: ColumnElement[bool]) -> list[int]:
    """What can be fetched today, freshly published first."""
    query = listed_ids(at, ready_today(), *where)
    order = (Product.published_at.desc(), Product.id.desc())
    return list(db.session.scalars(query.order_by(*order).limit(ON_SHELF)))


def featured_in(market: Market, at: datetime) -> Any:
    """(id, note) of what the committee chose last, or None."""
    query = listed_ids(at, Stall.market_id == market.id, Product.featured_at.is_not(None))
    chosen = query.add_columns(Product.featured_note).order_by(Product.featured_at.desc())
    return db.session.execute(chosen.limit(1)).first()


def more_from(stall: Stall, besides: int, at: datetime, most: int = 4) -> list[int]:
    """Other goods of the stall, those on the shelf first."""
    query = listed_ids(at, Product.stall_id == stall.id, Product.id != besides)
    order = (ready_today().desc(), Product.published_at.desc(), Product.id.desc())
    return list(db.session.scalars(query.order_by(*order).limit(most)))


def categories_in(at: datetime, *where: ColumnElement[bool]) -> list[Category]:
    """Categories in which something is listed."""
    some = listed_ids(at, Product.category_id == Category.id, *where).exists()
    query = select(Category).where(some).order_by(Category.position, Category.name)
    return list(db.session.scalars(query))


def neighbours_in(market: Market, at: datetime) -> list[Neighbour]:
    """The stalls of a market, those at work first."""
    holds = Certificate.revoked_on.is_(None)
    query = (
        select(
            *(Stall.slug, Stall.name, Stall.photo, Stall.rt),
            is_at_work(at).label("at_work"),
            Stall.holiday_until,
            func.count().over(),
            func.count(Certificate.id).over(),
        )
        .outerjoin(Certificate, (Certificate.id == Stall.certificate_id) & holds)
        .where(Stall.market_id == market.id, Stall.status == StallStatus.APPROVED)
        .order_by(is_at_work(at).desc(), Stall.name)
        .limit(STALLS_IN_ROW)
    )
    return [Neighbour(*row) for row in db.session.execute(query)]
