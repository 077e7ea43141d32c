"""What the clock asks for, and that every name has exactly one handler."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from marketplace.jobs.registry import clockwork, handler_of, handlers, job
from marketplace.jobs.worker import Clock
from tests.jobs.conftest import fail


def test_clockwork_that_fails_does_not_stop_the_clock(app, done, caplog) -> None:
    job("uji.rusak", every=timedelta(seconds=1))(fail)
    job("uji.detak", every=timedelta(seconds=1))(lambda: done.append("detak"))
    clock = Clock()
    clock.next = {name: at for name, at in clock.next.items() if name.startswith("uji.")}

    clock.tick()
    clock.tick()

    assert done == ["detak"]  # once, for its second has not passed
    assert "clockwork uji.rusak failed" in caplog.text


def test_a_name_has_one_handler(done) -> None:
    with pytest.raises(LookupError, match="two handlers"):
        job("uji.catat")(fail)
    with pytest.raises(LookupError, match="nobody does"):
        handler_of("uji.entah")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_all_that_is_asked_for_anywhere_has_a_handler(app) -> None:
    """Names in `enqueue("...")` calls are read from the code."""
    named = {
        call.args[0].value
        for path in Path("marketplace").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "enqueue"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }

    assert named <= set(handlers)
    assert set(clockwork) <= set(handlers)
