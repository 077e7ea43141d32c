"""Names that can be suggested while somebody types, found by the beginning of any of their words. Pure."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import merge
from itertools import islice
from sys import intern

from marketplace.search.words import STOP, fold
from marketplace.search.words.folding import singles

LOOKED_AT = 500  # names that hold a whole word of several; beyond, better ones came already
ENOUGH = 50  # names of a kind that are weighed against each other
LEAST_BEGINNING = 2  # letters of a word, not the last one, that may be the beginning of another
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
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        words = words_of(f"{self.label} {self.also}")
        object.__setattr__(self, "words", tuple(map(intern, words)))


@dataclass
class Names:
    """The names of one kind, best first. Built once, then only read."""

    names: Sequence[Name]
    spellings: Mapping[str, str] = field(default_factory=dict)
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
        made.spellings = {
            spelling: word
            for spelling, word in spellings.items()
            if word in made.holding and spelling not in made.holding
        }
        for spelling, word in made.spellings.items():
            made.holding[spelling] = made.holding[word]
            made.make_ready(spelling, made.holding[word])
        made.order = sorted(made.holding)
        return made

    def note(self, number: int, name: Name) -> None:
        words = dict.fromkeys(name.words)
        for word in words:
            self.holding.setdefault(word, []).append(number)
        for short in {word[:n] for word in words for n in range(1, SHORT_BEGINNING + 1)}:
            best = self.ready.setdefault(short, [])
            if len(best) < ENOUGH:
                best.append(number)
        if name.market is not None:
            self.of_market.setdefault(name.market, []).append(number)

    def make_ready(self, spelling: str, numbers: Sequence[int]) -> None:
        for short in (spelling[:n] for n in range(1, SHORT_BEGINNING + 1)):
            both = {*self.ready.get(short, ()), *numbers[:ENOUGH]}
            self.ready[short] = sorted(both)[:ENOUGH]

    def found(self, typed: Sequence[str], market: int | None) -> list[Name]:
        """Those of that market first, then those that begin so, then as they are ordered."""
        *whole, start = typed
        asked = [*(self.spellings.get(word, word) for word in whole), start]
        home = self.of_market.get(market, ()) if market is not None else ()
        own = dict.fromkeys(islice(self.fitting(home, asked), ENOUGH))
        anywhere = self.among(asked) if whole else self.beginning(start)
        numbers = {**own, **dict.fromkeys(islice(anywhere, ENOUGH))}
        best = sorted(numbers, key=lambda n: (n not in own, not self.begins(n, asked[0]), n))
        return [self.names[n] for n in best]

    def begins(self, number: int, start: str) -> bool:
        return self.names[number].words[0].startswith(start)

    def beginning(self, start: str) -> Iterator[int]:
        """Numbers of names with a word that begins so, in their order, perhaps twice."""
        if len(start) <= SHORT_BEGINNING:
            return iter(self.ready.get(start, ()))
        return merge(*(self.holding[word] for word in self.words_from(start)))

    def words_from(self, start: str) -> list[str]:
        at = bisect_left(self.order, start)
        return self.order[at : bisect_left(self.order, start + "\U0010ffff", at)]

    def among(self, asked: Sequence[str]) -> Iterator[int]:
        """Names with all of these words; the last may be a beginning, and so may others that are no whole word."""
        rarest = min(map(self.numbers_with, asked[:-1]), key=len)
        return self.fitting(islice(rarest, LOOKED_AT), asked)

    def numbers_with(self, word: str) -> Sequence[int]:
        if word in self.holding or len(word) < LEAST_BEGINNING:
            return self.holding.get(word, ())
        lists = (self.holding[whole] for whole in self.words_from(word))
        return list(islice(dict.fromkeys(merge(*lists)), LOOKED_AT))

    def fitting(self, numbers: Iterable[int], asked: Sequence[str]) -> Iterator[int]:
        *others, last = asked
        whole = [w for w in others if w in self.holding or len(w) < LEAST_BEGINNING]
        begun = [last, *(word for word in others if word not in whole)]
        for number in numbers:
            words = self.names[number].words
            if fits(words, whole, begun):
                yield number


def fits(words: Sequence[str], whole: Sequence[str], begun: Sequence[str]) -> bool:
    """Whether all the whole words are there, and words that begin so. (Loops, for `any` and `all` are slow.)"""
    for word in whole:
        if word not in words:
            return False
    for start in begun:
        for word in words:
            if word.startswith(start):
                break
        else:
            return False
    return True


def words_of(text: str) -> list[str]:
    return list(singles(fold(text)))


def phrases(products: Iterable[Name]) -> list[Name]:
    """What several titles begin with, the most frequent first: keripik tempe, keripik tempe pedas."""
    count = Counter[tuple[str, ...]]()
    seen_in: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for product in products:
        for length in range(1, min(LONGEST_PHRASE, len(product.words)) + 1):
            phrase = product.words[:length]
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
