"""The indexer is killed at any moment: nothing is lost, nothing is wrong, nobody notices."""

import pytest
from flask import Flask

from marketplace.search.engines import choosing
from tests.torture.siege import besiege, documents, left_over

pytestmark = [pytest.mark.race, pytest.mark.xdist_group("race"), pytest.mark.timeout(300)]
KILLS = 10


@pytest.fixture
def besieged(app: Flask, whoosh, monkeypatch) -> Flask:
    """Whoosh over both databases, for the processes that are started too."""
    monkeypatch.undo()
    monkeypatch.setitem(app.extensions, "search", choosing.engines(app))
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "whoosh")
    monkeypatch.setenv("PASAR_SEARCH_ENGINE", "whoosh")
    return app


def test_an_index_survives_whoever_writes_it(besieged):
    siege = besiege(besieged, KILLS, seed=15)

    assert siege.faults == []
    assert siege.kills.total() == KILLS
    assert siege.asked > KILLS
    assert siege.changes > KILLS
    assert left_over() == 0
    assert documents() >= 3
