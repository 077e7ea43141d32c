"""An index that is missing, half written or damaged: the database answers, the indexer repairs."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from marketplace.search import find, indexer, jobs
from marketplace.search.engines import IndexBad, choosing
from marketplace.search.engines.generations import Generations
from marketplace.search.models import SearchOutbox
from marketplace.search.rules import Query, Stage
from marketplace.search.words import wanted
from marketplace.web.db import begin_write, db
from tests.make import make_product


def segments(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix in {".seg", ".toc"}]


def truncate(folder: Path) -> None:
    for path in segments(folder):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def empty(folder: Path) -> None:
    for path in segments(folder):
        path.write_bytes(b"")


def flip(folder: Path) -> None:
    for path in segments(folder):
        path.write_bytes(bytes(byte ^ 0x55 for byte in path.read_bytes()))


def lose_segments(folder: Path) -> None:
    for path in folder.glob("*.seg"):
        path.unlink()


def lose_contents(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def lose_the_pointer(folder: Path) -> None:
    (folder.parent / "current").unlink()


def spoil_the_pointer(folder: Path) -> None:
    (folder.parent / "current").write_bytes(b"\xff../../etc\n")


def lose_everything(folder: Path) -> None:
    shutil.rmtree(folder.parent)


@pytest.fixture
def engine_name() -> str:
    """The files of an index do not know which database lies beside them."""
    return "sqlite"


DAMAGES = [
    truncate,
    empty,
    flip,
    shutil.rmtree,
    lose_segments,
    lose_contents,
    lose_the_pointer,
    spoil_the_pointer,
    lose_everything,
]


@pytest.fixture
def generations(app, whoosh) -> Generations:
    return whoosh.generations


@pytest.fixture
def folder(generations, found) -> Path:
    """The folder of an index over one product, which has already answered once."""
    make_product(title="Nastar keju")
    found("nastar")
    assert find.search(Query("nastar")).engine == "whoosh"
    folder = generations.current()
    assert folder is not None
    return folder


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_the_database_answers_and_one_round_repairs(whoosh, folder, damage: Callable[[Path], None]):
    before = find.search(Query("nastar")).ids

    damage(folder)
    whoosh.kept.searcher = None  # as a process that starts now

    meanwhile = find.search(Query("nastar"))
    assert (meanwhile.ids, meanwhile.engine) == (before, "database")
    assert not choosing.engine_state().is_well

    indexer.one_round()

    after = find.search(Query("nastar"))
    assert (after.ids, after.engine) == (before, "whoosh")
    assert after.generation != folder.name
    assert choosing.engine_state().is_well
    assert whoosh.verify() == []


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_process_that_had_the_index_open_goes_on(folder, damage: Callable[[Path], None]):
    before = find.search(Query("nastar")).ids

    damage(folder)

    assert find.search(Query("nastar")).ids in (before, [])  # never a failure


def test_before_the_first_round_the_database_answers(app, whoosh):
    product = make_product(title="Nastar")

    page = find.search(Query("nastar"))

    assert (page.ids, page.engine) == ([product.id], "database")
    assert choosing.engine_state().trouble == "no index yet"


def test_a_damage_that_one_process_met_is_known_to_all(app, folder, whoosh):
    empty(folder)
    whoosh.kept.searcher = None
    find.search(Query("nastar"))

    other = choosing.engines(app)["whoosh"]

    assert "is bad" in other.trouble()
    with pytest.raises(IndexBad):
        other.matching(wanted("nastar"), Stage.ALL)


def test_what_breaks_again_at_once_is_not_rebuilt_again_at_once(folder, generations, monkeypatch):
    monkeypatch.undo()
    generations.mark_bad(folder, "as a test says")

    assert indexer.one_round() == 0

    assert generations.current() == folder


def test_another_analyser_forces_a_new_generation(folder, generations, monkeypatch):
    indexer.analysed_by().write_text("0ther", encoding="utf-8")

    indexer.one_round()

    assert generations.current() != folder
    assert choosing.engine_state().is_well


def test_an_index_that_drifted_is_rebuilt_by_the_clock(folder, whoosh):
    whoosh.apply([], find.search(Query("nastar")).ids)
    assert find.search(Query("nastar")).ids == []

    jobs.verify()

    assert len(find.search(Query("nastar")).ids) == 1


def test_a_crash_between_index_and_outbox_does_the_same_once_more(app, found, whoosh, monkeypatch):
    first = make_product(title="Nastar")
    found("nastar")
    second = make_product(title="Nastar madu")

    def crash(_ids):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("marketplace.search.outbox.delete_rows", crash)
        with pytest.raises(KeyboardInterrupt):
            jobs.index()
    db.session.rollback()
    assert set(find.search(Query("nastar")).ids) == {first.id, second.id}
    assert db.session.scalars(select(SearchOutbox.object_id)).all() != []

    jobs.index()

    assert db.session.scalars(select(SearchOutbox.id)).all() == []
    assert whoosh.stats()["documents"] == 2
    assert whoosh.verify() == []


def test_a_crash_in_the_index_keeps_the_outbox(app, found, whoosh, monkeypatch):
    found("nastar")
    product = make_product(title="Nastar")

    def crash(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("marketplace.search.engines.whoosh.add", crash)
        with pytest.raises(IndexBad):
            indexer.one_round()
    db.session.rollback()
    assert find.search(Query("nastar")).ids == [product.id]  # by the database

    assert found("nastar") == [product.id]
    assert find.search(Query("nastar")).engine == "whoosh"


def test_a_rebuild_that_fails_leaves_the_old_generation(folder, whoosh, monkeypatch):
    def crash(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("marketplace.search.engines.whoosh.add", crash)
        with pytest.raises(OSError, match="No space"):
            indexer.rebuild()
    db.session.rollback()

    assert whoosh.generations.current() == folder
    assert find.search(Query("nastar")).engine == "whoosh"


def test_only_one_indexer_works(app, found, generations):
    found("nastar")
    make_product(title="Nastar")

    with generations.leading(wait=False) as leads:
        assert leads
        assert indexer.one_round() == 0

    assert indexer.one_round() > 0


def test_a_row_that_arrives_while_others_are_taken_is_kept(app, found, whoosh, monkeypatch):
    product = make_product(title="Nastar")
    apply = whoosh.apply

    def apply_late(upserts, deletes):
        apply(upserts, deletes)
        begin_write()
        product.title = "Kastengel"
        db.session.commit()

    with monkeypatch.context() as slow:
        indexer.one_round()
        begin_write()
        product.title = "Semprit"
        db.session.commit()
        slow.setattr(whoosh, "apply", apply_late)
        indexer.one_round()

    assert db.session.scalars(select(SearchOutbox.object_id)).all() == [product.id]
    assert found("kastengel") == [product.id]
    assert found("semprit") == []


def test_every_word_is_compared_once_a_day_and_not_on_the_day_it_was_written(app, whoosh, found):
    make_product(title="Nastar keju")
    found("nastar")
    assert not indexer.words_are_due()

    a_day_ago = time.time() - indexer.A_DAY.total_seconds() - 1
    os.utime(indexer.compared_by(), (a_day_ago, a_day_ago))
    assert indexer.words_are_due()

    jobs.verify()
    assert not indexer.words_are_due()
