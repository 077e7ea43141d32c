"""A process of its own that writes products or searches while others do. Run by `feeding`, in its settings.

python -m devtools.bench.search.feeder write 3 20     the fourth writer, for 20 seconds
python -m devtools.bench.search.feeder read 0 20      the first reader
"""

import json
import sys
import time
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from random import Random

from flask import current_app
from sqlalchemy import select

from devtools.bench.search.queries import mix
from marketplace import create_app
from marketplace.catalogue.models import Product
from marketplace.search import find
from marketplace.search.engines.choosing import chosen_engine
from marketplace.search.rules import Query, Stage
from marketplace.search.words import wanted
from marketplace.web.db import begin_write, db, lock

WRITERS, READERS, CHANGES_A_SECOND = 4, 2, 50
PATIENCE = 20.0  # seconds after the last change until a word counts as lost
LOOK = 0.05  # seconds between two searches of a reader
START = "start"  # the file that holds the moment
LETTERS = "bdfghjklmnprstwz"


def main() -> None:
    role, number, seconds = sys.argv[1:]
    with create_app().test_request_context():
        does = {"write": write, "read": read}[role]
        print(json.dumps(does(int(number), float(seconds))))


def write(writer: int, seconds: float) -> dict[str, object]:
    """Give products titles with words that nobody has seen, and note when each was committed."""
    done, errors = 0, list[str]()
    pause = WRITERS / CHANGES_A_SECOND
    own = own_products(writer, ceil(seconds / pause) + 1)
    with notes_of(writer).open("w", encoding="utf-8") as notes:
        start = together("write", writer)
        while (due := start + pause * (done + len(errors))) < start + seconds:
            until(due)
            word = word_of(writer, done)
            try:
                change(own[done], word)
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}"[:200])
            else:
                notes.write(f"{word} {time.time()}\n")
                notes.flush()
                done += 1
            db.session.remove()
    return {"done": done, "errors": errors}


def own_products(writer: int, count: int) -> list[int]:
    """Scattered over the city; none is changed twice, for then nobody would ever see its first word."""
    ids = list(db.session.scalars(select(Product.id).where(Product.id % WRITERS == writer)))
    db.session.remove()
    return Random(writer).sample(ids, count)  # noqa: S311 — the same goods every time


def change(id: int, word: str) -> None:
    begin_write()
    product = db.session.get_one(Product, id)
    lock(product)
    product.title = f"{product.title.split()[0]} {word}"
    db.session.commit()


def read(reader: int, seconds: float) -> dict[str, object]:
    """Search all the time, and look after every word of two writers until it is found."""
    queries, waiting, waited, errors = mix(10_000), dict[str, float](), list[float](), list[str]()
    news = [news_of(writer) for writer in range(reader, WRITERS, READERS)]
    find.search(Query("keripik"))  # reads the vocabulary, as the first visitor does
    searches, end = 0, together("read", reader) + seconds
    while time.time() < end or (waiting and time.time() < end + PATIENCE):
        began = time.time()
        waiting |= dict(line for lines in news for line in next(lines))
        try:
            for word in [word for word in waiting if is_found(word)]:
                waited.append(time.time() - waiting.pop(word))
            if find.search(Query(queries[searches % len(queries)])).engine == "database":
                errors.append("the database answered instead")
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:200])
        db.session.remove()
        searches += 1
        until(began + LOOK)
    return {"waited": waited, "lost": sorted(waiting), "errors": errors, "searches": searches}


def is_found(word: str) -> bool:
    return bool(chosen_engine().matching(wanted(word), Stage.ALL_IN_TITLE))


def news_of(writer: int) -> Iterator[list[tuple[str, float]]]:
    """What its notes say more since the last look: (word, when it was committed)."""
    path, position, rest = notes_of(writer), 0, ""
    while True:
        text = ""
        if path.exists():
            with path.open(encoding="utf-8") as notes:
                notes.seek(position)
                text = notes.read()
                position = notes.tell()
        *lines, rest = (rest + text).split("\n")
        yield [(word, float(at)) for word, at in map(str.split, lines)]


def word_of(writer: int, number: int) -> str:
    """A word of its own for each change, letters only."""
    digits = [number // len(LETTERS) ** place % len(LETTERS) for place in range(4)]
    return "x" + LETTERS[writer] + "".join(f"{LETTERS[digit]}u" for digit in digits)


def notes_of(writer: int) -> Path:
    path: Path = current_app.config["DATA"] / f"writer-{writer}.txt"
    return path


def together(role: str, number: int) -> float:
    """Say that we are ready, and wait for the moment at which all begin."""
    folder: Path = current_app.config["DATA"]
    (folder / f"ready-{role}-{number}").touch()
    while not (folder / START).exists():
        time.sleep(LOOK)
    start = float((folder / START).read_text(encoding="utf-8"))
    until(start)
    return start


def until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))


if __name__ == "__main__":
    main()
