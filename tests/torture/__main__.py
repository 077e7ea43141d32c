"""The index under a long siege: its indexer is killed a hundred times over each database.

make torture                   100 kills on SQLite, 100 on PostgreSQL
make torture ARGS="--kills 20 --seed 7 --only sqlite"
"""

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from devtools import postgres
from devtools.bench.scratch import scratch_app
from tests.torture.siege import Siege, besiege, documents, left_over

ROOT = Path(__file__).resolve().parents[2]
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    wanted = read_arguments()
    os.chdir(ROOT)
    os.environ["PASAR_SEARCH_ENGINE"] = "whoosh"
    faults = 0
    with postgres.server() as server:
        for database in wanted.only:
            if database == "postgresql" and server is None:
                print("No PostgreSQL answers on 127.0.0.1:5432, and its server is not installed.")
                return 1
            address = server if database == "postgresql" else None
            faults += report(database, *survive(database, address, wanted))
    return 1 if faults else 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", nargs="+", choices=DATABASES, default=DATABASES)
    return parser.parse_args()


def survive(
    database: str, server: str | None, wanted: argparse.Namespace
) -> tuple[Siege, int, int]:
    """The siege, what waits after it, and how many documents the index holds."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bars = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))
    with scratch_app(server) as app, bars:
        bar = bars.add_task(f"Killing the indexer on {database}", total=wanted.kills)
        siege = besiege(app, wanted.kills, wanted.seed, lambda *_: bars.advance(bar))
        return siege, left_over(), documents()


def report(database: str, siege: Siege, waiting: int, kept: int) -> int:
    """Prints what happened; how many faults there were."""
    for moment, times in sorted(siege.kills.items()):
        print(f"  {times:3} × {moment}")
    faults = [*siege.faults, *([f"{waiting} rows still wait"] if waiting else [])]
    for sentence in faults:
        print(f"  FAULT {sentence}")
    print(
        f"torture on {database}: {siege.kills.total()} kills, {siege.changes} changes, "
        f"{siege.asked} searches, {kept} documents, {len(faults)} faults",
        flush=True,
    )
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
