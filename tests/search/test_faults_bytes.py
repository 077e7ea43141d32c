"""Bytes of the index that changed by themselves: found by a full comparison, or of no consequence."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from marketplace.search import documents, find, indexer
from marketplace.search.engines import IndexBad
from marketplace.search.engines.whoosh import WhooshEngine
from marketplace.search.rules import WORDS, Entry, Query, Stage
from marketplace.search.words import Term
from tests.make import make_product, make_stall

KINDS = ".seg", ".toc", "current", "analysed"
FLIPS = 12  # of each file; thousands were tried when this was written
STAGES = Stage.ALL, Stage.ALL_IN_NAMES, Stage.ALL_IN_TITLE, Stage.BEGINNINGS
TITLES = "Nastar keju", "Kastengel", "Semprit susu", "Stik bawang"


@pytest.fixture
def engine_name() -> str:
    """The files of an index do not know which database lies beside them."""
    return "sqlite"


@pytest.fixture
def files(app, found, whoosh) -> list[Path]:
    """Files of an index of several segments, with documents that were deleted."""
    stall = make_stall()
    products = [make_product(stall, title=title) for title in TITLES]
    found("nastar")
    entries = documents.kept_entries({product.id for product in products[:2]})
    whoosh.apply(entries, [])
    folder = whoosh.generations.current()
    assert len(list(folder.glob("*.seg"))) > 1
    return [*folder.iterdir(), whoosh.generations.pointer, indexer.analysed_by()]


def flips(path: Path, chance: Random) -> Iterator[int]:
    """The file with one bit turned, again and again; the place of the bit."""
    good = path.read_bytes()
    for _ in range(FLIPS if good else 0):
        at = chance.randrange(len(good))
        turned = good[at] ^ (1 << chance.randrange(8))
        path.write_bytes(good[:at] + bytes([turned]) + good[at + 1 :])
        yield at
    path.write_bytes(good)


def answers(engine: WhooshEngine, entries: list[Entry]) -> dict[tuple[str, Stage], list[int]]:
    """What the engine says to every word of these documents, and to its beginning; nothing when it notices."""
    words = {word for entry in entries for word in entry.everything.split()}
    asked = {word: Term((word,), (word,)) for word in words | {word[:3] for word in words}}
    try:
        return {
            (word, stage): sorted(engine.matching([term], stage))
            for word, term in asked.items()
            for stage in STAGES
        }
    except IndexBad:
        return {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_is_found_or_changes_no_answer(app, files, whoosh, kind):
    logging.disable(logging.WARNING)
    entries = list(documents.all_entries())
    before = answers(whoosh, entries)
    found = 0
    for path in files:
        if path.name.endswith(kind):
            for at in flips(path, Random(kind)):
                engine = WhooshEngine(whoosh.generations.root)
                if is_found(engine):
                    found += 1
                else:
                    assert answers(engine, entries) in (before, {}), (path.name, at)
    logging.disable(logging.NOTSET)

    assert found


def is_found(engine: WhooshEngine) -> bool:
    """By the comparison or by the look at which analyser wrote it; forgotten then."""
    found = bool(engine.verify() or indexer.need_to_rebuild(engine))
    for mark in engine.generations.root.glob("*.bad"):
        mark.unlink()
    return found


def test_every_visitor_is_answered_whatever_bit_turned(app, files, whoosh, client, monkeypatch):
    logging.disable(logging.WARNING)
    chance = Random(7)
    for path in files:
        for at in islice(flips(path, chance), 5):
            engine = WhooshEngine(whoosh.generations.root)  # as a process that starts now
            monkeypatch.setitem(app.extensions["search"], "whoosh", engine)
            for address in ("/cari?q=nastar", "/cari?q=kas+ten", "/cari/saran?q=na"):
                assert client.get(address).status_code == 200, (path.name, at, address)
    logging.disable(logging.NOTSET)


def test_a_word_that_the_index_lost_is_found_by_the_clock_and_brought_back(app, files, whoosh):
    """The postings of one word are gone, ids and versions are as they should be."""
    entry = next(e for e in documents.all_entries() if "semprit" in e.title_exact)
    fields = {f: " ".join(w for w in getattr(entry, f).split() if w != "semprit") for f in WORDS}
    whoosh.apply([replace(entry, **fields)], [])
    assert find.search(Query("semprit", literal=True)).ids == []

    assert whoosh.verify() == [f"product {entry.product_id}: other words in the index"]
    indexer.mend()

    assert find.search(Query("semprit")).ids == [entry.product_id]
    assert find.search(Query("semprit")).engine == "whoosh"
    assert whoosh.verify() == []
