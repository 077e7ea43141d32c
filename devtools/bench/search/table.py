"""The printed table: one line for each goal, with what was measured and whether that is good enough."""

from collections.abc import Sequence
from typing import NamedTuple

from devtools.bench.search.rounds import Times

HEADS = ("what", "ours", "beside", "measured", "goal", "")


class Line(NamedTuple):
    """A goal. `measured` may be a ratio, milliseconds or a count; `most` says whether less is better."""

    what: str
    ours: str
    beside: str
    measured: float
    goal: float
    most: bool = True

    @property
    def is_met(self) -> bool:
        return self.measured <= self.goal if self.most else self.measured >= self.goal


def ratio(what: str, ours: Times, beside: Times, goal: float) -> Line:
    return Line(what, shown(ours), shown(beside), ours.mix / beside.mix, goal)


def shown(times: Times) -> str:
    """Mean over the questions, and the 95th percentile of all."""
    return f"{times.mix:.2f} ms (p95 {times.p95:.1f})"


def print_table(lines: Sequence[Line]) -> None:
    print(f"\n| {' | '.join(HEADS)} |\n|---|---|---|---:|---:|---|")
    for line in lines:
        print(markdown(line))


def markdown(line: Line) -> str:
    sign = "≤" if line.most else "≥"
    words = (line.what, line.ours, line.beside, number(line.measured), f"{sign} {line.goal:g}")
    return f"| {' | '.join(words)} | {'ok' if line.is_met else 'missed'} |"


def number(value: float) -> str:
    return f"{value:.0f}" if value % 1 == 0 else f"{value:.2f}"
