"""Contestants asked in turn: each gets every question once a round, in an order that is shuffled each time.

Times are those of the processor, so that a neighbour on the same machine costs nobody anything; on an idle one
they are what a visitor waits. Everything that is raced works inside this process, SQLite too.
"""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from random import Random
from statistics import mean, median
from typing import NamedTuple, TypeVar

from marketplace.web.db import db

Asked = TypeVar("Asked")
Contestants = Mapping[str, Callable[[Asked], object]]
WARM_UP = 1


class Times(NamedTuple):
    """Milliseconds one contestant took: a list for each question, a number for each round."""

    of: tuple[tuple[float, ...], ...]

    @property
    def mix(self) -> float:
        """What a question costs: the mean over all of them, each by its median."""
        return mean(median(each) for each in self.of)

    @property
    def median(self) -> float:
        return median(chain.from_iterable(self.of))

    @property
    def p95(self) -> float:
        return percentile(list(chain.from_iterable(self.of)), 95)


def percentile(values: Sequence[float], part: int) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * part // 100) - 1)]


def race(
    contestants: Contestants[Asked],
    questions: Sequence[Asked],
    rounds: int,
    step: Callable[[], object],
) -> dict[str, Times]:
    """A round to warm up is not counted. `step` is called after each question of each round."""
    chance = Random(7)  # noqa: S311 — the same order every time
    took: dict[str, list[list[float]]] = {name: [[] for _ in questions] for name in contestants}
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        for _ in range(WARM_UP + rounds):
            for at, question in enumerate(questions):
                for name in chance.sample(list(contestants), len(contestants)):
                    took[name][at].append(milliseconds(contestants[name], question))
                step()
                gc.collect(1)
    finally:
        gc.enable()
        gc.unfreeze()
    return {name: Times(tuple(tuple(times[WARM_UP:]) for times in of)) for name, of in took.items()}


def milliseconds(ask: Callable[[Asked], object], question: Asked) -> float:
    """As a request of its own: with a session that has just begun."""
    started = time.process_time()
    ask(question)
    took = time.process_time() - started
    with suppress(RuntimeError):
        db.session.remove()
    return took * 1000
