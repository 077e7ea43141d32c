"""What a thing is also called when only its kind is asked for: nastar is a kue kering, and bayam is sayur.

Each line of `broader.csv` names a kind first and then what belongs to it. Unlike a pair it goes one way: who asks for
camilan finds keripik, who asks for keripik does not find all camilan. The kinds stand with the category's words.
"""

import csv
from collections import defaultdict
from pathlib import Path

from marketplace.search.words.analysis import analyse

BROADER = Path(__file__).with_name("broader.csv")


def read_kinds(path: Path) -> dict[str, tuple[str, ...]]:
    """Kinds by the stemmed form of what belongs to them, both as words parted by spaces."""
    found: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for kind, *things in csv.reader(lines):
            for thing in things:
                found[analyse(thing)[1]].append(kind)
    return {thing: tuple(dict.fromkeys(kinds)) for thing, kinds in found.items()}


KINDS_OF = read_kinds(BROADER)
LONGEST = max(thing.count(" ") + 1 for thing in KINDS_OF)


def broader(stemmed: str) -> str:
    """The kinds of all that these stemmed words name, as text to analyse; not the kinds of kinds."""
    words = stemmed.split()
    runs = (
        " ".join(words[at : at + length])
        for at in range(len(words))
        for length in range(1, LONGEST + 1)
    )
    kinds = dict.fromkeys(kind for run in runs for kind in KINDS_OF.get(run, ()))
    return ", ".join(kinds)
