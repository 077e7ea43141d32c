"""Reviews of a line, a product, a stall, a market; newest first, going on from an id."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalogue.models import Product
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.orders.rules import Move
from marketplace.reviews.models import Review
from marketplace.stalls.models import Stall
from marketplace.web.db import db


def collected_at(order: Order) -> datetime | None:
    """When the goods were handed over."""
    return next((event.at for event in order.events if event.move is Move.HAND_OVER), None)


def review_of(line: OrderLine) -> Review | None:
    """As it stands now, whatever was read before."""
    query = select(Review).where(Review.line_id == line.id).options(selectinload(Review.photos))
    return db.session.scalar(query.execution_options(populate_existing=True))


def reviewed_lines(lines: Iterable[OrderLine]) -> set[int]:
    """Ids of those lines that have a review."""
    ids = [line.id for line in lines]
    return set(db.session.scalars(select(Review.line_id).where(Review.line_id.in_(ids))))


def reviews() -> Select[Review]:
    """Newest first, with what a list shows; of the purchase only the name that signs."""
    purchase = joinedload(Review.line).joinedload(OrderLine.order).joinedload(Order.purchase)
    return (
        select(Review)
        .options(purchase.load_only(Purchase.contact_name), selectinload(Review.photos))
        .order_by(Review.id.desc())
    )


def with_product() -> Any:
    return joinedload(Review.product).selectinload(Product.photos)


def reviews_of_product(product_id: int) -> Select[Review]:
    """Those that everybody may read."""
    return reviews().where(Review.product_id == product_id, Review.hidden_at.is_(None))


def reviews_of_stall(stall: Stall) -> Select[Review]:
    return reviews().where(Review.stall_id == stall.id).options(with_product())


def reviews_in_market(market_id: int) -> Select[Review]:
    with_stall = joinedload(Review.stall)
    here = reviews().join(Review.stall).where(Stall.market_id == market_id)
    return here.options(with_product(), with_stall)


def older_than(query: Select[Review], before: int | None, most: int) -> tuple[list[Review], int]:
    """So many from there on, and the id after which still older ones follow (0: there are none)."""
    if before:
        query = query.where(Review.id < before)
    found = list(db.session.scalars(query.limit(most + 1)))
    return found[:most], found[most - 1].id if len(found) > most else 0


def by_stars(product_id: int) -> dict[int, int]:
    """How many gave five, four, … one."""
    query = select(Review.stars, func.count()).where(
        Review.product_id == product_id, Review.hidden_at.is_(None)
    )
    counted: dict[int, int] = dict(db.session.execute(query.group_by(Review.stars)).all())  # type: ignore[arg-type]
    return {stars: counted.get(stars, 0) for stars in range(5, 0, -1)}


def stars_of_stall(stall_id: int) -> tuple[int, int]:
    """Sum and number of stars over all its goods."""
    sums = select(
        func.coalesce(func.sum(Product.stars_sum), 0),
        func.coalesce(func.sum(Product.stars_count), 0),
    )
    stars, number = db.session.execute(sums.where(Product.stall_id == stall_id)).one()
    return int(stars), int(number)
