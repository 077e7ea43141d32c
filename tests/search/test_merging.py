"""Segments of an index stay few, and are merged while nothing waits."""

from types import SimpleNamespace

import pytest

from marketplace.search import indexer
from marketplace.search.engines import merging
from marketplace.search.engines.merging import CROWD, crowded
from marketplace.search.engines.whoosh import segments
from marketplace.web.db import begin_write, db
from tests.make import make_product


def sized(*sizes: int) -> list[SimpleNamespace]:
    return [SimpleNamespace(doc_count_all=lambda size=size: size) for size in sizes]


def test_a_few_segments_are_left_apart():
    assert crowded(sized(*[5] * (CROWD - 1), 10_000)) == []


def test_many_small_ones_are_merged_and_big_ones_left():
    found = sized(*[50] * CROWD, 5_000, 90_000)

    assert crowded(found) == found[:CROWD]


def test_what_was_merged_is_merged_again_with_its_like():
    found = sized(*[400] * CROWD, 20, 90_000)

    assert crowded(found) == found[: CROWD + 1]


@pytest.fixture
def changed(whoosh, found):
    """A product that was renamed so often that its index lies in as many segments as are a crowd."""
    product = make_product(title="Nastar keju")
    assert found("nastar") == [product.id]
    for number in range(CROWD):
        make_product(title=f"Sambal {number}")
        begin_write()
        product.title = f"Nastar keju nomor {number}"
        db.session.commit()
        indexer.one_round()
    return product


def test_segments_are_merged_when_nothing_waits(whoosh, changed, found):
    assert len(whoosh.reading(segments)) >= CROWD

    assert indexer.one_round() == 0

    assert len(whoosh.reading(segments)) == 1
    assert found("nastar") == [changed.id]
    assert len(found("sambal")) == CROWD
    assert whoosh.verify() == []


def test_too_many_are_merged_at_once(whoosh, changed, monkeypatch):
    monkeypatch.setattr(merging, "MOST_APART", 3)
    make_product(title="Sambal lagi")

    indexer.one_round()

    assert len(whoosh.reading(segments)) <= 2
    assert whoosh.verify() == []


def test_a_damaged_segment_that_cannot_be_merged_is_repaired(whoosh, changed, monkeypatch):
    def fails(*_):
        raise EOFError("cut short")

    with monkeypatch.context() as patch:
        patch.setattr("marketplace.search.engines.whoosh.merge_crowd", fails)
        indexer.one_round()
    assert "cut short" in whoosh.trouble()

    indexer.one_round()
    assert whoosh.verify() == []
