"""The words of the demo without its database: titles, stalls, categories and kelurahan, as its files have them."""

import csv
import tomllib
from functools import cache
from pathlib import Path

from marketplace.search.spelling import Spelling
from marketplace.search.vocabulary import Said, Vocabulary, vocabulary_of
from marketplace.search.words import analyse

HOUSE = Path("marketplace")


def column(file: str, name: str) -> list[str]:
    with (HOUSE / file).open(encoding="utf-8", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines)]


@cache
def demo_titles() -> list[str]:
    return column("demo/data/products.csv", "title")


@cache
def demo_names() -> list[str]:
    stalls = tomllib.loads((HOUSE / "demo/data/stalls.toml").read_text(encoding="utf-8"))
    names = [each["name"] for each in stalls["stalls"]]
    categories = column("catalogue/categories.csv", "name")
    return [*names, *categories, *column("regions/data/malang_kelurahan.csv", "kelurahan")]


def words_of(titles: list[str], *names: str, **taught: str) -> Vocabulary:
    """A vocabulary of these titles alone."""
    return vocabulary_of((said(title) for title in titles), names, taught)


def said(title: str, rest: str = "") -> Said:
    exact, stemmed = analyse(title)
    return Said(exact, stemmed, rest)


@cache
def demo_vocabulary() -> Vocabulary:
    return words_of(demo_titles(), *demo_names())


@cache
def demo_spelling() -> Spelling:
    return Spelling(demo_vocabulary())
