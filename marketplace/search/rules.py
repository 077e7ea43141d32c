"""What can be asked of search, what it answers, and what it remembers of a product."""

import hashlib
from collections.abc import Collection
from dataclasses import astuple, dataclass, field
from enum import StrEnum

from marketplace.catalogue.rules import Band
from marketplace.kit.labelled import Labelled
from marketplace.search.words import FINGERPRINT, Term, wanted

PAGE_SIZE = 12
CANDIDATES = 1_000  # the most that one stage of one engine names
ENOUGH = 10  # with so many found, no wider stage is tried


class Sort(Labelled):
    """The orders a list of finds can have. The values stand in addresses."""

    RELEVANCE = "cocok", "Paling cocok"
    NEWEST = "terbaru", "Terbaru"
    CHEAPEST = "termurah", "Termurah"
    DEAREST = "termahal", "Termahal"


class Kind(StrEnum):
    """What a change was made to. All but a product are unfolded by the indexer."""

    PRODUCT = "product"
    STALL = "stall"
    CATEGORY = "category"
    MARKET = "market"


@dataclass(frozen=True)
class Query:
    """What a visitor asks. `words` is what was typed: words, never a query language."""

    words: str = ""
    market: int | None = None
    category: int | None = None
    min_price: int | None = None
    max_price: int | None = None
    ready: bool = False
    halal: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @property
    def terms(self) -> list[Term]:
        return wanted(self.words)


@dataclass(frozen=True)
class Page:
    """The products of one page, best first. `corrected` is the spelling that was searched instead."""

    ids: list[int]
    total: int
    corrected: str | None = None
    engine: str = ""
    generation: str = ""


class Stage(StrEnum):
    """From strict to wide. A wider stage is tried while fewer than ENOUGH were found."""

    ALL_IN_TITLE = "all in title"
    ALL = "all"
    ANY_IN_TITLE = "any in title"
    ANY = "any"
    BEGINNINGS = "beginnings"  # every word begins a word of the title; only when nothing was found

    @property
    def title_only(self) -> bool:
        return self not in (Stage.ALL, Stage.ANY)

    @property
    def every_term(self) -> bool:
        return self not in (Stage.ANY_IN_TITLE, Stage.ANY)


def stages(terms: Collection[Term]) -> list[Stage]:
    """For a single word, all and any are the same."""
    if not terms:
        return []
    if len(terms) == 1:
        return [Stage.ALL_IN_TITLE, Stage.ALL, Stage.BEGINNINGS]
    return list(Stage)


def goes_on(stage: Stage, found: int) -> bool:
    """Whether this stage is worth trying after so many were found."""
    return found == 0 if stage is Stage.BEGINNINGS else found < ENOUGH


@dataclass(frozen=True)
class Entry:
    """A product as engines see it. Equal versions mean equal contents, read by the same analyser."""

    product_id: int
    market_id: int
    category_id: int
    price: int
    is_halal: bool
    band: Band
    title_exact: str
    title_stemmed: str
    exact: str
    stemmed: str
    version: int = field(default=0, compare=False)


def version_of(entry: Entry) -> int:
    """63 bits of a digest: what verifies an index without reading its words back."""
    facts = repr((FINGERPRINT, *(str(value) for value in astuple(entry)[:-1])))
    return int.from_bytes(hashlib.sha256(facts.encode()).digest()[:8], "big") >> 1
