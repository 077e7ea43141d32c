"""The one indexer: tells the engine what the outbox has to say, and rebuilds what is missing or bad.

It stands where a job stands and commits by itself, step by step: the outbox rows it took are deleted only after
the index has committed, so a crash between the two does the same work once more.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from flask import current_app
from whoosh.index import LockError

from marketplace.kit.clock import now
from marketplace.search import documents, outbox
from marketplace.search.engines import Engine
from marketplace.search.engines.choosing import chosen_engine, fallback
from marketplace.search.engines.generations import Generations
from marketplace.search.words import FINGERPRINT
from marketplace.web.db import begin_write, db

log = logging.getLogger("pasar.search")
PATIENCE = timedelta(
    minutes=1
)  # between two repairs by itself: what breaks at once would break again

Watch = Callable[[Sequence[list[int]]], Iterable[list[int]]]


def one_round() -> int:
    """Repair if need be, then take one helping from the outbox; how many rows were dealt with.

    Nothing happens while another indexer leads.
    """
    with generations().leading(wait=False) as leads:
        if not leads:
            return 0
        engine = chosen_engine()
        if why := need_to_rebuild(engine):
            if repaired_just_now():
                return 0
            log.warning("search index (%s) is rebuilt: %s", engine.name, why)
            build(engine)
        return take(engine)


def rebuild(watch: Watch = iter) -> None:
    """Everything derived is made anew from the products, the database's own index too."""
    with generations().leading(wait=True):
        begin_write()
        fallback().rebuild(())
        db.session.commit()
        build(chosen_engine(), watch)


def mend() -> list[str]:
    """Compare the whole index with the documents, and rebuild it when they differ; what was found."""
    with generations().leading(wait=False) as leads:
        found = chosen_engine().verify() if leads else []
        if found and not repaired_just_now():
            log.warning("search index is rebuilt, %s differences: %s", len(found), found[0])
            build(chosen_engine())
        return found


def build(engine: Engine, watch: Watch = iter) -> None:
    """Documents first, then a new generation of the index, then what happened meanwhile."""
    ids = documents.all_ids()
    pieces = [ids[at : at + outbox.ROWS] for at in range(0, len(ids), outbox.ROWS)]
    for piece in watch(pieces):
        refresh(piece)
    engine.rebuild(documents.all_entries())
    db.session.rollback()
    analysed_by().write_text(FINGERPRINT, encoding="utf-8")
    while take(engine):
        pass


def take(engine: Engine) -> int:
    """Up to 200 rows: read the current documents, commit the index, then delete exactly these rows."""
    unfold()
    rows = outbox.products_waiting()
    if not rows:
        return 0
    ids = set(rows.values())
    refresh(ids)
    upserts = documents.kept_entries(ids)
    db.session.rollback()
    try:
        engine.apply(upserts, ids - {entry.product_id for entry in upserts})
    except LockError:
        log.warning("somebody else is writing the search index")
        return 0
    begin_write()
    outbox.delete_rows(rows)
    db.session.commit()
    return len(rows)


def unfold() -> None:
    """A changed stall, category or market becomes one row for each of its products."""
    groups = outbox.groups_waiting()
    if groups:
        begin_write()
        for group in groups:
            outbox.unfold(group, now())
        db.session.commit()


def refresh(ids: Iterable[int]) -> None:
    """Let the documents of these products say what the products say."""
    ids = list(ids)
    entries, without = documents.differences(ids)
    if entries or without:
        begin_write()
        documents.write(*documents.differences(ids))
        db.session.commit()


def need_to_rebuild(engine: Engine) -> str:
    """Why, or nothing."""
    try:
        is_ours = analysed_by().read_text(encoding="utf-8") == FINGERPRINT
    except (OSError, UnicodeDecodeError):
        is_ours = False
    return engine.trouble() or ("" if is_ours else "documents of another analyser")


def repaired_just_now() -> bool:
    try:
        age = now().timestamp() - analysed_by().stat().st_mtime
    except OSError:
        return False
    return age < PATIENCE.total_seconds()


def analysed_by() -> Path:
    """Says which analyser has read the documents, and by its age when all was last rebuilt."""
    return generations().root / "analysed"


def generations() -> Generations:
    return Generations(current_app.config["DATA"] / "search")
