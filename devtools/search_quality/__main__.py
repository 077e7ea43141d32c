"""How good search is, as tables of both halves. The exit code is 1 when a goal is missed on the held-out one."""

import argparse
import logging
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from devtools import postgres
from devtools.search_quality import goals, judged, report, stems
from devtools.search_quality.running import (
    PLAIN,
    Answer,
    on_postgres,
    on_sqlite,
    spelling_on_sqlite,
)

ON_SQLITE, ON_POSTGRES = 3, 1  # engines
Found = dict[str, list[Answer]]


def main() -> int:
    wanted = read_arguments()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    console = Console(width=report.WIDTH)
    found = measure()
    for half in judged.HALVES:
        print_half(console, half, found)
    show_some(console, wanted, found)
    spelling, exact = spelling_on_sqlite(), stems.exact()
    for line in spelling.lines():
        console.print(f"Spelling: {line}", highlight=False)
    console.print(f"Stemmer: {exact:.1%} of the held-out list exact (goal {stems.GOAL:.0%})")
    return conclude(console, found, spelling.are_good and exact >= stems.GOAL)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m devtools.search_quality", description=__doc__)
    parser.add_argument("--show", metavar="CLASS", choices=judged.CLASSES, help="all of a class")
    parser.add_argument("--worst", metavar="N", type=int, help="the worst N queries")
    parser.add_argument("--held", action="store_true", help="of the held-out half, not the tuned")
    parser.add_argument("--engine", default=goals.WHOOSH, help="whose answers are shown")
    return parser.parse_args()


def measure() -> Found:
    """Answers to all queries by engine; without PostgreSQL only those on SQLite."""
    queries = judged.read()
    with postgres.server() as server, progress() as bars:
        engines = ON_SQLITE + (ON_POSTGRES if server else 0)
        bar = bars.add_task("Searching", total=engines * len(queries))
        found: Found = {}

        def step() -> None:
            bars.advance(bar)

        for name, answers in on_sqlite(queries, step):
            found[name] = answers
        if server:
            found |= dict(on_postgres(server, queries, step))
    return found


def progress() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))


def half_of(found: Found, half: str) -> Found:
    return {
        engine: [each for each in answers if each.judged.half == half]
        for engine, answers in found.items()
    }


def print_half(console: Console, half: str, found: Found) -> None:
    those = half_of(found, half)
    by_engine = {engine: report.scores_by_class(answers) for engine, answers in those.items()}
    counts = report.counts_by_class(those[PLAIN])
    title = {"tune": "The half that is tuned on", "held": "The held-out half"}[half]
    console.print(report.table(title, by_engine, counts))


def show_some(console: Console, wanted: argparse.Namespace, found: Found) -> None:
    if not (wanted.show or wanted.worst):
        return
    if wanted.engine not in found:
        sys.exit(f"No such engine: {wanted.engine}. There are: {'; '.join(found)}.")
    answers = half_of(found, "held" if wanted.held else "tune")[wanted.engine]
    answers = [each for each in answers if wanted.show in (None, each.judged.kind)]
    answers.sort(key=lambda each: each.score.ndcg)
    report.show(console, wanted.engine, answers[: wanted.worst])


def conclude(console: Console, found: Found, words_are_good: bool) -> int:
    """The goals hold for our engines, not for the bare library."""
    ours = {engine: each for engine, each in half_of(found, "held").items() if engine != PLAIN}
    missed = goals.missed({name: report.scores_by_class(each) for name, each in ours.items()})
    if not any("PostgreSQL" in engine for engine in found):
        console.print("No PostgreSQL answers on 127.0.0.1:5432: measured on SQLite alone.")
    if not words_are_good:
        missed.append("spelling or stemmer")
    for sentence in missed:
        console.print(f"missed: {sentence}", highlight=False)
    console.print(
        "Search quality: " + (f"{len(missed)} goals missed" if missed else "all goals met")
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
