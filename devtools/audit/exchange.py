"""Writes an index with whichever Whoosh is imported, or reads one and says whether it holds what it should."""

import sys
from dataclasses import replace
from pathlib import Path

import whoosh

from marketplace.search.engines.whoosh import WhooshEngine
from marketplace.search.rules import WORDS, Entry, Stage, version_of
from marketplace.search.words import analyse, wanted

TITLES = [
    f"{thing} {taste} {number}"
    for number in range(40)
    for thing, taste in (
        ("Nastar", "keju"),
        ("Keripik tempe", "pedas"),
        ("Rempeyek", "bayam"),
        ("Kukis okara", "cokelat"),
    )
]


def entries() -> list[Entry]:
    return [entry_of(number, title) for number, title in enumerate(TITLES, start=1)]


def entry_of(number: int, title: str) -> Entry:
    exact, stemmed = analyse(title)
    words = dict.fromkeys(WORDS, "") | {"title_exact": exact, "title_stemmed": stemmed}
    entry = Entry(product_id=number, version=0, **words)
    return replace(entry, version=version_of(entry))


def write(engine: WhooshEngine) -> None:
    """A generation, then a second segment, then what is gone."""
    every = entries()
    engine.rebuild(every[:100])
    engine.apply(every[100:], [])
    engine.apply([], [1, 101])


def read(engine: WhooshEngine) -> None:
    """Raises AssertionError at the first thing that is not as it was written."""
    for words, stage in (
        ("nastar", Stage.ALL),
        ("kripik pedas", Stage.ALL_IN_NAMES),
        ("ku", Stage.BEGINNINGS),
    ):
        terms = wanted(words)
        should = {
            entry.product_id
            for entry, title in zip(entries(), TITLES, strict=True)
            if entry.product_id not in (1, 101) and matches(title.lower(), words, stage)
        }
        got = set(engine.matching(terms, stage))
        if got != should:
            raise AssertionError(f"{words}: {len(got)} products instead of {len(should)}")
    if engine.stats()["documents"] != len(TITLES) - 2:
        raise AssertionError(f"{engine.stats()}")


def matches(title: str, words: str, stage: Stage) -> bool:
    if stage is Stage.BEGINNINGS:
        return any(word.startswith(words) for word in title.split())
    return all(word.replace("kripik", "keripik") in title for word in words.split())


if __name__ == "__main__":
    deed, folder = sys.argv[1:]
    {"write": write, "read": read}[deed](WhooshEngine(Path(folder)))
    print(f"{deed}: whoosh {'.'.join(map(str, whoosh.__version__))}")
