"""Measure search beside the bare library and bare SQL, and say which goals are missed (then the exit code is 1).

make bench-search                                   10,000 and 100,000 products
make bench-search ARGS="--sizes 10000 --only race browse"
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.progress import Progress

from devtools import postgres
from devtools.bench.__main__ import ROOT, progress_bar
from devtools.bench.catalogue import build_city
from devtools.bench.filling import write_documents
from devtools.bench.scratch import scratch_app
from devtools.bench.search import feeding, machine, measures
from devtools.bench.search.table import Line, print_table

PARTS = ("race", "browse", "suggestions", "saving", "feeding")


def main() -> int:
    wanted = read_arguments()
    os.chdir(ROOT)
    with postgres.server() as server, progress_bar() as bar:
        lines = [line for size in wanted.sizes for line in in_city(size, wanted, bar)]
        if "feeding" in wanted.only:
            lines += [*fed(None, wanted, bar)]
            lines += [*fed(server, wanted, bar)] if server else []
        described = machine.describe(server)
    print(described)
    print_table(lines)
    missed = [line.what for line in lines if not line.is_met]
    print(f"\n{len(lines) - len(missed)} of {len(lines)} goals are met.")
    return 1 if missed else 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=lambda typed: [int(n) for n in typed.split(",")], default=[10_000, 100_000]
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--seconds", type=float, default=20.0, help="of feeding")
    parser.add_argument("--feed", type=int, default=10_000, help="products while feeding")
    return parser.parse_args()


def in_city(size: int, wanted: argparse.Namespace, bar: Progress) -> Iterator[Line]:
    """All that is measured in one process over one generated city, on SQLite."""
    if set(wanted.only) == {"feeding"}:
        return
    with scratch_app(None) as app:
        task = bar.add_task(f"{size:,} products", total=size)
        build_city(size, lambda more: bar.advance(task, more))
        task = bar.add_task(f"{size:,} documents", total=size)
        write_documents(lambda more: bar.advance(task, more))
        city = measures.City(size, wanted.rounds, Path(app.config["DATA"]), bar)
        if "race" in wanted.only:
            yield from measures.rebuilding(city)
            yield from measures.racing(city)
        if "browse" in wanted.only:
            yield from measures.browsing(city)
        if "suggestions" in wanted.only:
            yield from measures.suggesting(city)
        if "saving" in wanted.only:
            yield from measures.saved(city)


def fed(server: str | None, wanted: argparse.Namespace, bar: Progress) -> Iterator[Line]:
    name = "PostgreSQL" if server else "SQLite"
    task = bar.add_task(f"feeding, {name}", total=wanted.feed)
    found = feeding.measure(
        server, wanted.feed, wanted.seconds, lambda more: bar.advance(task, more)
    )
    for kind in (found.lock_errors, found.reader_errors, found.lost):
        for sentence in kind[:5]:
            print(f"{name}: {sentence}", file=sys.stderr)
    how = f"{name}, {wanted.feed:,} products"
    yield Line(f"new words visible, p95 in s; {how}", feeding.summary(found), "", found.seconds, 2)
    yield Line(f"changes a second; {how}", "", "", round(found.a_second, 1), 47.5, most=False)
    yield Line(f"lock errors; {how}", "", "", len(found.lock_errors), 0)
    yield Line(f"reader errors; {how}", "", "", len(found.reader_errors), 0)
    yield Line(f"lost changes; {how}", "", "", len(found.lost), 0)
    yield Line(f"bar of flask search rebuild; {how}", found.bar, "", bool(found.bar), 1, most=False)


if __name__ == "__main__":
    sys.exit(main())
