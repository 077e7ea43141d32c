"""A product laid out in its form, and a filled form read back as sizes."""

from typing import Any

from marketplace.catalogue.actions import NewVariant
from marketplace.catalogue.editing import Size
from marketplace.catalogue.forms import MOST_SIZES, ProductForm
from marketplace.catalogue.models import Category, Product, Variant
from marketplace.catalogue.rules import IN_THE_MARKET, unit_label
from marketplace.web.forms import options_of
from marketplace.web.photos import TakenPhoto

BLANK_ROWS = 3


def product_form(categories: list[Category], product: Product | None = None) -> ProductForm:
    """The form of a new product, or of this one as it is."""
    whole = product is not None and product.status in IN_THE_MARKET
    form = ProductForm(must_be_whole=whole, data=laid_out(product) if product else {})
    kinds: list[tuple[str | int, str]] = [("", "Pilih jenisnya")]
    kinds += [(category.id, category.name) for category in categories]
    form.category.choices = options_of(kinds)
    while len(form.others) < min(len(form.sizes) + BLANK_ROWS, MOST_SIZES):
        form.others.append_entry()
    return form


def first_size(product: Product) -> Variant | None:
    """The size that stands in the main fields: the first that is sold, else the first."""
    return next(iter(product.active_variants or product.variants), None)


def laid_out(product: Product) -> dict[str, Any]:
    """The stored product in the words of the form."""
    first = first_size(product)
    plain = "edition title composition shelf_life_days storage origin description".split()
    said = {name: getattr(product, name) for name in plain}
    return said | {
        "photos": [TakenPhoto(photo.digest, photo.width, photo.height) for photo in product.photos],
        "category": product.category_id,
        "sells_by": product.sells_by.value,
        "allergens": product.allergens or [],
        "no_allergens": product.allergens == [],
        "price": first.price if first else None,
        "grams": first.grams if first else None,
        "unit": own_name(first) if first else "",
        "is_sold": first is None or first.is_active,
        "others": [size_laid_out(v) for v in product.variants if first and v.id != first.id],
    }


def size_laid_out(variant: Variant) -> dict[str, Any]:
    return {
        "id": variant.id,
        "title": own_name(variant),
        "price": variant.price,
        "grams": variant.grams,
        "is_active": variant.is_active,
    }


def own_name(variant: Variant) -> str:
    """What the producer called it; empty when it is only called by its weight."""
    return "" if variant.title == unit_label(variant.grams) else variant.title


def sizes_of(form: ProductForm, product: Product | None = None) -> list[Size]:
    """The first size, when its price is known, and the others."""
    if form.price.data is None:
        return []
    kept = first_size(product) if product else None
    new = NewVariant(form.size_name, form.price.data, form.grams.data, form.on_hand.data or 0)
    first = Size(new, kept.id if kept else None, form.first_is_sold)
    return [first, *(size_of(row) for row in form.sizes)]


def size_of(row: Any) -> Size:
    new = NewVariant(row.name, row.price.data, row.grams.data, row.on_hand.data or 0)
    return Size(new, row.id.data, row.is_sold)
