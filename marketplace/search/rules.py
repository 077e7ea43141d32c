"""What can be asked of search, what it answers, and what it remembers of a product."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, fields
from enum import StrEnum

from marketplace.kit.labelled import Labelled
from marketplace.search.words import FINGERPRINT, Term

PAGE_SIZE = 12
ENOUGH = 10  # with so many found, no wider stage is tried
RANKED = 150  # the most that are ranked by their words; beyond, only by what SQL knows of them
NOBODY = frozenset[int]()


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
class Near:
    """Markets by their distance from where the visitor is: the market itself, its kelurahan, its kecamatan."""

    here: frozenset[int] = NOBODY
    village: frozenset[int] = NOBODY
    district: frozenset[int] = NOBODY

    @property
    def rings(self) -> tuple[frozenset[int], ...]:
        """The nearest first; what lies in one may lie in the next too."""
        return self.here, self.village, self.district

    def nearness(self, market: int) -> int:
        """3 here, 2 in the kelurahan, 1 in the kecamatan, 0 elsewhere."""
        if market in self.here:
            return 3
        return 2 if market in self.village else 1 if market in self.district else 0


@dataclass(frozen=True)
class Query:
    """What a visitor asks. `words` are words, never a query language; prices are rupiah, ids the database's.

    `literal`: as typed, without correction. `markets`: only goods of these. `asked_near`: the visitor said so, it
    is no guess. `cheap`: rather the cheaper ones. `facets`: also count what each filter would show.
    """

    words: str = ""
    literal: bool = False
    markets: frozenset[int] | None = None
    category: int | None = None
    min_price: int | None = None
    max_price: int | None = None
    ready: bool = False
    orderable: bool = False
    halal: bool = False
    trained: bool = False
    no_nuts: bool = False
    near: Near = field(default_factory=Near)
    asked_near: bool = False
    cheap: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    facets: bool = False


@dataclass(frozen=True)
class Facets:
    """How many finds each further choice would show, with all other filters as they are.

    `categories` and `markets` by id; `prices` as (from, below or None, count); the rest count a switch.
    """

    categories: dict[int, int]
    markets: dict[int, int]
    prices: list[tuple[int, int | None, int]]
    ready: int
    orderable: int
    halal: int
    trained: int
    no_nuts: int


@dataclass(frozen=True)
class Page:
    """The products of one page, best first. `corrected` is the spelling that was searched instead of the typed.

    `terms` are what was looked for, to mark in titles. `partial`: no product holds all of them, these hold some.
    `similar`: where little was found, products like the best finds; they are in no total and no count.
    """

    ids: list[int]
    total: int
    similar: tuple[int, ...] = ()
    facets: Facets | None = None
    corrected: str | None = None
    terms: tuple[Term, ...] = ()
    partial: bool = False
    engine: str = ""
    generation: str = ""


def forms_of(term: Term) -> tuple[tuple[str, ...], ...]:
    """Every way the term may stand in a text, each once: all words of one of them must be there."""
    return tuple(dict.fromkeys((term.exact, term.stemmed, *term.also)))


class Stage(StrEnum):
    """From strict to wide. A wider stage is tried while fewer than ENOUGH were found.

    Names are title, stall, place and category; everything adds the description.
    """

    ALL_IN_NAMES = "every word in the names"
    ALL = "every word"
    ANY_IN_NAMES = "some word in the names"
    ANY = "some word"  # only when nothing was found
    BEGINNINGS = "words of the title begin so"  # only when nothing was found
    ALL_IN_TITLE = (
        "every word in the title"  # never a step of its own: what comes first among too many
    )

    @property
    def every_term(self) -> bool:
        return self not in (Stage.ANY_IN_NAMES, Stage.ANY)

    @property
    def zone(self) -> str:
        """Which words are looked at: title, names, or everything."""
        if self in (Stage.BEGINNINGS, Stage.ALL_IN_TITLE):
            return "title"
        return "names" if self in (Stage.ALL_IN_NAMES, Stage.ANY_IN_NAMES) else "everything"


LAST_RESORTS = (Stage.ANY, Stage.BEGINNINGS)


def stages(terms: Collection[Term]) -> list[Stage]:
    """For a single word, all and any are the same."""
    if not terms:
        return []
    if len(terms) == 1:
        return [Stage.ALL_IN_NAMES, Stage.ALL, Stage.BEGINNINGS]
    wide = [Stage.ANY_IN_NAMES, Stage.ANY, Stage.BEGINNINGS]
    return [Stage.ALL_IN_NAMES, Stage.ALL, *wide]


def goes_on(stage: Stage, found: int) -> bool:
    """Whether this stage is worth trying after so many were found."""
    return found == 0 if stage in LAST_RESORTS else found < ENOUGH


@dataclass(frozen=True)
class Entry:
    """The words of a product as engines see them. Equal versions mean equal words, read by the same analyser.

    Each part stands twice: exact words, and the stemmed forms that spellings share. `place` is where the stall is,
    `category` holds also the kinds of goods the title names and what the stall may claim (halal, terlatih), `rest`
    description, composition and origin.
    """

    product_id: int
    title_exact: str
    title_stemmed: str
    stall_exact: str
    stall_stemmed: str
    place_exact: str
    place_stemmed: str
    category_exact: str
    category_stemmed: str
    rest_exact: str
    rest_stemmed: str
    version: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        return f"{self.title_exact} {self.title_stemmed}"

    @property
    def names(self) -> str:
        """Title, stall, place and category."""
        words = (getattr(self, name) for name in WORDS if not name.startswith("rest"))
        return " ".join(words)

    @property
    def everything(self) -> str:
        return " ".join(getattr(self, name) for name in WORDS)


WORDS = tuple(each.name for each in fields(Entry) if each.name not in ("product_id", "version"))


def version_of(entry: Entry) -> int:
    """63 bits of a digest: what verifies an index without reading its words back."""
    facts = repr((FINGERPRINT, entry.product_id, *(getattr(entry, name) for name in WORDS)))
    return int.from_bytes(hashlib.sha256(facts.encode()).digest()[:8], "big") >> 1
