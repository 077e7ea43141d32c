"""The word lists of this folder, read once. Each of them may be edited: one line, one thought.

`roots.txt`: what an inflected word may be led back to. `protected.txt`: goods, places and names that are never
taken apart. `pairs.csv`: spellings and synonyms, the form they agree on first.
"""

import csv
from pathlib import Path

from marketplace.search.words.folding import fold

FOLDER = Path(__file__).parent


def lines(name: str) -> frozenset[str]:
    return frozenset((FOLDER / name).read_text(encoding="utf-8").split())


def rows() -> list[list[str]]:
    with (FOLDER / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return [[fold(each) for each in row] for row in csv.reader(file)]


PAIRS = rows()
ROOTS = lines("roots.txt")
PROTECTED = lines("protected.txt")
WHOLE = PROTECTED | {each for row in PAIRS for each in row if each.isalpha()}
KNOWN = ROOTS | WHOLE
MEANS_ONE = {each: row[0] for row in PAIRS for each in row if each.isalpha() and row[0].isalpha()}
ONE_THING = lines("doubled.txt")  # onde-onde is not more than one onde
