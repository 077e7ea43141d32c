"""Search as each test wants it: an engine of choice over both databases, and rounds of the indexer on demand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from marketplace.search import find, indexer
from marketplace.search.engines import Engine, choosing
from marketplace.search.rules import Query


@pytest.fixture(autouse=True)
def fresh_engines(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """New engines over the test's empty data folder; repairs need not wait for each other."""
    if "app" in request.fixturenames:
        app = request.getfixturevalue("app")
        monkeypatch.setitem(app.extensions, "search", choosing.engines(app))
        monkeypatch.setattr(indexer, "PATIENCE", timedelta())


@pytest.fixture(params=["whoosh", "database", "memory"])
def engine(request: pytest.FixtureRequest, app: Flask, monkeypatch: Any) -> Engine:
    """Every engine in turn, as the configured one."""
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", request.param)
    return choosing.chosen_engine()


@pytest.fixture
def whoosh(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "whoosh")
    return choosing.chosen_engine()


@pytest.fixture
def found(app: Flask) -> Callable[..., list[int]]:
    """`found("keripik", market=3)`: the ids, after the indexer has heard of everything."""

    def search(words: str = "", **more: Any) -> list[int]:
        while indexer.one_round():
            pass
        return find.search(Query(words, **more)).ids

    return search
