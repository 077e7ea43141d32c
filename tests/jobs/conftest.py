"""Handlers of these tests, and what they did."""

from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.jobs.registry import clockwork, handlers


@pytest.fixture
def done() -> Iterator[list[Any]]:
    """What the handlers of these tests did; their names are forgotten afterwards."""
    seen: list[Any] = []
    handlers["uji.catat"] = lambda **arguments: seen.append(arguments)
    handlers["uji.gagal"] = fail
    yield seen
    for name in [name for name in handlers if name.startswith("uji.")]:
        del handlers[name]
    for name in [name for name in clockwork if name.startswith("uji.")]:
        del clockwork[name]


def fail() -> None:
    raise RuntimeError("oven mati")
