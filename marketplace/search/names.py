"""Names that can be suggested while somebody types, found by the beginning of any of their words. Pure."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import merge
from itertools import islice

from marketplace.search.words import MOST_LETTERS, STOP, fold
from marketplace.search.words.folding import singles

LOOKED_AT = 2_000  # names that hold a whole word of several; beyond, better ones came already
ENOUGH = 50  # names of a kind that are weighed against each other
SHORT_BEGINNING = 3  # letters up to which the best names of a beginning are kept ready
LONGEST_PHRASE = 3
MOST_PHRASES = 20_000
LEAST_TITLES = 2
WITNESSES = 4
NEVER_LAST = STOP | frozenset("rasa isi satu tiga dalam resep".split())


class NameKind(StrEnum):
    """What a name is of; the word a visitor reads beside it."""

    PHRASE = "cari"
    PRODUCT = "produk"
    CATEGORY = "kategori"
    STALL = "lapak"
    MARKET = "pasar"
    CLUSTER = "klaster"


@dataclass(frozen=True, slots=True)
class Name:
    """`market` and `id` are the database's; `also` holds other words it is found by.

    `witnesses`: products that say a phrase, some of which must be seen for the phrase to be.
    """

    kind: NameKind
    id: int
    label: str
    slug: str = ""
    market: int | None = None
    also: str = ""
    witnesses: tuple[int, ...] = ()


@dataclass
class Names:
    """The names of one kind, best first. Built once, then only read."""

    names: Sequence[Name]
    words: list[tuple[str, ...]] = field(default_factory=list)
    holding: dict[str, list[int]] = field(default_factory=dict)
    ready: dict[str, list[int]] = field(default_factory=dict)
    of_market: dict[int, list[int]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, names: Iterable[Name], spellings: Mapping[str, str]) -> "Names":
        """`spellings`: other ways to write a word; who types them finds the same."""
        made = cls(list(names))
        for number, name in enumerate(made.names):
            made.note(number, name)
        for spelling, word in spellings.items():
            if word in made.holding and spelling not in made.holding:
                made.holding[spelling] = made.holding[word]
        made.order = sorted(made.holding)
        return made

    def note(self, number: int, name: Name) -> None:
        words = tuple(dict.fromkeys(words_of(f"{name.label} {name.also}")))
        self.words.append(words)
        for word in words:
            self.holding.setdefault(word, []).append(number)
        for short in {word[:n] for word in words for n in range(1, SHORT_BEGINNING + 1)}:
            best = self.ready.setdefault(short, [])
            if len(best) < ENOUGH:
                best.append(number)
        if name.market is not None:
            self.of_market.setdefault(name.market, []).append(number)

    def found(self, typed: Sequence[str], market: int | None) -> list[Name]:
        """Those of that market first, then those that begin so, then as they are ordered."""
        own = self.of_market.get(market, ()) if market is not None else ()
        at_home = (n for n in own if self.fits(n, typed))
        anywhere = self.among(typed) if len(typed) > 1 else self.beginning(typed[0])
        numbers = [*islice(at_home, ENOUGH), *islice(dict.fromkeys(anywhere), ENOUGH)]
        best = sorted(
            dict.fromkeys(numbers), key=lambda n: (n not in own, not self.begins(n, typed[0]), n)
        )
        return [self.names[n] for n in best]

    def begins(self, number: int, start: str) -> bool:
        return bool(self.words[number]) and self.words[number][0].startswith(start)

    def beginning(self, start: str) -> Iterator[int]:
        """Numbers of names with a word that begins so, in their order, perhaps twice."""
        if len(start) <= SHORT_BEGINNING and start in self.ready:
            return iter(self.ready[start])
        return merge(*(self.holding[word] for word in self.words_from(start)))

    def words_from(self, start: str) -> list[str]:
        at = bisect_left(self.order, start)
        return self.order[at : bisect_left(self.order, start + "\U0010ffff", at)]

    def among(self, typed: Sequence[str]) -> Iterator[int]:
        """Names with all of the whole words and one that begins as the last."""
        lists = [self.holding.get(word, []) for word in typed[:-1]]
        rarest = min(lists, key=len)
        return (n for n in islice(rarest, LOOKED_AT) if self.fits(n, typed))

    def fits(self, number: int, typed: Sequence[str]) -> bool:
        *whole, start = typed
        words = self.words[number]
        return any(word.startswith(start) for word in words) and all(
            word in words or number in self.holding.get(word, ()) for word in whole
        )


def words_of(text: str) -> list[str]:
    return list(singles(fold(text)))


def phrases(products: Iterable[Name]) -> list[Name]:
    """What several titles begin with, the most frequent first: keripik tempe, keripik tempe pedas."""
    count = Counter[tuple[str, ...]]()
    seen_in: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for product in products:
        words = tuple(words_of(product.label[:MOST_LETTERS]))
        for length in range(1, min(LONGEST_PHRASE, len(words)) + 1):
            phrase = words[:length]
            count[phrase] += 1
            if len(seen_in[phrase]) < WITNESSES:
                seen_in[phrase].append(product.id)
    return [
        Name(NameKind.PHRASE, 0, " ".join(words), witnesses=tuple(seen_in[words]))
        for words, _ in count.most_common(MOST_PHRASES)
        if is_phrase(words, count)
    ]


def is_phrase(words: tuple[str, ...], count: Counter[tuple[str, ...]]) -> bool:
    """Said by several titles, and whole: neither "kue kacang rendah" nor "kulit ayam rasa"."""
    last = words[-1]
    return (
        count[words] >= LEAST_TITLES and len(last) > 2 and last.isalpha() and last not in NEVER_LAST
    )
