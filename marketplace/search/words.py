"""Which words a text holds: one pure function for what is offered and for what is asked.

Every word is kept twice: as it stands (`exact`), and in the one form that its spellings and synonyms share
(`stemmed`). An unknown word is left untouched. A change here or in the list changes FINGERPRINT, and with it
every document and index.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

PAIRS = Path(__file__).with_name("pairs.csv")
FINGERPRINT = hashlib.sha256(Path(__file__).read_bytes() + PAIRS.read_bytes()).hexdigest()[:8]
MOST_WORDS = 12
MOST_LETTERS = 100

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")  # enaaak
TWICE = re.compile(r"([^\W\d]{3,})2")  # oleh2
SUFFIXES = ("nya", "lah", "ku", "mu")
LEAST_STEM = 4
WHOLE = frozenset(
    "adalah bangku bertamu bertemu istilah jumlah kelaku ketemu kuliah makalah masalah pemangku "
    "perilaku sebelah sekolah selaku setelah tengku".split()
)
ONE_THING = frozenset(
    "biji cumi gado kuda kupu oleh onde ongol otak ote rambat".split()
)  # onde-onde is not more than one onde
STOP = frozenset("yang dan di ke dari untuk dengan atau ini itu jual beli cari harga".split())


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: all of the exact words, or all of the stemmed ones."""

    exact: tuple[str, ...]
    stemmed: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()  # what else counts, from what the operator taught


def terms(text: str) -> list[Term]:
    """The things a text names, in its order; two words that mean one thing (kue kering) are one term."""
    return list(agreed(list(pieces(fold(text)))))


def wanted(typed: str) -> list[Term]:
    """What a visitor looks for: a dozen terms at most, without filler words unless there is nothing else."""
    found = list(dict.fromkeys(terms(typed[:MOST_LETTERS])))
    telling = [term for term in found if not set(term.exact) <= STOP]
    return (telling or found)[:MOST_WORDS]


def analyse(*texts: str) -> tuple[str, str]:
    """(exact, stemmed): the words of a document, parted by spaces."""
    found = [term for text in texts for term in terms(text)]
    exact = (word for term in found for word in term.exact)
    stemmed = (word for term in found for word in term.stemmed)
    return " ".join(exact), " ".join(stemmed)


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes; letters that were drawn out stand once."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return DRAWN_OUT.sub(r"\1", plain)


def pieces(folded: str) -> Iterator[Term]:
    """Single words and doubled ones (kue-kue, kue kue, kue2), before synonyms."""
    singles = [part for word in WORD.findall(folded) for part in parted(word)]
    skip = False
    for word, following in zip_longest(singles, singles[1:], fillvalue=""):
        if skip:
            skip = False
        elif word == following and not word.isdigit():
            skip = True
            yield Term((word,), (word + word if word in ONE_THING else stem(word),))
        else:
            yield Term((word,), (stem(word),))


def parted(word: str) -> list[str]:
    doubled = TWICE.fullmatch(word)
    return [doubled[1], doubled[1]] if doubled else word.split("-")


def stem(word: str) -> str:
    """Without -nya, -ku, -mu, -lah, when enough is left and the word is not whole with it."""
    if word in WHOLE:
        return word
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= LEAST_STEM:
            return word.removesuffix(suffix)
    return word


def agreed(found: list[Term]) -> Iterator[Term]:
    """Each run of words that the list knows, the longest first, in the form it names."""
    at = 0
    while at < len(found):
        length = next((n for n in range(LONGEST, 0, -1) if key(found[at : at + n]) in MEANS), 0)
        run = found[at : at + (length or 1)]
        exact = tuple(word for term in run for word in term.exact)
        yield Term(exact, MEANS[key(run)] if length else run[0].stemmed)
        at += len(run)


def key(run: Iterable[Term]) -> tuple[str, ...]:
    return tuple(word for term in run for word in term.stemmed)


def read_pairs(path: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every spelling and synonym, and every form they agree on, with that form."""
    means = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for form, *others in csv.reader(lines):
            canonical = key(pieces(fold(form)))
            for spelling in (form, *others):
                means[key(pieces(fold(spelling)))] = canonical
    return means


MEANS = read_pairs(PAIRS)
LONGEST = max(map(len, MEANS))
