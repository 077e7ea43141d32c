"""The words of this market: which of them exist, how often, and which stand together. Pure; built from iterables.

Words of titles and names are what a slip of the thumb is corrected to. Words of descriptions, of the lists in
`words/` and of the operator's synonyms are merely known: nobody who types them is corrected.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from typing import NamedTuple

from marketplace.search.words import KNOWN, STOP, Term, fold, terms
from marketplace.search.words.folding import singles
from marketplace.search.words.lists import PAIRS

LEAST = 3  # letters of a word that a typo may mean
RAREST = 2.0


class Said(NamedTuple):
    """What one product says, as words parted by spaces: its title, the stems of its names, everything else."""

    title: str
    stems: str
    rest: str


@dataclass(frozen=True)
class Vocabulary:
    """`frequency`: titles and names by word. `spellings`: other ways to write such a word, and that word.

    `together`: words by a word that stands in a title with them. `holding`: products by the stem in their names.
    """

    frequency: Mapping[str, int]
    spellings: Mapping[str, str]
    known: frozenset[str]
    together: Mapping[str, frozenset[str]]
    holding: Mapping[str, int]
    products: int

    def knows(self, word: str) -> bool:
        """As it stands, or in the form it shares with other spellings and inflections."""
        if word in self.known or word in KNOWN or word in STOP:
            return True
        stems = [stem for term in terms(word) for stem in term.stemmed]
        return bool(stems) and all(stem in self.known or stem in KNOWN for stem in stems)

    def written(self, word: str) -> str | None:
        """The word as titles and names write it; None for a word that none of them has."""
        return word if word in self.frequency else self.spellings.get(word)

    def stand_together(self, word: str, others: Iterable[str]) -> bool:
        beside = self.together.get(word, frozenset())
        return any(other in beside for other in others)

    def rarity(self, found: Iterable[Term]) -> dict[Term, float]:
        """What each term weighs: 1 when every product has it in its names, 2 when one has it or none.

        1 + log(products / holding) / log(products); of several words of a term the rarest counts.
        """
        return {term: self.weight(term) for term in found}

    def weight(self, term: Term) -> float:
        holding = min((self.holding.get(stem, 0) for stem in term.stemmed), default=0)
        if self.products < 2 or not holding:
            return RAREST if self.products > 1 else 1.0
        return 1 + log(self.products / min(holding, self.products)) / log(self.products)


def vocabulary_of(
    products: Iterable[Said], names: Iterable[str], taught: Mapping[str, str]
) -> Vocabulary:
    """`names` as they are shown; `taught`: the operator's synonyms, spelling to meaning."""
    frequency, holding = Counter[str](), Counter[str]()
    known, together = set[str](), defaultdict[str, set[str]](set)
    count = 0
    for said in products:
        count += 1
        words = [word for word in said.title.split() if is_word(word)]
        frequency.update(words)
        holding.update(set(said.stems.split()))
        known.update(said.rest.split())
        for word in words:
            together[word].update(words)
    frequency.update(word for name in names for word in singles(fold(name)) if is_word(word))
    known |= frequency.keys() | holding.keys() | set(words_of_synonyms(taught))
    known |= {stem for word in frequency for term in terms(word) for stem in term.stemmed}
    return Vocabulary(
        frequency=frequency,
        spellings=dict(spellings_of(frequency, taught)),
        known=frozenset(known),
        together={word: frozenset(beside - {word}) for word, beside in together.items()},
        holding=holding,
        products=count,
    )


def is_word(word: str) -> bool:
    return len(word) >= LEAST and word.isalpha() and word not in STOP


def words_of_synonyms(taught: Mapping[str, str]) -> Iterator[str]:
    for words in (*taught, *taught.values(), *(each for row in PAIRS for each in row)):
        yield from singles(words)


def spellings_of(
    frequency: Mapping[str, int], taught: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """(kripik, keripik): single words that no title has, and the one that titles have instead."""
    by_stem: dict[str, str] = {}
    for word, _ in sorted(frequency.items(), key=lambda each: (-each[1], each[0])):
        by_stem.setdefault(stem_of(word), word)
    for spelling, stem in {**stems_of_lists(), **taught}.items():
        if spelling not in frequency and stem in by_stem and is_word(spelling):
            yield spelling, by_stem[stem]


@cache
def stems_of_lists() -> dict[str, str]:
    """The words of `pairs.csv` and the form that each agrees on with others, if both are single words."""
    singly = (each for row in PAIRS for each in row if each.isalpha())
    return {each: stem_of(each) for each in singly}


def stem_of(word: str) -> str:
    return " ".join(stem for term in terms(word) for stem in term.stemmed)
