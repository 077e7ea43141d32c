"""What a finder hands over, and the manners that all finders share."""

import re
from dataclasses import dataclass
from enum import StrEnum

from marketplace.search.reading.places import Place
from marketplace.search.rules import Sort


class PartKind(StrEnum):
    """What a part of the typed text asks for."""

    PRICE = "price"
    READY = "ready"
    HALAL = "halal"
    TRAINED = "trained"
    NEAR = "near"
    WITHIN = "within"
    SORT = "sort"


@dataclass(frozen=True)
class Find:
    """A filter at text[start:end]. `label` is what its chip says; equal kind and label mean the same."""

    kind: PartKind
    start: int
    end: int
    label: str
    min_price: int | None = None
    max_price: int | None = None
    place: Place | None = None
    sort: Sort | None = None
    hint: bool = False

    @property
    def means(self) -> tuple[PartKind, str]:
        return self.kind, self.label

    def overlaps(self, other: "Find") -> bool:
        return self.start < other.end and other.start < self.end

    def rules_out(self, other: "Find") -> bool:
        """Whether both cannot be had at once: a place, an order and each end of a price are one thing."""
        if self.overlaps(other):
            return True
        if self.kind is not other.kind or self.means == other.means:
            return False
        if self.kind is not PartKind.PRICE:
            return True
        both_least = None not in (self.min_price, other.min_price)
        both_most = None not in (self.max_price, other.max_price)
        return both_least or both_most


NOT = re.compile(
    r"(?<!\w)(?:tidak|tdk|tak|non|bukan|gak|ga|gk|nggak|ngga|enggak|tanpa|belum|blm|jangan|selain"
    r"|kecuali|not|no)[\s-]{1,2}(?:(?:yang|yg|terlalu|begitu)\s)?$"
)


def negated(text: str, start: int) -> bool:
    """Whether the words just before `start` turn what follows into its opposite."""
    return NOT.search(text, max(0, start - 24), start) is not None


def fold(text: str) -> str:
    """Lower case, letter for letter, so that places in the text stay where they are."""
    lowered = ((letter, letter.lower()) for letter in text)
    return "".join(low if len(low) == 1 else letter for letter, low in lowered)


def tidy(text: str) -> str:
    return " ".join(text.split())


LOOSE_BEFORE = " ,;:&+/(-@"
LOOSE_AFTER = " ,;:.!?&+/)-"


def cut(text: str, finds: list[Find]) -> str:
    """The text without these finds, and without the commas and brackets that stood around them."""
    for find in sorted(finds, key=lambda each: each.start, reverse=True):
        before = text[: find.start].rstrip(LOOSE_BEFORE)
        after = text[find.end :].lstrip(LOOSE_AFTER)
        text = tidy(f"{before} {after}")
    return text
