"""Figures of a ranking against values worked out by hand."""

from math import log2

import pytest

from devtools.search_quality.goals import missed
from devtools.search_quality.metrics import Score, mean, ndcg, recall, score

GRADES = {"a": 3, "b": 2, "c": 1}
BEST = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)  # 9.3928


def test_the_best_order_is_worth_one():
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1)


def test_the_reverse_order_is_worth_what_the_formula_says():
    worth = 1 / log2(2) + 3 / log2(3) + 7 / log2(4)  # 6.3928
    assert ndcg(["c", "b", "a"], GRADES) == pytest.approx(worth / BEST)
    assert ndcg(["c", "b", "a"], GRADES) == pytest.approx(0.6806, abs=1e-4)


def test_what_nobody_wants_pushes_the_rest_down():
    assert ndcg(["x", "a"], GRADES) == pytest.approx((7 / log2(3)) / BEST)


def test_only_ten_finds_count():
    found = [f"x{number}" for number in range(10)] + ["a"]
    assert ndcg(found, GRADES) == 0
    assert recall(found, GRADES) == 0


def test_of_twelve_wanted_any_ten_are_all_that_fits():
    grades = {f"p{number}": 3 for number in range(12)}
    assert recall([f"p{number}" for number in range(2, 12)], grades) == 1
    assert ndcg([f"p{number}" for number in range(2, 12)], grades) == pytest.approx(1)
    assert recall(["p0", "p1", "x", "p2"], grades) == pytest.approx(0.3)


def test_recall_counts_what_would_do():
    assert recall(["c"], GRADES) == pytest.approx(1 / 3)


def test_a_find_that_comes_twice_counts_once():
    assert score(["a", "a", "b"], GRADES).ndcg == pytest.approx((7 + 3 / log2(3)) / BEST)


@pytest.mark.parametrize(
    ("found", "first", "none"), [(["b"], 1, 0), (["c", "a"], 0, 0), (["x"], 0, 0), ([], 0, 1)]
)
def test_success_and_emptiness(found, first, none):
    assert (score(found, GRADES).first, score(found, GRADES).none) == (first, none)


def test_every_query_weighs_the_same():
    both = [Score(1, 0.5, 1, 0), Score(0, 0.5, 0, 1)]
    assert mean(both) == Score(0.5, 0.5, 0.5, 0.5)


GOOD = {"plain": Score(0.95, 1, 1, 0), "total": Score(0.95, 0.98, 1, 0)}


def test_all_goals_are_met_by_good_engines():
    near = {"plain": Score(0.93, 1, 1, 0), "total": Score(0.93, 0.98, 1, 0)}
    assert missed({"whoosh": GOOD, "database": near}) == []


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        ({"plain": Score(0.9, 1, 1, 0), "total": Score(0.89, 0.98, 1, 0)}, "goal is 0.90"),
        ({"plain": Score(0.9, 1, 1, 0), "total": Score(0.93, 0.96, 1, 0)}, "recall@10 0.960"),
        ({"plain": Score(0.79, 1, 1, 0), "total": Score(0.93, 0.98, 1, 0)}, "nDCG@10 of plain"),
        ({"plain": Score(0.9, 1, 1, 0), "total": Score(0.91, 0.98, 1, 0)}, "below Whoosh's 0.950"),
    ],
)
def test_a_missed_goal_is_named(scores, word):
    assert any(word in sentence for sentence in missed({"whoosh": GOOD, "database": scores}))
