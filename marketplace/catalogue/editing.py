"""An edit of a product: its facts, sizes and photos together, noticed when somebody else edited meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.catalogue.actions import NewVariant, Taken, add_variant
from marketplace.catalogue.models import Category, Photo, Product
from marketplace.catalogue.rules import MOST_PHOTOS, EditedMeanwhile
from marketplace.kit.rupiah import Rupiah
from marketplace.kit.slugs import slugify
from marketplace.web.db import lock


@dataclass(frozen=True)
class Size:
    """A variant as it shall be; without an id it is a new one."""

    new: NewVariant
    id: int | None = None
    is_active: bool = True


def edit_product(
    product: Product,
    edition: int | None,
    *,
    category: Category,
    facts: Mapping[str, Any],
    sizes: Iterable[Size],
    photos: Iterable[Taken],
    at: datetime,
) -> None:
    """Raises EditedMeanwhile when `edition` is not the one that was read."""
    lock(product)
    if product.edition != edition:
        raise EditedMeanwhile
    product.edition += 1
    product.category = category
    for name, value in facts.items():
        setattr(product, name, value)
    product.slug = slugify(product.title, "produk")
    set_sizes(product, sizes, at)
    set_photos(product, photos)


def set_sizes(product: Product, sizes: Iterable[Size], at: datetime) -> None:
    """In this order. A variant is never deleted, for old orders and their stock hang on it: it stops being sold."""
    own = {variant.id: variant for variant in product.variants}
    for position, size in enumerate(sizes):
        if size.id is None:
            variant = add_variant(product, size.new, at)
        elif size.id in own:
            variant = own[size.id]
            variant.title, variant.grams = size.new.title, size.new.grams
            variant.price, variant.is_active = Rupiah(size.new.price), size.is_active
        else:
            continue
        variant.position = position
    product.price_again()


def set_photos(product: Product, photos: Iterable[Taken]) -> None:
    """Exactly these, in this order; a photo that stays keeps its row and its words."""
    own = {photo.digest: photo for photo in product.photos}
    wanted = {taken.digest: taken for taken in photos}
    kept = list(wanted.values())[:MOST_PHOTOS]
    product.photos[:] = [own.get(taken.digest) or new_photo(taken) for taken in kept]
    for position, photo in enumerate(product.photos):
        photo.position = position


def new_photo(taken: Taken) -> Photo:
    return Photo(digest=taken.digest, width=taken.width, height=taken.height)
