"""What is born or changed together: a product with its variants and shelves, photos, a decision with its audit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from marketplace.accounts.audit import record
from marketplace.accounts.models import User
from marketplace.catalogue.models import Category, Photo, Product, Variant
from marketplace.catalogue.rounds import open_batch
from marketplace.catalogue.rules import (
    MOST_PHOTOS,
    ProductMove,
    SellsBy,
    TooManyPhotos,
    unit_label,
)
from marketplace.catalogue.shelves import set_shelf
from marketplace.catalogue.stock import new_pool
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.kit.slugs import slugify
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db, lock

__all__ = [
    "NewVariant",
    "add_photo",
    "add_variant",
    "create_product",
    "feature",
    "open_batch",
    "publish_product",
    "return_product",
    "set_shelf",
    "submit_product",
    "unfeature",
]


class Taken(Protocol):
    """What the photo intake gives back."""

    @property
    def digest(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@dataclass(frozen=True)
class NewVariant:
    """A variant to be; without a title it is called by its weight. `on_hand` fills its shelf."""

    title: str
    price: int
    grams: int | None = None
    on_hand: int = 0


def create_product(
    stall: Stall,
    *,
    title: str,
    category: Category,
    variants: Iterable[NewVariant],
    description: str = "",
    sells_by: SellsBy = SellsBy.SHELF,
    at: datetime | None = None,
    **label_facts: Any,
) -> Product:
    """A draft of this stall, with a shelf for every variant unless it is made to order."""
    begin_write()
    product = Product(
        stall=stall,
        category=category,
        title=title,
        slug=slugify(title, "produk"),
        description=description,
        sells_by=sells_by,
        **label_facts,
    )
    db.session.add(product)
    for new in variants:
        add_variant(product, new, at or now())
    product.price_again()
    db.session.flush()
    return product


def add_variant(product: Product, new: NewVariant, at: datetime) -> Variant:
    """One more size or taste, behind those that are there."""
    variant = Variant(
        title=new.title or unit_label(new.grams),
        price=Rupiah(new.price),
        grams=new.grams,
        position=len(product.variants),
        is_active=True,
    )
    product.variants.append(variant)
    if product.sells_by is SellsBy.SHELF:
        new_pool(variant, new.on_hand, "first count", at)
    return variant


def add_photo(product: Product, taken: Taken, alt: str = "") -> None:
    """Behind the others; a photo that is there already stays where it is. Raises TooManyPhotos."""
    lock(product)
    if taken.digest in {photo.digest for photo in product.photos}:
        return
    if len(product.photos) >= MOST_PHOTOS:
        raise TooManyPhotos
    last = max((photo.position for photo in product.photos), default=-1)
    product.photos.append(
        Photo(
            digest=taken.digest,
            width=taken.width,
            height=taken.height,
            alt=alt,
            position=last + 1,
        )
    )


def submit_product(product: Product, at: datetime) -> None:
    """Send it to the RW admin. Raises IllegalProductMove."""
    product.make(ProductMove.SUBMIT, at)


def publish_product(product: Product, by: User, at: datetime) -> None:
    """The RW admin lets it into the market. Raises IllegalProductMove."""
    decide(product, ProductMove.PUBLISH, "memajang produk", by, at)


def return_product(product: Product, by: User, reason: str, at: datetime) -> None:
    """The RW admin sends it back with what to mend. Raises IllegalProductMove."""
    decide(product, ProductMove.RETURN, "mengembalikan produk", by, at, reason)


def decide(
    product: Product, move: ProductMove, action: str, by: User, at: datetime, reason: str = ""
) -> None:
    before = {"status": product.status.value}
    product.make(move, at, reason)
    after = {"status": product.status.value} | ({"reason": reason} if reason else {})
    note(product, action, by, before=before, after=after, at=at)


def feature(product: Product, remark: str, by: User, at: datetime) -> None:
    """The RW admin puts it in front, with a remark for visitors."""
    lock(product)
    product.featured_at, product.featured_note = at, remark
    note(product, "mengunggulkan produk", by, after={"note": remark}, at=at)


def unfeature(product: Product, by: User) -> None:
    lock(product)
    product.featured_at, product.featured_note = None, ""
    note(product, "berhenti mengunggulkan produk", by)


def note(product: Product, action: str, by: User, **states: Any) -> None:
    """An admin's act on someone else's product is remembered."""
    market_id = product.stall.market_id
    record(action, product.title, f"product:{product.id}", actor=by, market_id=market_id, **states)
