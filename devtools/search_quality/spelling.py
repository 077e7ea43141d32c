"""How well typos are put right: generated ones of the demo's titles, and the confusions people really type."""

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from marketplace.search.kept import current
from marketplace.search.spelling import Spelling
from marketplace.search.words import terms

CONFUSIONS = Path("tests/search/confusions.csv")
SEED = 20_26
EACH = 12  # typos of every word and number of edits
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LEAST = {1: 4, 2: 6}  # letters of a word that is misspelt, by edits
GOALS = {1: 0.98, 2: 0.93}  # recall@5
RIGHT = 27  # of the confusions, at rank 1
TOP = 5


@dataclass(frozen=True)
class SpellingFigures:
    """`recall` among the five nearest, by edits. `wrong`: confusions that were not understood, and as what."""

    words: int
    typos: dict[int, int]
    recall: dict[int, float]
    confusions: int
    wrong: list[tuple[str, str, str]]

    @property
    def right(self) -> int:
        return self.confusions - len(self.wrong)

    @property
    def are_good(self) -> bool:
        reached = all(self.recall[edits] >= goal for edits, goal in GOALS.items())
        return reached and self.right >= RIGHT

    def lines(self) -> Iterator[str]:
        for edits, goal in GOALS.items():
            share = f"recall@{TOP} {self.recall[edits]:.3f} (goal {goal:.2f})"
            yield f"{self.typos[edits]} typos of {edits} edit(s): {share}"
        yield f"{self.right} of {self.confusions} confusions right at once (goal {RIGHT})"
        yield from (f"  {typed} → {got}, meant {meant}" for typed, meant, got in self.wrong)


def measured() -> SpellingFigures:
    """Over what the app at hand keeps, which is the demo. Inside its context."""
    return figures(current().spelling)


def figures(spelling: Spelling) -> SpellingFigures:
    words = sorted(spelling.vocabulary.together)  # those of titles
    typos = {edits: list(typos_of(words, edits)) for edits in GOALS}
    rows = confusions()
    return SpellingFigures(
        words=len(words),
        typos={edits: len(some) for edits, some in typos.items()},
        recall={edits: recall(spelling, some) for edits, some in typos.items()},
        confusions=len(rows),
        wrong=list(misunderstood(spelling, rows)),
    )


def typos_of(words: Sequence[str], edits: int) -> Iterator[tuple[str, str]]:
    """(typo, word), the same ones at every call; a typo that is another word itself is none."""
    chance, known = random.Random(SEED + edits), set(words)  # noqa: S311 - the same each time
    for word in words:
        if len(word) >= LEAST[edits]:
            for _ in range(EACH):
                typo = misspelt(word, edits, chance)
                if typo not in known:
                    yield typo, word


def misspelt(word: str, edits: int, chance: random.Random) -> str:
    typo = word
    for _ in range(edits):
        typo = chance.choice(SLIPS)(typo, chance)
    return typo


def left_out(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def put_in(word: str, chance: random.Random) -> str:
    at = chance.randint(0, len(word))
    return word[:at] + chance.choice(LETTERS) + word[at:]


def changed(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(LETTERS) + word[at + 1 :]


def swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


SLIPS: tuple[Callable[[str, random.Random], str], ...] = (left_out, put_in, changed, swapped)


def recall(spelling: Spelling, typos: Sequence[tuple[str, str]]) -> float:
    return sum(word in spelling.near(typo, TOP) for typo, word in typos) / len(typos)


def confusions() -> list[tuple[str, str]]:
    """(typed, meant), as they were written down before anything was tuned."""
    with CONFUSIONS.open(encoding="utf-8", newline="") as file:
        return [(row["typed"], row["meant"]) for row in csv.DictReader(file)]


def misunderstood(
    spelling: Spelling, rows: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Those after whose correction something else would be looked for."""
    for typed, meant in rows:
        got = spelling.corrected(typed) or typed
        if looked_for(got) != looked_for(meant):
            yield typed, meant, got


def looked_for(text: str) -> list[tuple[str, ...]]:
    return [term.stemmed for term in terms(text)]
