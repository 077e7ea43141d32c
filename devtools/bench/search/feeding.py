"""The index while a market works: four processes write, two search, and the real worker feeds the index."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select

from devtools.bench.catalogue import build_city
from devtools.bench.scratch import gather_statistics, opened, scratch_env
from devtools.bench.search.feeder import CHANGES_A_SECOND, READERS, START, WRITERS
from devtools.bench.search.rounds import percentile
from marketplace.kit.clock import now
from marketplace.search.checks import problems
from marketplace.search.models import SearchOutbox
from marketplace.search.outbox import tell
from marketplace.search.rules import Kind
from marketplace.web.db import begin_write, db

START_UP = (
    120.0  # seconds at most until all processes have opened the application and read the vocabulary
)
DRAINED = 60.0  # seconds that the worker gets for the rest of the outbox
BAD = re.compile(r"Traceback|locked|LockError|somebody else is writing|failed|is rebuilt", re.I)
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


class Fed(NamedTuple):
    """What came of it. `seconds` is how long new words waited until the engine knew them, 95th percentile."""

    seconds: float
    changes: int
    a_second: float
    searches: int
    lock_errors: list[str]
    reader_errors: list[str]
    lost: list[str]
    bar: str
    pause: float


def measure(
    server: str | None, products: int, seconds: float, advance: Callable[[int], object]
) -> Fed:
    """In a city of its own, made by the site's own commands."""
    with scratch_env(server) as bare:
        env = bare | {"PASAR_SEARCH_ENGINE": "whoosh"}
        with opened(env):
            build_city(products, advance)
            gather_statistics()
            db.session.remove()
            bar = last_line_of_bar(run_flask(env, "search", "rebuild"))
            return feed(env, seconds, bar)


def feed(env: dict[str, str], seconds: float, bar: str) -> Fed:
    worker = begin(env, (*FLASK, "worker"))
    try:
        writers = [feeder(env, "write", at, seconds) for at in range(WRITERS)]
        readers = [feeder(env, "read", at, seconds) for at in range(READERS)]
        pause = comparison_done()
        begin_together(Path(env["PASAR_DATA"]))
        wrote, read = [result(each) for each in writers], [result(each) for each in readers]
        left = wait_for_the_outbox()
    finally:
        worker.terminate()
        log = worker.communicate(timeout=30)[0]
    changes = sum(each["done"] for each in wrote)
    waited = [took for each in read for took in each["waited"]]
    return Fed(
        seconds=percentile(waited, 95) if waited else float("inf"),
        changes=changes,
        a_second=changes / seconds,
        searches=sum(each["searches"] for each in read),
        lock_errors=[line for line in log.splitlines() if BAD.search(line)]
        + [error for each in wrote for error in each["errors"]],
        reader_errors=[error for each in read for error in each["errors"]],
        lost=[word for each in read for word in each["lost"]] + left + problems(),
        bar=bar,
        pause=pause,
    )


def comparison_done() -> float:
    """Seconds for which the worker's first comparison of the whole index, as every hour, kept it from feeding.

    A change is taken at once, the next one only after the comparison that follows.
    """
    for _ in range(2):
        began = time.time()
        begin_write()
        tell(Kind.PRODUCT, {1}, now())
        db.session.commit()
        wait_for_the_outbox()
    return time.time() - began


def begin_together(folder: Path) -> None:
    """Once all are ready, half a second from then."""
    until = time.time() + START_UP
    while len(list(folder.glob("ready-*"))) < WRITERS + READERS:
        if time.time() > until:
            raise RuntimeError("not every feeding process has come up")
        time.sleep(0.2)
    new = folder / "start.new"
    new.write_text(str(time.time() + 0.5), encoding="utf-8")
    new.replace(folder / START)


def feeder(env: dict[str, str], role: str, number: int, seconds: float) -> subprocess.Popen[str]:
    module = (sys.executable, "-m", "devtools.bench.search.feeder")
    return begin(env, (*module, role, str(number), str(seconds)), log=False)


def begin(env: dict[str, str], command: tuple[str, ...], log: bool = True) -> subprocess.Popen[str]:
    errors = subprocess.STDOUT if log else None
    return subprocess.Popen(
        command, env=os.environ | env, text=True, stdout=subprocess.PIPE, stderr=errors
    )


def result(feeder: subprocess.Popen[str]) -> dict[str, Any]:
    said = feeder.communicate()[0]
    if feeder.returncode:
        raise RuntimeError(f"a feeding process ended with {feeder.returncode}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def run_flask(env: dict[str, str], *words: str) -> str:
    ran = subprocess.run(
        (*FLASK, *words), env=os.environ | env, text=True, capture_output=True, check=True
    )
    return ran.stdout


def last_line_of_bar(said: str) -> str:
    """How the progress bar of a rebuild ended, or nothing."""
    bars = [line.strip() for line in re.split(r"[\r\n]", said) if "100%" in line]
    return bars[-1] if bars else ""


def wait_for_the_outbox() -> list[str]:
    """What the worker did not take in a minute."""
    until = time.time() + DRAINED
    while (
        left := db.session.scalar(select(func.count(SearchOutbox.id))) or 0
    ) and time.time() < until:
        db.session.remove()
        time.sleep(0.2)
    db.session.remove()
    return [f"{left} changes still wait"] if left else []


def summary(fed: Fed) -> str:
    return (
        f"{fed.changes} changes by {WRITERS} writers at {fed.a_second:.1f} of {CHANGES_A_SECOND} a second, "
        f"{fed.searches} searches by {READERS} readers; "
        f"the hourly comparison keeps it waiting {fed.pause:.1f} s"
    )
