"""The judged queries are honest: enough of each class, evenly split, every graded product there to be found.

A query belongs to the half that a digest of it names (`half_of`: SHA-256 of "pasar 288" and the folded query; even
bytes tune, odd ones are held out), never to the half where it does better. Judged from the goods alone: 3 exactly
what was meant, 2 the same in another form, size or bulk, or sold out for now, 1 what a buyer would take instead.
Whatever a buyer would accept is graded; goods of drafts, queues, holidays and closed stalls never are.
"""

from collections import Counter

import pytest

from devtools.search_quality.judged import (
    CLASSES,
    HALVES,
    fold,
    half_of,
    listed_skus,
    read,
    unknown,
)
from marketplace.demo import plans

QUERIES = read()
TITLES = {fold(plan.title) for plan in plans.products()}


def test_there_are_enough_of_every_class_in_both_halves():
    assert len(QUERIES) >= 250
    counted = Counter((each.kind, each.half) for each in QUERIES)
    assert {kind for kind, _half in counted} == set(CLASSES)
    for kind in CLASSES:
        assert sum(counted[kind, half] for half in HALVES) >= 24
        assert min(counted[kind, half] for half in HALVES) >= 10


def test_no_query_stands_twice():
    counted = Counter(fold(each.query) for each in QUERIES)
    assert [query for query, count in counted.items() if count > 1] == []


def test_the_half_follows_from_the_query_alone():
    assert [each.query for each in QUERIES if each.half != half_of(each.query)] == []


def test_every_graded_product_is_one_that_visitors_see():
    assert unknown(QUERIES, listed_skus()) == set()


@pytest.mark.parametrize("each", QUERIES, ids=lambda each: each.query)
def test_every_query_has_something_good_to_find(each):
    assert set(each.grades.values()) <= {1, 2, 3}
    assert max(each.grades.values()) >= 2


def test_hardly_any_query_is_a_title_copied():
    copied = [each.query for each in QUERIES if fold(each.query) in TITLES]
    assert len(copied) <= len(QUERIES) / 10, copied
