"""How likely a thumb on a phone wrote one word and meant another: 0 the same, about 1 for each plain slip.

Cheap are what happens all the time: a vowel left out, a letter twice, two letters swapped, the key beside, and
sounds that Indonesian writes in two ways (oe/u, dj/j, tj/c, dh/d, th/t, q/k, f/p/v).
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = frozenset("aeiou")
SOUNDS = (  # old and foreign spellings, and how they sound
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("sj", "s"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "p"),
    ("kh", "k"),
    ("ch", "c"),
    ("ck", "k"),
    ("x", "ks"),
    *((letter, "k") for letter in "q"),
    *((letter, "p") for letter in "fv"),
    ("z", "s"),
    ("ie", "i"),
    ("y", "i"),
)
ALIKE = tuple(map(frozenset, ("fpvb", "kqcg", "dt", "szc", "yi", "jz", "mn", "wu", "lr")))
SAME_SOUND, SAME_WITHOUT_E = 0.2, 0.25
SWAPPED, DOUBLED, VOWEL_LOST, VOWEL_OTHER, BESIDE, SOUNDS_SO = 0.5, 0.3, 0.4, 0.5, 0.5, 0.5
EXTRA, MISSING, OTHER = 0.9, 0.8, 1.0
KEPT = 1 << 15  # words and pairs of letters, for whatever people type
FIRST_LETTER = 0.4  # people seldom miss it


def cost(typed: str, meant: str) -> float:
    """Both folded. Not symmetric: letters are lost more often than won."""
    if sound(typed) == sound(meant):
        return SAME_SOUND
    if sound(typed).replace("e", "") == sound(meant).replace("e", ""):
        return SAME_WITHOUT_E
    edits = Levenshtein.editops(typed, meant)
    swaps = len(edits) - OSA.distance(typed, meant)
    first = FIRST_LETTER if typed[:1] != meant[:1] else 0.0
    if swaps:  # each stands in the edits as two
        return first + swaps * SWAPPED + (len(edits) - 2 * swaps) * EXTRA
    return first + sum(slip(edit.tag, typed, meant, edit.src_pos, edit.dest_pos) for edit in edits)


def slip(tag: str, typed: str, meant: str, at: int, to: int) -> float:
    if tag == "delete":
        return won(typed, at)
    return lost(meant, to) if tag == "insert" else instead(typed[at], meant[to])


def won(typed: str, at: int) -> float:
    """A letter too many."""
    beside = typed[max(at - 1, 0) : at] + typed[at + 1 : at + 2]
    if typed[at] in beside:
        return DOUBLED
    return BESIDE if any(are_neighbours(typed[at], each) for each in beside) else EXTRA


def lost(meant: str, at: int) -> float:
    if meant[at] in VOWELS:
        return VOWEL_LOST
    return DOUBLED if meant[at] in meant[max(at - 1, 0) : at] + meant[at + 1 : at + 2] else MISSING


def instead(typed: str, meant: str) -> float:
    if typed in VOWELS and meant in VOWELS:
        return VOWEL_OTHER
    if any(typed in group and meant in group for group in ALIKE):
        return SOUNDS_SO
    return BESIDE if are_neighbours(typed, meant) else OTHER


@lru_cache(maxsize=KEPT)
def sound(word: str) -> str:
    """The word as it sounds, whatever its spelling; not meant to be read."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word).removesuffix("h")


@lru_cache(maxsize=KEPT)
def are_neighbours(one: str, other: str) -> bool:
    """Their keys touch on a phone."""
    places = {
        letter: (row, column + row / 2)
        for row, line in enumerate(ROWS)
        for column, letter in enumerate(line)
    }
    if one not in places or other not in places or one == other:
        return False
    (row, column), (other_row, other_column) = places[one], places[other]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
