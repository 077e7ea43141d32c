"""What SQL knows of the products that hold the words: whether this visitor may see them, and what filters ask."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER

from marketplace.catalogue.models import Batch, Product, Variant
from marketplace.catalogue.offers import is_at_work, is_visible, pool_is_open
from marketplace.catalogue.stock import StockPool
from marketplace.kit.clock import today
from marketplace.search.facets import Fact
from marketplace.search.models import SearchDocument
from marketplace.search.ranking import Texts, merit, spaced
from marketplace.search.rules import WORDS
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import HalalStatus
from marketplace.training.models import Certificate
from marketplace.web.db import db

BESIDE = 100  # products that are looked at to fill a short page
LONG_AGO = 10_000  # days, for what was never published
KIND_OF_ALL: dict[str, Any] = {"postgresql": ARRAY(INTEGER), "sqlite": String()}
Ids = Collection[int] | Select[tuple[int]]
Conditions = Sequence[ColumnElement[bool]]


def listed(at: datetime) -> Conditions:
    """What any visitor may find: published, stall approved and at work, market open."""
    return (is_visible(), is_at_work(at))


def facts_of(ids: Ids, seen_by: Conditions, at: datetime) -> list[Fact]:
    """Of those of these products that the conditions let through; one statement, none for no ids.

    SQLite, which keeps no statistics, would walk all published products whatever the ids: the hint forbids it.
    """
    if not isinstance(ids, Select) and not ids:
        return []
    query = facts(seen_by, at).where(among(ids)).with_hint(Product, "NOT INDEXED", "sqlite")
    day = today(at)
    return [made(row, day) for row in db.session.connection().execute(query)]


def made(row: Sequence[Any], day: date) -> Fact:
    """From its columns, as it stands on this day."""
    *_, availability, published_at, stars_sum, stars_count = row
    age = age_in_days(published_at, day)
    return Fact._make((*row, merit(availability, stars_sum, stars_count, age)))


def age_in_days(published_at: datetime | None, day: date) -> int:
    """By the calendar: who came on the same day is equally fresh."""
    return (day - today(published_at)).days if published_at else LONG_AGO


def ids_of(ids: Ids) -> list[int]:
    """The ids themselves; a query is run."""
    return list(db.session.scalars(ids)) if isinstance(ids, Select) else list(ids)


def facts_beside(ids: Ids, category: int, seen_by: Conditions, at: datetime) -> list[Fact]:
    """Of these products and of others in this category, so many as may fill a page; one statement."""
    query = facts(seen_by, at).where(or_(among(ids), Product.category_id == category))
    newest = query.order_by(Product.published_at.desc()).limit(BESIDE)
    day = today(at)
    return [made(row, day) for row in db.session.connection().execute(newest)]


def facts(seen_by: Conditions, at: datetime) -> Select[Any]:
    """The columns of a Fact, over Product joined to its stall and market."""
    return (
        select(
            *(Product.id, Product.title, Product.category_id, Stall.market_id, Product.price_from),
            (Stall.halal == HalalStatus.CERTIFIED).label("halal"),
            is_trained().label("trained"),
            says_no_nuts().label("no_nuts"),
            func.coalesce(availability(at), 0).label("availability"),
            *(Product.published_at, Product.stars_sum, Product.stars_count),
        )
        .join(Product.stall)
        .join(Stall.market)
        .where(*seen_by)
    )


def among(ids: Ids, column: Any = Product.id) -> ColumnElement[bool]:
    """The column's value is one of these, however many: one parameter."""
    if isinstance(ids, Select):
        return column.in_(ids)
    database = db.engine.dialect.name
    return one_of(column, literal(as_one(ids), KIND_OF_ALL[database]), database)


def one_of(column: Any, ids: Any, database: str) -> ColumnElement[bool]:
    """The column's value is one of those that `as_one` put into this parameter."""
    if database == "postgresql":
        found: ColumnElement[bool] = column == any_(ids)
        return found
    return column.in_(select(func.json_each(ids).table_valued("value").c.value))  # type: ignore[no-any-return]


def as_one(ids: Iterable[int]) -> Any:
    return list(ids) if db.engine.dialect.name == "postgresql" else json.dumps(list(ids))


def availability(at: datetime) -> Any:
    """2 goods stand on the shelf, 1 a baking round takes orders, nothing: sold out."""
    return (
        select(func.max(case((StockPool.batch_id.is_(None), 2), else_=1)))
        .select_from(Variant)
        .join(StockPool, StockPool.variant_id == Variant.id)
        .outerjoin(Batch, Batch.id == StockPool.batch_id)
        .where(Variant.product_id == Product.id, Variant.is_active, pool_is_open(at))
        .where(StockPool.on_hand > StockPool.reserved)
        .correlate(Product)
        .scalar_subquery()
    )


def is_trained() -> ColumnElement[bool]:
    """The stall shows a certificate that still holds."""
    holds = select(Certificate.id).where(Certificate.id == Stall.certificate_id)
    return holds.where(Certificate.revoked_on.is_(None)).correlate(Stall).exists()


def says_no_nuts() -> ColumnElement[bool]:
    """The label says its allergens and no nut is among them; a product that says nothing is left out."""
    said = sql_cast(Product.allergens, String)
    nuts = or_(said.like('%"peanut"%'), said.like('%"tree_nut"%'))
    return func.coalesce(and_(said.like("[%"), ~nuts), literal(False))


def words_of(ids: Iterable[int]) -> dict[int, Texts]:
    """The words of these products; one statement, none for none."""
    wanted, query = list(ids), words_of_some(db.engine.dialect.name)
    rows = db.session.connection().execute(query, {"ids": as_one(wanted)}) if wanted else ()
    return {id: spaced(texts) for id, *texts in rows}


@cache
def words_of_some(database: str) -> Select[Any]:
    """Put together once, for every search asks it."""
    columns = (getattr(SearchDocument, name) for name in WORDS)
    query = select(SearchDocument.product_id, *columns)
    ids = bindparam("ids", type_=KIND_OF_ALL[database])
    return query.where(one_of(SearchDocument.product_id, ids, database))
