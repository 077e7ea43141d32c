"""Product cards: everything a card shows, for any number of products in two statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from marketplace.cart.queries import quantities_in_cart
from marketplace.catalogue.models import Category, Photo, Product
from marketplace.catalogue.offers import Offer, is_at_work, is_visible, offers_of
from marketplace.catalogue.rules import SellsBy
from marketplace.regions.models import Market, Region, Rw
from marketplace.reviews.rules import average
from marketplace.shop.words import State, state_of, unit_of, unit_price
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import HalalStatus
from marketplace.training.models import Certificate
from marketplace.web.db import db


@dataclass(frozen=True)
class ProductCard:
    """What the card macros read. `variant_id` is there when one press can put it into the cart."""

    id: int
    url: str
    title: str
    price: int
    price_varies: bool
    unit: str
    unit_price_note: str | None
    photo: str | None
    photo_alt: str
    state: State | None
    gone: bool
    rt: int | str | None
    stall_name: str
    market_label: str | None
    badges: list[tuple[str, str]]
    variant_id: int | None
    in_cart: int
    category_class: str
    mean: str = ""  # of its stars
    reviews: int = 0


def cards_of(
    ids: Iterable[int], at: datetime, *, across: bool = False, resting: bool = False
) -> list[ProductCard]:
    """Cards in the order of `ids`; what a visitor may not see is dropped.

    `across`: a list over many markets, so each card says which RW. `resting`: also goods of a stall on holiday.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    rows = {row.id: row for row in db.session.execute(card_rows(wanted, at))}
    shown = [rows[id] for id in wanted if id in rows and (resting or rows[id].at_work)]
    offers = offers_of((row.id for row in shown), at)
    in_cart = quantities_in_cart()
    return [card_of(row, offers[row.id], in_cart, at, across) for row in shown]


def card_rows(ids: list[int], at: datetime) -> Any:
    village = aliased(Region)
    holds = and_(Certificate.id == Stall.certificate_id, Certificate.revoked_on.is_(None))
    return (
        select(
            *(Product.id, Product.slug, Product.title, Product.price_from, Product.sells_by),
            *(Product.stars_sum, Product.stars_count),
            *(Photo.digest, Photo.alt, Category.picture, Stall.rt, Stall.halal),
            *(Stall.name.label("stall_name"), is_at_work(at).label("at_work")),
            Certificate.id.label("certificate_id"),
            *(Rw.number.label("rw_number"), village.name.label("village")),
        )
        .select_from(Product)
        .join(Product.stall)
        .join(Stall.market)
        .join(Market.rw)
        .join(village, village.id == Rw.village_id)
        .join(Product.category)
        .outerjoin(Photo, Photo.id == first_photo())
        .outerjoin(Certificate, holds)
        .where(Product.id.in_(ids), is_visible())
    )


def first_photo() -> Any:
    """Id of the product's first photo."""
    another = aliased(Photo)
    of_product = select(another.id).where(another.product_id == Product.id)
    return of_product.order_by(another.position, another.id).limit(1).scalar_subquery()


def card_of(
    row: Any, offers: list[Offer], in_cart: dict[int, int], at: datetime, across: bool
) -> ProductCard:
    buyable = [offer for offer in offers if offer.available > 0] if row.at_work else []
    shown = min(buyable or offers, key=lambda offer: offer.price, default=None)
    by_batch = row.sells_by is SellsBy.BATCH
    return ProductCard(
        id=row.id,
        url=url_for("shop.product", id=row.id, slug=row.slug),
        title=row.title,
        price=shown.price if shown else row.price_from,
        price_varies=len({offer.price for offer in buyable or offers}) > 1,
        unit=unit_of(shown.title, shown.grams) if shown else "",
        unit_price_note=unit_price(shown.price, shown.grams) if shown else None,
        photo=row.digest,
        photo_alt=row.alt or "",
        state=state_of(buyable, by_batch, at) if row.at_work else State("none", "Libur"),
        gone=not buyable,
        rt=f"RW {row.rw_number:02}" if across else row.rt,
        stall_name=row.stall_name,
        market_label=row.village if across else None,
        badges=badges_of(row),
        variant_id=buyable[0].variant_id if len(buyable) == 1 else None,
        in_cart=sum(in_cart.get(variant, 0) for variant in {o.variant_id for o in offers}),
        category_class=f"jenis--{row.picture}" if row.picture else "",
        mean=average(row.stars_sum, row.stars_count),
        reviews=row.stars_count,
    )


def badges_of(row: Any) -> list[tuple[str, str]]:
    badges = []
    if row.certificate_id:
        badges.append(("certificate", "Terlatih"))
    if row.halal is HalalStatus.CERTIFIED:
        badges.append(("rosette-discount-check", "Halal"))
    return badges
