"""A disk that is full or may not be written, and files that somebody else holds: searching goes on, nothing is lost."""

import errno
import fcntl
from typing import Any

import pytest
from sqlalchemy import select
from whoosh.filedb.filestore import FileStorage

from marketplace.search import find, indexer
from marketplace.search.checks import problems
from marketplace.search.engines import IndexBad
from marketplace.search.models import SearchOutbox
from marketplace.search.rules import Query
from marketplace.web.db import begin_write, db
from tests.make import make_product


@pytest.fixture
def engine_name() -> str:
    """The files of an index do not know which database lies beside them."""
    return "sqlite"


@pytest.fixture
def nastar(app, found, whoosh) -> Any:
    product = make_product(title="Nastar keju")
    assert found("nastar") == [product.id]
    return product


def rename(product: Any, title: str) -> None:
    begin_write()
    product.title = title
    db.session.commit()


def searches(client: Any, product: Any) -> None:
    assert find.search(Query(product.title.split()[0])).ids == [product.id]
    assert product.title in client.get("/cari", query_string={"q": product.title}).text
    assert client.get("/cari/saran?q=na").status_code == 200


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_an_index_that_cannot_be_written(nastar, client, monkeypatch, number):
    """What is new is found by the database; once there is room again the next rounds bring the index up to date."""

    def refuse(*_args: Any, **_more: Any) -> Any:
        raise OSError(number, errno.errorcode[number])

    rename(nastar, "Kastengel keju")
    with monkeypatch.context() as broken:
        broken.setattr(FileStorage, "create_file", refuse)
        for _ in range(3):
            with pytest.raises((IndexBad, OSError)):
                indexer.one_round()
            db.session.rollback()
            searches(client, nastar)
        assert db.session.scalars(select(SearchOutbox.object_id)).all() == [nastar.id]

    while indexer.one_round():
        pass
    assert find.search(Query("kastengel")).engine == "whoosh"
    assert problems() == []


def test_a_folder_in_which_nothing_can_be_noted(nastar, client, whoosh, monkeypatch):
    """Not even that the index is bad: every process finds out by itself, and the database answers."""

    def refuse(*_args: Any, **_more: Any) -> Any:
        raise OSError(errno.EROFS, "Read-only file system")

    for path in whoosh.generations.current().glob("*.seg"):
        path.write_bytes(b"")
    whoosh.kept.searcher = None
    with monkeypatch.context() as read_only:
        read_only.setattr("pathlib.Path.write_text", refuse)
        searches(client, nastar)
        searches(client, nastar)
        assert whoosh.verify() != []

    indexer.one_round()
    assert find.search(Query("nastar")).engine == "whoosh"


def test_an_index_that_somebody_else_writes(nastar, client, whoosh):
    rename(nastar, "Kastengel keju")
    lock = next(whoosh.generations.current().glob("*WRITELOCK"))
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert indexer.one_round() == 0
        assert client.get("/cari?q=kastengel").status_code == 200
        assert problems() == []  # it waits, it is not lost

    while indexer.one_round():
        pass
    searches(client, nastar)


def test_what_a_dead_process_left_behind_does_no_harm(nastar, whoosh):
    root = whoosh.generations.root
    half = whoosh.generations.begin()
    (half / "MAIN_abc.seg").write_bytes(b"half")
    (root / "current.new").write_text("index-half", encoding="utf-8")
    (whoosh.generations.current() / "MAIN_0000000000000000.seg").write_bytes(b"never committed")
    rename(nastar, "Kastengel keju")

    while indexer.one_round():
        pass
    assert problems() == []
    indexer.rebuild()

    assert [path.name for path in root.glob("index-*")] == [whoosh.generation()]
    assert find.search(Query("kastengel")).ids == [nastar.id]
