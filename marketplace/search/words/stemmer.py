"""One word without its Indonesian beginnings and endings, if a root of our list is left.

A word that the lists do not lead to a root stays as it is: names and foreign words are nobody's inflection.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from marketplace.search.words.lists import KNOWN, ROOTS

LONGEST_WORD = 30  # letters; the longest inflection is shorter
LEAST_ROOT = 3  # ber-es is no inflection
LEAST_BARE = 5  # letters of a word whose first letter may be a nasal of everyday speech (nulis)
MOST_BEGINNINGS = 2
PARTICLES = ("lah", "kah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
SUFFIXES = ("an", "kan", "i")  # petik-an, not peti-kan
PREFIXES = ("ber", "bel", "per", "pel", "ter", "di", "ke", "se")
BEFORE_R = ("be", "te")  # be-rasa, be-kerja
SPELLINGS = {
    "dh": "d",
    "th": "t",
    "oe": "u",
    "dj": "j",
    "tj": "c",
    "kh": "k",
    "q": "k",
    "v": "f",
    "f": "v",
}
OLD = re.compile("|".join(SPELLINGS))
CUT_SHORT = re.compile("nge[^aeiou]+[aeiou][^aeiou]+")  # nge-cat, nge-pel: roots of one syllable
VOWELS = "aeiou"


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The root, the known word without -nya or -ku, the known spelling of it, or the word as it is."""
    if word in KNOWN or len(word) > LONGEST_WORD:
        return word
    return without_ending(word) or root_of(word) or respelt(word) or word


def without_ending(word: str) -> str | None:
    """The known word that only a particle or a possessive hangs on."""
    return next((each for each in endings_off(word) if each in KNOWN), None)


def endings_off(word: str) -> list[str]:
    """The word without its particle, then without its possessive as well (bajunyalah)."""
    shorter = [cut(word, each) for each in PARTICLES if word.endswith(each)]
    for longer in (word, *shorter):
        shorter += [cut(longer, each) for each in POSSESSIVES if longer.endswith(each)]
    return shorter


def root_of(word: str) -> str | None:
    """The root under the fewest beginnings; of two readings the one with an ending (beri-kan, not ber-ikan)."""
    candidates = list(bases(word))
    for _ in range(MOST_BEGINNINGS + 1):
        found = next(
            (each for each in candidates if each in ROOTS and len(each) >= LEAST_ROOT), None
        )
        if found:
            return found
        candidates = [shorter for each in candidates for shorter in beginnings_off(each)]
    return None


def bases(word: str) -> Iterator[str]:
    for longer in (word, *endings_off(word)):
        yield longer
        yield from (cut(longer, each) for each in SUFFIXES if longer.endswith(each))


def beginnings_off(word: str) -> Iterator[str]:
    for prefix in ("me", "pe"):
        if word.startswith(prefix):
            yield word[2:]
            yield from nasal_off(word[2:])
    if len(word) >= LEAST_BARE:
        yield from bare_nasal_off(word)
    yield from (word[len(each) :] for each in PREFIXES if word.startswith(each))
    if word.startswith(BEFORE_R) and (word[2:3] == "r" or word[3:5] == "er"):
        yield word[2:]


def nasal_off(word: str) -> Iterator[str]:
    """What a nasal stands before or in place of: ng-olah, (k)ukus, m-bungkus, (p)otong, n-jemur, (t)anam, (s)ewa."""
    if word.startswith("ng"):
        yield from ("k" + word[2:], word[2:])
        yield from (word[3:],) if CUT_SHORT.fullmatch(word) else ()
    elif word.startswith("ny"):
        yield "s" + word[2:]
    elif word.startswith(("m", "n")):
        hidden, kept = ("p", "bpf") if word[0] == "m" else ("t", "cdjst")
        if word[1:2] in VOWELS:
            yield hidden + word[1:]
        elif word[1:2] in kept:
            yield word[1:]


def bare_nasal_off(word: str) -> Iterator[str]:
    """As above, in everyday speech, where ny- rather hides a c: nyuci, nyari."""
    if word.startswith("ny"):
        yield "c" + word[2:]
    yield from nasal_off(word)


def respelt(word: str) -> str | None:
    """The known word that an older, Javanese or foreign spelling means (gethuk, tahoe, qeju)."""
    one = [word.replace(old, new) for old, new in SPELLINGS.items() if old in word]
    every = OLD.sub(lambda found: SPELLINGS[found[0]], word)
    return next((each for each in (*one, every) if each in KNOWN), None) if one else None


def cut(word: str, ending: str) -> str:
    return word.removesuffix(ending)
