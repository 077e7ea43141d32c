"""What stands on the label of food, with the words that warn of allergens lifted out."""

import re
from collections.abc import Iterable

from marketplace.catalogue.models import Product
from marketplace.catalogue.rules import Allergen
from marketplace.stalls.rules import LicenceKind

Parts = list[tuple[str, bool]]  # words, and whether they warn

WARNING_WORDS = {
    Allergen.PEANUT: ("kacang tanah",),
    Allergen.SOY: ("kedelai", "tempe", "tahu"),
    Allergen.EGG: ("telur",),
    Allergen.MILK: ("susu", "keju", "mentega"),
    Allergen.GLUTEN: ("gandum", "terigu"),
    Allergen.FISH: ("ikan",),
    Allergen.SHELLFISH: ("udang", "terasi", "rebon"),
    Allergen.TREE_NUT: ("mete", "mede", "almon", "kenari"),
    Allergen.SESAME: ("wijen",),
}
NOT_SAID = "Belum disebut lapak. Kalau kamu punya alergi, tanyakan dulu."


def label_rows(product: Product) -> list[tuple[str, Parts]]:
    """(label, words) of the facts that are known; allergens always, for silence must not look like safety."""
    rows: list[tuple[str, Parts]] = []
    if product.composition:
        rows.append(("Bahan", lifted(product.composition, product.allergens or ())))
    if product.category.is_food:
        rows.append(("Alergen", allergen_parts(product)))
    for label, words in (
        ("Tahan", f"{product.shelf_life_days} hari" if product.shelf_life_days else ""),
        ("Simpan", product.storage),
        ("Izin", licence_words(product)),
    ):
        if words:
            rows.append((label, [(words, False)]))
    return rows


def allergen_parts(product: Product) -> Parts:
    if product.allergens is None:
        return [(NOT_SAID, False)]
    if not product.allergens:
        return [("Menurut lapak, tidak mengandung alergen yang umum.", False)]
    names = [label.lower() for label in product.allergen_labels]
    parts: Parts = [("Mengandung ", False)]
    for place, name in enumerate(names):
        parts += [(", ", False)] if place else []
        parts.append((name, True))
    return [*parts, (".", False)]


def lifted(composition: str, allergens: Iterable[str]) -> Parts:
    """The composition cut at the words that warn of its own allergens."""
    words = [word for value in allergens for word in WARNING_WORDS[Allergen(value)]]
    if not words:
        return [(composition, False)]
    pattern = r"\b(" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b"
    pieces = re.split(pattern, composition, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def licence_words(product: Product) -> str:
    """Numbers that vouch for the food itself: all but the business number."""
    return " · ".join(
        f"{licence.kind.label} {licence.typed}"
        for licence in product.stall.licences
        if licence.kind is not LicenceKind.NIB
    )
