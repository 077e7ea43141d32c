"""What waits for the RW admin: stalls and products in one row, the longest waiting first."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import abort
from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, true, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.catalogue.models import Product
from marketplace.catalogue.rules import ProductStatus
from marketplace.desks.money import to_judge, to_return
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import WAITING
from marketplace.ledger.rules import treasurer
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.stalls.queries import stalls_of, with_programme
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db
from marketplace.web.paging import PER_PAGE

HIDDEN = (ProductStatus.DRAFT, ProductStatus.ARCHIVED)  # not the admin's business


def products_of(market: Market) -> Any:
    """Products the RW admin may see, with all that a decision looks at."""
    stall = contains_eager(Product.stall)
    return (
        db.select(Product)
        .join(Product.stall)
        .where(Stall.market_id == market.id, Product.status.not_in(HIDDEN))
        .options(
            stall.selectinload(Stall.licences),
            stall.options(with_programme()),
            joinedload(Product.category),
            selectinload(Product.variants),
            selectinload(Product.photos),
        )
    )


def waiting_stalls(market: Market) -> Any:
    return db.select(Stall.id).where(
        Stall.market_id == market.id, Stall.status == StallStatus.SUBMITTED
    )


def waiting_products(market: Market) -> Any:
    submitted = Product.status == ProductStatus.SUBMITTED
    joined = db.select(Product.id).join(Product.stall)
    return joined.where(Stall.market_id == market.id, submitted)


def stalls_waiting(market: Market, words: str) -> list[str]:
    """Keys of the first waiting stalls that are called so, longest waiting first."""
    named = waiting_stalls(market).where(is_named(words)).order_by(Stall.submitted_at, Stall.id)
    return [f"stall:{id}" for id in db.session.scalars(named.limit(PER_PAGE))]


def is_named(words: str) -> ColumnElement[bool]:
    """The stall's name or its owner's holds every word."""
    holds = [
        or_(
            Stall.name.icontains(word, autoescape=True),
            Stall.owner_name.icontains(word, autoescape=True),
        )
        for word in words.split()
    ]
    return and_(true(), *holds)


def waits_here(market: Market) -> tuple[ColumnElement[bool], ...]:
    """What search lets this market's admin see of products that wait."""
    return Stall.market_id == market.id, Product.status == ProductStatus.SUBMITTED


class Waiting(NamedTuple):
    """How many things wait to be decided, payouts to be sent, and collected money to be looked at."""

    things: int
    payouts: int
    money: int


def count_waiting(market: Market) -> Waiting:
    """For the badges on the tabs; one statement."""
    asked = db.select(Payout.id).where(Payout.holder == str(treasurer(market.id)), WAITING)
    stalls, products, payouts, money, owed = (
        db.select(func.count()).select_from(ids.subquery()).scalar_subquery()
        for ids in (
            waiting_stalls(market),
            waiting_products(market),
            asked,
            to_judge(market),
            to_return(market),
        )
    )
    return Waiting(*db.session.execute(db.select(stalls + products, payouts, money + owed)).one())


def waiting_keys(market: Market) -> Any:
    """`stall:12`, `product:40`, longest waiting first."""
    parts = [
        ids.with_only_columns(
            (literal(f"{kind}:") + cast(model.id, String)).label("key"),
            model.submitted_at.label("at"),
        )
        for kind, model, ids in (
            ("stall", Stall, waiting_stalls(market)),
            ("product", Product, waiting_products(market)),
        )
    ]
    both = union_all(*parts).subquery()
    return db.select(both.c.key).order_by(both.c.at, both.c.key)


def things(market: Market, keys: Iterable[str]) -> list[Stall | Product]:
    """The rows behind the keys, in their order. One that is not this market's is a stranger: 404."""
    wanted = list(dict.fromkeys(keys))
    found = {f"stall:{s.id}": s for s in rows(stalls_of(market), Stall, "stall", wanted)}
    found |= {f"product:{p.id}": p for p in rows(products_of(market), Product, "product", wanted)}
    if any(key not in found for key in wanted):
        abort(404)
    return [found[key] for key in wanted]


def rows(query: Any, model: Any, kind: str, keys: list[str]) -> list[Any]:
    ids = [read_id(key.removeprefix(f"{kind}:")) for key in keys if key.startswith(f"{kind}:")]
    return list(db.session.scalars(query.where(model.id.in_(ids)))) if ids else []


def read_id(typed: str) -> int:
    """-1, which nobody has, for what is no number."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
