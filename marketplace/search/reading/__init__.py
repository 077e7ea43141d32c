"""What a visitor means: filters and places found among the words, each to be taken off again.

Nothing typed is lost. What is no filter stays a word, in the visitor's spelling and order; each part knows the text
without it, so a chip can lead there. Pure, and safe with whatever is typed: every pattern is bounded.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from marketplace.search.reading.finds import Find, PartKind, cut, fold, tidy
from marketplace.search.reading.flags import flags, siap_alone
from marketplace.search.reading.locating import located
from marketplace.search.reading.places import Place, PlaceKind, Places
from marketplace.search.reading.prices import prices
from marketplace.search.rules import Sort
from marketplace.search.words import MOST_LETTERS

__all__ = ["Part", "PartKind", "Place", "PlaceKind", "Places", "Reading", "read"]

T = TypeVar("T")
FILLERS = frozenset(
    "ada aja apa atau beli buat cari dan dari dengan di dong ga gak harga jual ke mau nggak pengen "
    "produk saja sama sing untuk ya yang yg".split()
)


@dataclass(frozen=True)
class Part:
    """One filter that was read. `label` is for a chip, `without` is what was typed, this part cut out."""

    kind: PartKind
    label: str
    without: str


@dataclass(frozen=True)
class Reading:
    """`words` is what is left to look for; prices in rupiah, both ends included.

    `hint` tells that `sort` was only hinted at: "murah", where "termurah" asks for it.
    """

    words: str = ""
    min_price: int | None = None
    max_price: int | None = None
    ready: bool = False
    halal: bool = False
    trained: bool = False
    near: Place | None = None
    within: Place | None = None
    sort: Sort | None = None
    hint: bool = False
    parts: tuple[Part, ...] = ()


def read(typed: str, places: Places) -> Reading:
    """The filters in what was typed, and the words that are left."""
    text = tidy(typed[:MOST_LETTERS])
    finds = scan(text, places)
    kinds = {find.kind for find in finds}
    return Reading(
        words=left(text, finds),
        min_price=first(finds, lambda find: find.min_price),
        max_price=first(finds, lambda find: find.max_price),
        ready=PartKind.READY in kinds,
        halal=PartKind.HALAL in kinds,
        trained=PartKind.TRAINED in kinds,
        near=first(finds, lambda find: find.place if find.kind is PartKind.NEAR else None),
        within=first(finds, lambda find: find.place if find.kind is PartKind.WITHIN else None),
        sort=first(finds, lambda find: find.sort),
        hint=PartKind.SORT in kinds and all(each.hint for each in finds if each.sort),
        parts=tuple(parts(text, finds, places)),
    )


def scan(text: str, places: Places) -> list[Find]:
    """The finds that stand beside each other, in the order of the text; prices and places are read first."""
    folded = fold(text)
    taken: list[Find] = []
    for finder in (prices(folded), located(folded, places), flags(folded)):
        take(finder, taken)
    take(siap_alone(folded, taken), taken)
    return sorted(taken, key=lambda find: find.start)


def take(finds: Iterator[Find], taken: list[Find]) -> None:
    for find in finds:
        if not any(each.rules_out(find) for each in taken):
            taken.append(find)


def first(finds: list[Find], value: Callable[[Find], T | None]) -> T | None:
    return next((found for find in finds if (found := value(find)) is not None), None)


def left(text: str, finds: list[Find]) -> str:
    """What is not a filter; nothing, when only filler words are left beside one ("cari yang halal")."""
    rest = cut(text, finds)
    return "" if finds and set(re.findall(r"\w+", fold(rest))) <= FILLERS else rest


def parts(text: str, finds: list[Find], places: Places) -> Iterator[Part]:
    """Each meaning once, however often it was said."""
    for kind, label in dict.fromkeys(find.means for find in finds):
        yield Part(kind, label, without(text, (kind, label), places))


def without(text: str, means: tuple[PartKind, str], places: Places) -> str:
    """The text cut until it no longer says this: what closes around a gap may say it once more."""
    while said := [find for find in scan(text, places) if find.means == means]:
        text = cut(text, said)
    return text
