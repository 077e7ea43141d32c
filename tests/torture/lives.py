"""What the processes of a siege do: work on the index until they are killed, or change goods until they are told."""

import os
import signal
from datetime import timedelta
from importlib import import_module
from itertools import count
from random import Random
from typing import Any

from marketplace import create_app
from marketplace.catalogue.models import Product
from marketplace.catalogue.rules import ProductMove, ProductStatus
from marketplace.jobs import commands, registry, worker
from marketplace.kit.clock import now
from marketplace.search import indexer
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db
from tests import make

WORDS = "nastar keju kastengel semprit susu keripik tempe stik bawang putu ayu madu durian".split()
PACE = 0.02  # seconds between two changes
FIRST_NUMBER = 50_000  # of phones, so that nobody else has them
MOMENTS = {  # by name: the function before whose nth call (or after it) a process dies
    "documents are written": ("marketplace.search.documents", "write", 1, "before"),
    "some documents are in the index": ("marketplace.search.engines.whoosh", "add", 3, "before"),
    "the index is about to commit": ("whoosh.index", "TOC.write", 1, "before"),
    "the index has committed": ("whoosh.index", "TOC.write", 1, "after"),
    "the outbox is about to be emptied": ("marketplace.search.outbox", "delete_rows", 1, "before"),
    "the outbox is emptied, not committed": (
        "marketplace.search.outbox",
        "delete_rows",
        1,
        "after",
    ),
}
MOMENTS_OF_A_REBUILD = {
    "a new generation is begun": (
        "marketplace.search.engines.generations",
        "Generations.begin",
        1,
        "after",
    ),
    "a new generation is half full": ("marketplace.search.engines.whoosh", "add", 9, "before"),
    "the pointer is about to move": ("marketplace.search.engines.generations", "put", 1, "before"),
    "the pointer has moved": ("marketplace.search.engines.generations", "put", 1, "after"),
    "an old generation is about to go": (
        "marketplace.search.engines.generations",
        "discard",
        1,
        "before",
    ),
    "the analyser is about to be noted": ("marketplace.search.indexer", "put", 1, "before"),
}


def work(settings: dict[str, Any], moment: str = "") -> None:
    """`flask worker`, with the clock of search turned up."""
    app = create_app(settings)
    if moment:
        die_at(*MOMENTS[moment])
    registry.clockwork["search.index"] = timedelta()
    worker.IDLE = 0.01
    with app.app_context():
        commands.worker.main([], standalone_mode=False)


def rebuild(settings: dict[str, Any], moment: str = "") -> None:
    """`flask search rebuild`, again and again."""
    app = create_app(settings)
    if moment:
        die_at(*MOMENTS_OF_A_REBUILD[moment])
    with app.app_context():
        while True:
            indexer.rebuild()


def die_at(module: str, path: str, call: int, when: str) -> None:
    """From now on the nth call of this function is the end of the process."""
    *holders, name = path.split(".")
    holder: Any = import_module(module)
    for each in holders:
        holder = getattr(holder, each)
    real, calls = getattr(holder, name), [0]

    def deadly(*args: Any, **more: Any) -> Any:
        calls[0] += 1
        if calls[0] == call and when == "before":
            die()
        answer = real(*args, **more)
        if calls[0] == call:
            die()
        return answer

    setattr(holder, name, deadly)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def change(settings: dict[str, Any], seed: int, enough: Any, changes: Any) -> None:
    """Publish, rename, hide; stalls take other names too. Until `enough` is set; `changes` says how often."""
    chance = Random(seed)
    make.numbers = count(FIRST_NUMBER)
    with create_app(settings).app_context():
        while not enough.wait(PACE):
            deed = chance.choices((rename, publish, hide, rename_stall), (14, 3, 1, 1))[0]
            deed(chance)
            db.session.remove()
            changes.value += 1


def title(chance: Random) -> str:
    return " ".join(chance.sample(WORDS, 3)).capitalize()


def any_of(model: Any, chance: Random) -> Any:
    """Not the first: it is what visitors look for meanwhile."""
    begin_write()
    ids = db.session.scalars(db.select(model.id).order_by(model.id)).all()
    return db.session.get(model, chance.choice(ids[1:] or ids))


def rename(chance: Random) -> None:
    any_of(Product, chance).title = title(chance)
    db.session.commit()


def rename_stall(chance: Random) -> None:
    any_of(Stall, chance).name = f"Dapur {title(chance)}"
    db.session.commit()


def publish(chance: Random) -> None:
    make.make_product(any_of(Stall, chance), title=title(chance))


def hide(chance: Random) -> None:
    """Or show again."""
    product = any_of(Product, chance)
    shown = product.status is ProductStatus.PUBLISHED
    product.make(ProductMove.HIDE if shown else ProductMove.SHOW, now())
    db.session.commit()
