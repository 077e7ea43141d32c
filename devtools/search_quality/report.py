"""The figures as tables, and single queries with what came and what was wanted."""

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from devtools.search_quality.goals import TOTAL, Scores
from devtools.search_quality.judged import CLASSES
from devtools.search_quality.metrics import TOP, Score, mean
from devtools.search_quality.running import Answer

HEADS = ("nDCG", "recall", "first", "none")
WIDTH = 172  # so that a table in a file is not folded


def scores_by_class(answers: Sequence[Answer]) -> dict[str, Score]:
    """Classes in their order, the total last."""
    of = {kind: [each.score for each in answers if each.judged.kind == kind] for kind in CLASSES}
    by_class = {kind: mean(scores) for kind, scores in of.items() if scores}
    return by_class | {TOTAL: mean([each.score for each in answers])}


def table(title: str, by_engine: Mapping[str, Scores], counts: Mapping[str, int]) -> Table:
    found = Table(title=title, title_justify="left", box=SIMPLE)
    found.add_column("\n\nclass", no_wrap=True)
    found.add_column("\n\nqueries", justify="right", no_wrap=True)
    for engine in by_engine:
        first, second = [*engine.split(", "), ""][:2]
        found.add_column(f"{first}\n{second}\n{HEADS[0]}", justify="right", no_wrap=True)
        for head in HEADS[1:]:
            found.add_column(f"\n\n{head}", justify="right", no_wrap=True)
    for kind in counts:
        cells = [cell for scores in by_engine.values() for cell in cells_of(scores[kind])]
        found.add_row(kind, str(counts[kind]), *cells, style="bold" if kind == TOTAL else "")
    return found


def cells_of(score: Score) -> list[str]:
    return [f"{score.ndcg:.3f}", f"{score.recall:.3f}", f"{score.first:.2f}", f"{score.none:.2f}"]


def counts_by_class(answers: Sequence[Answer]) -> dict[str, int]:
    kinds = [each.judged.kind for each in answers]
    return {kind: kinds.count(kind) for kind in CLASSES if kind in kinds} | {TOTAL: len(kinds)}


def show(console: Console, engine: str, answers: Sequence[Answer]) -> None:
    """Worst first: each find with its grade, then what is wanted and did not come."""
    for each in sorted(answers, key=lambda answer: answer.score.ndcg):
        judged, score = each.judged, each.score
        console.print(
            f"\n[bold]{judged.query}[/bold]  {judged.kind}, {judged.half}, {engine}: "
            f"nDCG {score.ndcg:.3f}, recall {score.recall:.3f}"
        )
        for sku in each.came:
            console.print(f"  {judged.grades.get(sku, '·')}  {sku}", highlight=False)
        lacking = [(grade, sku) for sku, grade in judged.grades.items() if sku not in each.came]
        for grade, sku in sorted(lacking, reverse=True)[:TOP]:
            console.print(f"  did not come: {grade}  {sku}", highlight=False)
