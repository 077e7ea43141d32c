"""The figures of a ranking, by the grades of what it shows. Pure.

Grades: 3 exactly what was meant, 2 good, 1 would do, 0 not wanted. Only the first TOP finds count.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

TOP = 10
GOOD = 2  # the least grade that makes a first find a success
Thing = TypeVar("Thing", int, str)


@dataclass(frozen=True)
class Score:
    """Each from 0 to 1; of one query, or the mean of many. `none` is the share that found nothing at all."""

    ndcg: float
    recall: float
    first: float
    none: float


def score(found: Sequence[Thing], grades: Mapping[Thing, int]) -> Score:
    """Of one query: what was found, best first, against all that is wanted."""
    found = list(dict.fromkeys(found))
    return Score(
        ndcg=ndcg(found, grades),
        recall=recall(found, grades),
        first=float(bool(found) and grades.get(found[0], 0) >= GOOD),
        none=float(not found),
    )


def ndcg(found: Sequence[Thing], grades: Mapping[Thing, int]) -> float:
    """Discounted gain 2^grade − 1 over log2(rank + 1), as a share of the best possible order's."""
    best = sorted(grades.values(), reverse=True)
    return gained(grades.get(each, 0) for each in found[:TOP]) / gained(best[:TOP])


def gained(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def recall(found: Sequence[Thing], grades: Mapping[Thing, int]) -> float:
    """Share of what a buyer would take (grade 1 or better) among the first TOP; of more than TOP, any TOP do."""
    wanted = {each for each, grade in grades.items() if grade >= 1}
    return len(wanted & set(found[:TOP])) / min(TOP, len(wanted))


def mean(scores: Sequence[Score]) -> Score:
    """Every query weighs the same. Raises StatisticsError without any."""
    return Score(
        ndcg=fmean(each.ndcg for each in scores),
        recall=fmean(each.recall for each in scores),
        first=fmean(each.first for each in scores),
        none=fmean(each.none for each in scores),
    )
