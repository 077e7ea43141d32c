"""One server for all races of an engine: they tell their goods apart, and the database is emptied before the first."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import ENGINES, emptied
from tests.serving import serving


@pytest.fixture(scope="module", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def app(engine_name: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    with emptied(engine_name, request) as app:
        yield app


@pytest.fixture(scope="module")
def server(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address
