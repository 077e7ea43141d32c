"""What is asked of the generated city: sixty searches of one to four words, as often right as wrong as people type."""

from collections.abc import Iterator
from random import Random

from devtools.bench.words import GOODS, NAMES, TASTES, WAYS, title_of

ONE_COMMON = GOODS[:6] + TASTES[:4]
ONE_USUAL = GOODS[25:60:5] + TASTES[20:60:8]
TWO, THREE, FOUR, RARE, MISSPELT, NOTHING = 14, 8, 4, 8, 8, 4


def mix(products: int) -> list[str]:
    """The same sixty for the same city: common and rare words, misspelt ones, and some that find nothing."""
    return [*ONE_COMMON, *ONE_USUAL, *chosen(products, Random(60))]  # noqa: S311 — the same every time


def chosen(products: int, chance: Random) -> Iterator[str]:
    for _ in range(TWO):
        yield f"{chance.choice(GOODS[:40])} {chance.choice(TASTES[:40])}"
    for _ in range(THREE):
        yield f"{chance.choice(GOODS[:20])} {chance.choice(TASTES[:20])} {chance.choice(WAYS)}"
    for _ in range(FOUR):
        yield " ".join(title_of(chance.randint(1, products)).split()[:4])
    yield from (NAMES[chance.randint(1_000, 5_000)] for _ in range(RARE))
    for _ in range(MISSPELT):
        yield misspelt(chance.choice(GOODS[:40]), chance)
    yield from (f"zq{NAMES[chance.randint(1, 99)]}x" for _ in range(NOTHING))


def misspelt(word: str, chance: Random) -> str:
    """Without one of its inner letters."""
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]
