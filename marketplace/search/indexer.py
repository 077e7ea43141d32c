"""The one indexer: tells the engine what the outbox has to say, and rebuilds what is missing or bad.

It stands where a job stands and commits by itself, step by step: the outbox rows it took are deleted only after
the index has committed, so a crash between the two does the same work once more.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import DatabaseError
from whoosh.index import LockError

from marketplace.kit.clock import now
from marketplace.search import documents, outbox
from marketplace.search.engines import Engine
from marketplace.search.engines.choosing import chosen_engine, fallback
from marketplace.search.engines.generations import Generations, put
from marketplace.search.words import FINGERPRINT
from marketplace.web.db import begin_write, db

log = logging.getLogger("pasar.search")
PATIENCE = timedelta(
    minutes=1
)  # between two repairs by itself: what breaks at once would break again

A_DAY = timedelta(days=1)
Watch = Callable[[Sequence[list[int]]], Iterable[list[int]]]


def one_round() -> int:
    """Repair if need be, then take one helping from the outbox; how many rows were dealt with.

    Nothing happens while another indexer leads.
    """
    with generations().leading(wait=False) as leads:
        if not leads:
            return 0
        engine = chosen_engine()
        mend_fallback(fallback().trouble())
        if why := need_to_rebuild(engine):
            if repaired_just_now(analysed_by()):
                return 0
            log.warning("search index (%s) is rebuilt: %s", engine.name, why)
            build(engine)
        taken = take(engine)
        if not taken:
            engine.tidy()
        return taken


def rebuild(watch: Watch = iter) -> None:
    """Everything derived is made anew from the products, the database's own index too."""
    with generations().leading(wait=True):
        rebuild_fallback()
        build(chosen_engine(), watch)


def mend(thorough: bool = True) -> list[str]:
    """Compare the indexes with the documents, and rebuild what differs; what was found.

    Every word when `thorough`, which keeps the outbox waiting for a second per thousand products or so; else ids
    and versions alone.
    """
    with generations().leading(wait=False) as leads:
        if not leads:
            return []
        engine = chosen_engine()
        found = engine.verify(thorough) if engine is not fallback() else []
        if found and not repaired_just_now(analysed_by()):
            log.warning("search index is rebuilt, %s differences: %s", len(found), found[0])
            build(engine)
        found_there = fallback().verify()
        mend_fallback(*found_there)
        if thorough:
            compared_by().touch()
        return found + found_there


def words_are_due() -> bool:
    """Whether a day has passed since every word was compared, or written anew."""
    try:
        age = now().timestamp() - compared_by().stat().st_mtime
    except OSError:
        return True
    return age > A_DAY.total_seconds()


def mend_fallback(*found: str) -> None:
    """Write the database's own index anew. When it cannot be, plain LIKE answers on, and the log says why."""
    if not any(found) or repaired_just_now(mended_by()):
        return
    log.warning("full text index of the database is rebuilt: %s", found[0])
    mended_by().touch()
    try:
        rebuild_fallback()
    except DatabaseError:
        db.session.rollback()
        log.exception("full text index of the database cannot be rebuilt: restore the database")


def rebuild_fallback() -> None:
    begin_write()
    fallback().rebuild(())
    db.session.commit()


def build(engine: Engine, watch: Watch = iter) -> None:
    """Documents first, then a new generation of the index, then what happened meanwhile."""
    ids = documents.all_ids()
    pieces = [ids[at : at + outbox.ROWS] for at in range(0, len(ids), outbox.ROWS)]
    for piece in watch(pieces):
        refresh(piece)
    engine.rebuild(documents.all_entries())
    db.session.rollback()
    put(analysed_by(), FINGERPRINT)
    compared_by().touch()
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
        with fallback().suspected():
            documents.write(*documents.differences(ids))
        db.session.commit()


def need_to_rebuild(engine: Engine) -> str:
    """Why, or nothing."""
    try:
        is_ours = analysed_by().read_text(encoding="utf-8") == FINGERPRINT
    except (OSError, UnicodeDecodeError):
        is_ours = False
    trouble = engine.trouble() if engine is not fallback() else ""
    return trouble or ("" if is_ours else "documents of another analyser")


def repaired_just_now(noted: Path) -> bool:
    """By the age of the file that each repair touches."""
    try:
        age = now().timestamp() - noted.stat().st_mtime
    except OSError:
        return False
    return age < PATIENCE.total_seconds()


def analysed_by() -> Path:
    """Says which analyser has read the documents, and by its age when all was last rebuilt."""
    return generations().root / "analysed"


def compared_by() -> Path:
    """Says by its age when every word of the index was last compared with the documents."""
    return generations().root / "compared"


def mended_by() -> Path:
    """Says by its age when the database's own index was last written anew by itself."""
    return generations().root / "search_fts.mended"


def generations() -> Generations:
    return Generations(current_app.config["DATA"] / "search")
