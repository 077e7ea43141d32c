"""The table of a run, as Markdown: what a page cost in each city, and how much it grew."""

from collections.abc import Sequence

from devtools.bench.measuring import Measured


def print_table(engine: str, sizes: Sequence[int], found: Sequence[dict[str, Measured]]) -> None:
    """A line for each page; the last column divides the largest city by the smallest."""
    heads = [f"{size:,} ms" for size in sizes]
    print(f"\n| {engine} | {' | '.join(heads)} | ratio | statements |")
    print(f"|---|{'---:|' * (len(heads) + 2)}")
    for page in found[0]:
        print(line_of(page, [city[page] for city in found]))


def line_of(page: str, cities: Sequence[Measured]) -> str:
    times = [f"{city.ms:.1f}" for city in cities]
    ratio = f"{cities[-1].ms / cities[0].ms:.2f}"
    counts = sorted({city.statements for city in cities})
    return f"| `{page}` | {' | '.join(times)} | {ratio} | {'–'.join(map(str, counts))} |"
