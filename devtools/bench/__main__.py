"""Measure pages over small and large cities, and print what grows.

make bench                      1,000 and 100,000 products, on SQLite and PostgreSQL
make bench ARGS="--sizes 1000,200000 --only sqlite"
"""

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from devtools import postgres
from devtools.bench.catalogue import build_city
from devtools.bench.measuring import Measured, measure
from devtools.bench.pages import DESK, PUBLIC, producer_of_first_stall
from devtools.bench.scratch import gather_statistics, scratch_app
from devtools.bench.table import print_table

ENGINES = ("sqlite", "postgresql")
ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    wanted = read_arguments()
    os.chdir(ROOT)
    with postgres.server() as server:
        for engine in wanted.only:
            if engine == "postgresql" and server is None:
                print("No PostgreSQL answers on 127.0.0.1:5432, and its server is not installed.")
                return 1
            address = server if engine == "postgresql" else None
            found = [measure_city(size, address, engine, wanted) for size in wanted.sizes]
            print_table(engine, wanted.sizes, found)
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    numbers = lambda typed: [int(size) for size in typed.split(",")]  # noqa: E731
    parser.add_argument("--sizes", type=numbers, default=[1_000, 100_000])
    parser.add_argument("--only", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--visits", type=int, default=9)
    parser.add_argument("--page", help="measure only pages with this in their address", default="")
    return parser.parse_args()


def measure_city(
    size: int, server: str | None, engine: str, wanted: argparse.Namespace
) -> dict[str, Measured]:
    """Build a city of this size in a scratch database and visit its pages."""
    with scratch_app(server) as app, progress_bar() as bar:
        task = bar.add_task(f"{engine}: {size:,} products", total=size)
        build_city(size, lambda more: bar.advance(task, more))
        gather_statistics()
        browsers = {PUBLIC: app.test_client(), DESK: producer_of_first_stall(app)}
        visits = [
            (b, page) for pages, b in browsers.items() for page in pages if wanted.page in page
        ]
        task = bar.add_task(f"{engine}: pages", total=len(visits))
        found = {}
        for browser, page in visits:
            found[page] = measure(browser, page, wanted.visits)
            bar.advance(task)
        return found


def progress_bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))


if __name__ == "__main__":
    sys.exit(main())
