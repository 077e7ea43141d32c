"""Finds in their order, without a database."""

from datetime import UTC, datetime

from marketplace.search.facets import Fact
from marketplace.search.looking import Meaning
from marketplace.search.ordering import cheapness_of, in_order, kin_of
from marketplace.search.ranking import KIN, spaced
from marketplace.search.rules import Near, Query, Sort
from marketplace.search.words import analyse, wanted

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
CAKES, CRISPS, HOME, AWAY = 1, 2, 10, 20


def fact(
    id: int, title: str, category: int = CAKES, market: int = HOME, price: int = 10_000
) -> Fact:
    return Fact(id, title, category, market, price, False, False, False, 2, AT, 0, 0)


def order(facts: list[Fact], words: str, **more) -> list[int]:
    empty = [""] * 8
    documents = {each.id: spaced([*analyse(each.title), *empty]) for each in facts}
    meaning = Meaning(tuple(wanted(words)))
    ordered = in_order(facts, meaning, Query(words, **more), documents)
    return [each.id for each in ordered]


def test_what_most_of_the_best_finds_are_is_meant():
    nuts = [fact(n, "kacang bawang", CRISPS) for n in (1, 2, 3)]
    cake, crisp = fact(8, "donat kacang", CAKES), fact(9, "rempeyek kacang", CRISPS)

    assert order([*nuts, cake, crisp], "kacang")[3:] == [9, 8]


def test_kin_adds_up_to_its_weight():
    best = [fact(1, "a"), fact(2, "b", CRISPS), fact(3, "c"), fact(4, "d")]

    assert kin_of(best) == {CAKES: KIN * 3 / 4, CRISPS: KIN / 4}
    assert kin_of([]) == {}


def test_of_equal_ones_the_cheaper_comes_first():
    facts = [fact(1, "nastar", price=60_000), fact(2, "nastar", price=15_000)]

    assert order(facts, "nastar") == [2, 1]


def test_what_is_near_comes_first_and_who_says_so_gets_it_before_better_words():
    far, close = (
        fact(1, "nastar", market=AWAY),
        fact(2, "kue nastar keju", market=HOME, price=90_000),
    )
    near = Near(here=frozenset({HOME}))

    assert order([far, close], "nastar", near=near) == [1, 2]
    assert order([far, close], "nastar", near=near, asked_near=True) == [2, 1]


def test_a_price_or_a_day_that_was_asked_for_is_all_that_counts():
    facts = [fact(1, "nastar", price=20_000), fact(2, "sambal", price=5_000)]

    assert order(facts, "nastar", sort=Sort.CHEAPEST) == [2, 1]
    assert order(facts, "nastar", sort=Sort.DEAREST) == [1, 2]
    assert order(facts, "nastar", sort=Sort.NEWEST) == [2, 1]


def test_cheapness_goes_by_the_order_of_prices():
    facts = [fact(1, "a", price=30_000), fact(2, "b", price=10_000)]

    assert cheapness_of(facts) == {2: 1.0, 1: 0.5}
