"""The index under siege: its indexer is killed again and again while goods change and visitors search."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from marketplace.search import indexer
from marketplace.search.checks import problems
from marketplace.search.engines.choosing import chosen_engine, engine_state
from marketplace.search.models import SearchOutbox
from marketplace.web.db import db
from tests.make import make_product, make_stall
from tests.serving import ROOT, serving
from tests.torture import lives
from tests.visitor import Visitor

PATIENCE = 60  # seconds for a process to begin, or to meet its moment
LONGEST_LIFE = 0.4  # seconds between the first round and the kill
AT_CHANCE = "at chance"
KEPT_TITLE = "Onde-onde abadi"
SEARCHES = "/cari?q=abadi", "/cari?q=nastar+keju", "/cari?q=kripik+tmpe", "/cari/saran?q=ona"
processes = get_context("forkserver")
processes.set_forkserver_preload(["tests.torture.lives"])


@dataclass
class Siege:
    """What happened. `faults` are sentences; without any the index survived."""

    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    changes: int = 0

    def note(self, moment: str, *found: str) -> None:
        self.faults += [f"kill {self.kills.total()}, {moment}: {sentence}" for sentence in found]


def besiege(
    app: Flask, times: int, seed: int, told: Callable[[Siege, str], None] = lambda *_: None
) -> Siege:
    """Kill `times` indexers over the database and files of `app`, whose context is open and whose engine is whoosh.

    What is true then must be true at once after each kill, and again after the next indexer has caught up.
    """
    siege, chance = Siege(), Random(seed)
    settings = {**app.config, "TESTING": False}
    make_product(title=KEPT_TITLE)
    for _ in range(2):
        make_product(make_stall(), title="Nastar keju")
    indexer.rebuild()
    with serving(app) as address, changing(settings, seed, siege), asking(address, siege):
        for number, (kind, moment) in zip(range(times), turns(chance), strict=False):
            kill_one(kind, moment, settings, chance, siege)
            siege.kills[f"{kind}, {moment}"] += 1
            siege.note(moment, *whatever_is_wrong())
            told(siege, moment)
            if number % 2:  # or the next one finds what the last two left
                catch_up(siege, moment)
    finish(siege)
    return siege


def turns(chance: Random) -> Iterator[tuple[str, str]]:
    """(who is killed, when): at every named moment once, and as often at chance, in an order of chance."""
    named = [("worker", moment) for moment in lives.MOMENTS]
    named += [("rebuild", moment) for moment in lives.MOMENTS_OF_A_REBUILD]
    at_chance = [("worker", AT_CHANCE), ("rebuild", AT_CHANCE)]
    chance.shuffle(named)
    yield "flask worker", AT_CHANCE
    for one, other in zip(cycle(named), cycle(at_chance), strict=False):
        yield one
        yield other


def kill_one(
    kind: str, moment: str, settings: dict[str, Any], chance: Random, siege: Siege
) -> None:
    began = begun(settings)
    if kind == "flask worker":
        kill_the_command(settings, began, chance)
        return
    life = processes.Process(
        target=lives.work if kind == "worker" else lives.rebuild,
        args=(settings, "" if moment == AT_CHANCE else moment),
    )
    life.start()
    if moment == AT_CHANCE:
        wait_for_a_round(settings, began, life.is_alive)
        Event().wait(chance.uniform(0, LONGEST_LIFE))
        life.kill()
    life.join(PATIENCE)
    if life.exitcode != -signal.SIGKILL:
        siege.note(moment, f"{kind} ended with {life.exitcode}, not by the kill")
        life.kill()


def kill_the_command(settings: dict[str, Any], began: int, chance: Random) -> None:
    """The very command of an operator, as a process of its own."""
    env = os.environ | {
        "PASAR_ENV": "development",
        "PASAR_SEARCH_ENGINE": settings["SEARCH_ENGINE"],
        "PASAR_DATA": str(settings["DATA"]),
        "DATABASE_URL": settings["SQLALCHEMY_DATABASE_URI"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    quiet = subprocess.DEVNULL
    life = subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet)
    wait_for_a_round(settings, began, lambda: life.poll() is None)
    Event().wait(chance.uniform(0, LONGEST_LIFE))
    life.kill()
    life.wait(PATIENCE)


def begun(settings: dict[str, Any]) -> int:
    """Changes whenever an indexer takes the lead."""
    return Path(settings["DATA"], "search", "leader.lock").stat().st_mtime_ns


def wait_for_a_round(settings: dict[str, Any], before: int, lives_on: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(PATIENCE * 100):
        if begun(settings) != before or not lives_on():
            return
        pause.wait(0.01)


def whatever_is_wrong() -> list[str]:
    """In the files and tables as the dead left them, apart from what is still waiting."""
    try:
        state = engine_state()
        return problems() + ([] if state.is_well else [f"{state.engine}: {state.trouble}"])
    finally:
        db.session.rollback()


def catch_up(siege: Siege, moment: str) -> None:
    """With all that waits now; more is coming in."""
    newest = db.session.scalar(select(func.max(SearchOutbox.id))) or 0
    while (oldest := db.session.scalar(select(func.min(SearchOutbox.id)))) and oldest <= newest:
        db.session.rollback()
        indexer.one_round()
    siege.note(f"caught up after {moment}", *whatever_is_wrong())


def finish(siege: Siege) -> None:
    """Nobody changes anything any more: nothing may be left, not of what a renamed stall unfolds to either."""
    while indexer.one_round():
        pass
    siege.note("the end", *whatever_is_wrong())


@contextmanager
def changing(settings: dict[str, Any], seed: int, siege: Siege) -> Iterator[None]:
    """A process of its own publishes and changes goods meanwhile."""
    enough, changes = processes.Event(), processes.Value("i", 0)
    writer = processes.Process(target=lives.change, args=(settings, seed, enough, changes))
    writer.start()
    try:
        yield
    finally:
        enough.set()
        writer.join(PATIENCE)
        siege.changes = changes.value
        if writer.exitcode != 0:
            siege.note("changing goods", f"the writer ended with {writer.exitcode}")
            writer.kill()


@contextmanager
def asking(address: str, siege: Siege) -> Iterator[None]:
    """A visitor searches meanwhile, by the real server; an old product is found every time."""
    enough = Event()
    visitor = Thread(target=ask, args=(address, siege, enough))
    visitor.start()
    try:
        yield
    finally:
        enough.set()
        visitor.join(PATIENCE)


def ask(address: str, siege: Siege, enough: Event) -> None:
    visitor = Visitor(address)
    for path in cycle(SEARCHES):
        if enough.wait(0.01):
            return
        try:
            answer = visitor.get(path)
        except OSError as error:
            siege.note(path, repr(error))
            continue
        siege.asked += 1
        if answer.status != 200 or ("abadi" in path and KEPT_TITLE not in answer.text):
            siege.note(path, f"answered {answer.status}")


def left_over() -> int:
    """Rows of the outbox."""
    return db.session.scalar(select(func.count()).select_from(SearchOutbox)) or 0


def documents() -> int:
    return int(chosen_engine().stats()["documents"])
