"""All engines name the same products, whatever the words: one random catalogue, a hundred questions, every stage."""

from collections.abc import Callable, Collection, Sequence
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from marketplace.catalogue.models import Product
from marketplace.search import documents
from marketplace.search.engines import choosing
from marketplace.search.engines.plain import PlainEngine
from marketplace.search.rules import WORDS, Entry, Stage, version_of
from marketplace.search.words import Term, fold, wanted
from marketplace.search.words.folding import singles
from marketplace.web.db import begin_write, db
from tests.make import make_product

PRODUCTS, QUESTIONS = 200, 100
COMMON = "nastar keju kastengel keripik kripik tempe stik bawang putu ayu madu durian sanan".split()
ODD = "nas 250g 12pcs 05 rw15 7up ketan2 наса тахини 天貝 てんぺ تمر คุกกี้ ḥalwa straße ﬁ ǅ ß".split()
LONG = ["x" * 100, "keripik" * 14, "k" * 99 + "1"]
VOCABULARY = [*COMMON * 4, *(word for odd in ODD for word in singles(fold(odd))), *LONG]
Ask = Callable[[Sequence[Term], Stage], dict[str, set[int]]]


@pytest.fixture
def chance() -> Random:
    return Random(3)


@pytest.fixture
def ask(app: Flask, chance: Random) -> Ask:
    """What each engine answers, by its name."""
    fill(chance)
    asked: dict[str, Any] = {**choosing.engines(app), "plain": PlainEngine()}
    for name in ("whoosh", "memory"):
        asked[name].rebuild(documents.all_entries())

    def answers(terms: Sequence[Term], stage: Stage) -> dict[str, set[int]]:
        return {name: named(engine.matching(terms, stage)) for name, engine in asked.items()}

    return answers


def named(found: Collection[int]) -> set[int]:
    assert len(found) == len(set(found)), "no product twice"
    return set(found)


def fill(chance: Random) -> None:
    """As many products as one, each with a document of its own words."""
    row = (
        dict(db.session.execute(select(Product.__table__)).mappings().one())
        if make_product()
        else {}
    )
    begin_write()
    copies = [row | {"id": row["id"] + n, "slug": f"barang-{n}"} for n in range(1, PRODUCTS)]
    db.session.execute(insert(Product.__table__), copies)
    documents.write([random_entry(row["id"] + n, chance) for n in range(PRODUCTS)], ())
    db.session.commit()


def random_entry(id: int, chance: Random) -> Entry:
    words = {name: " ".join(some(chance, 8 if "rest" in name else 2)) for name in WORDS}
    entry = Entry(product_id=id, **words)
    return Entry(product_id=id, **words, version=version_of(entry))


def some(chance: Random, most: int) -> tuple[str, ...]:
    """None to `most` words, each once."""
    return tuple(dict.fromkeys(chance.choices(VOCABULARY, k=chance.randint(0, most))))


def question(chance: Random) -> list[Term]:
    """Up to twelve terms of whole words, beginnings and words that nobody has, some with several forms."""
    return [random_term(chance) for _ in range(chance.choice((1, 1, 2, 2, 3, 12)))]


def random_term(chance: Random) -> Term:
    exact, stemmed, other = ((asked_word(chance), *some(chance, 1)) for _ in range(3))
    also = (other,) if chance.random() < 0.3 else ()
    return Term(exact, stemmed if chance.random() < 0.5 else exact, also)


def asked_word(chance: Random) -> str:
    word = chance.choice(VOCABULARY)
    return chance.choice((word, word, word[: chance.randint(1, len(word))], "tiada"))


def test_engines_agree_on_every_question(ask, chance):
    telling = 0
    for _ in range(QUESTIONS):
        terms = question(chance)
        for stage in Stage:
            answers = ask(terms, stage)
            assert answers["whoosh"] == answers["memory"], (terms, stage)
            assert answers["database"] == answers["memory"], (terms, stage)
            assert answers["plain"] == answers["memory"], (terms, stage)
            telling += 0 < len(answers["memory"]) < PRODUCTS
    assert telling > QUESTIONS, "most questions tell products apart"


@pytest.mark.parametrize(
    "typed",
    [
        "🍪",
        "nastar 🍪",
        "天貝",
        "てんぺ",
        "наса",
        "تمر",
        "คุกกี้",
        "x" * 100,
        "' \" ( * : - ^ ~",
        "\x00nastar",
        "a " * 50,
    ],
)
def test_engines_agree_on_odd_things_that_are_typed(ask, typed):
    terms = wanted(typed)
    for stage in Stage if terms else ():
        answers = ask(terms, stage)
        assert len({frozenset(ids) for ids in answers.values()}) == 1, (terms, stage, answers)


def test_nothing_asked_is_nothing_found(ask):
    for stage in Stage:
        assert ask([], stage) == {name: set() for name in ("whoosh", "database", "memory", "plain")}
