"""The floor plan: a folder imports only itself and the floors below it, and every room keeps its manners."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

FLOORS = """
    kit web jobs accounts regions notices training stalls catalogue equipment search cart orders
    ledger payments checkout reviews community shop desks api site demo
""".split()
HOUSE = Path("marketplace")
FILES = [path for path in sorted(HOUSE.rglob("*.py")) if len(path.parts) > 2]
CLOCK = HOUSE / "kit/clock.py"
ALSO_COMMITS = {
    HOUSE / "accounts/browser.py",  # what the views of signing in share
    HOUSE / "accounts/wiring.py",  # last-seen, after a POST has answered
    HOUSE / "payments/errands.py",  # a payment's intent, then the provider's answer
    HOUSE / "search/indexer.py",  # the worker's other half: a job without a row
}
LONGEST_FILE = 250
LONGEST_FUNCTION = 25


def rooms(*names: str) -> list[Path]:
    """The files of a room, a folder or a floor of one of these names."""
    return [path for path in FILES if set(names) & {*path.parts[1:], path.stem}]


PURE = rooms("kit", "rules")
QUIET = [p for p in FILES if p not in rooms("views", "commands", "jobs", "demo")]


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=str)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def file_of(name: str) -> Path:
    """marketplace.kit.clock.now → marketplace/kit/clock.py"""
    path = Path(*name.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py", path.parent.with_suffix(".py"))
    return next((file for file in files if file.is_file()), path.parent / "__init__.py")


@cache
def is_pure(path: Path) -> bool:
    """Whether a file knows the standard library only, and files of ours that know no more."""
    for name in imports_of(path):
        root = name.split(".")[0]
        if root == "marketplace":
            assert is_pure(file_of(name)), name
        else:
            assert root in sys.stdlib_module_names, f"{path} imports {name}"
    return True


def calls_of(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def name_called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def functions_of(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef))


def length_of(function: ast.FunctionDef) -> int:
    """Lines of the body, without a docstring; a long signature is not a long thought."""
    told = ast.get_docstring(function) is not None
    body = function.body[told:] or function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


def test_every_folder_has_its_floor() -> None:
    folders = {path.parts[1] for path in FILES}

    assert folders <= set(FLOORS)


def test_the_factory_opens_the_floors_in_their_order() -> None:
    from marketplace import FLOORS as opened

    assert [floor for floor in FLOORS if floor in opened] == opened
    assert {path.parts[1] for path in FILES} - {"kit"} == set(opened)


@each(FILES)
def test_imports_only_point_down(path: Path) -> None:
    floor = FLOORS.index(path.parts[1])

    upward = [
        name
        for name in imports_of(path)
        if name.startswith("marketplace.") and FLOORS.index(name.split(".")[1]) > floor
    ]

    assert not upward


@each(PURE)
def test_rules_know_no_framework(path: Path) -> None:
    assert is_pure(path)


@each([path for path in PURE if path != CLOCK])
def test_rules_are_told_the_time(path: Path) -> None:
    asked = {name_called(call) for call in calls_of(path)}

    assert not {name for name in asked if re.search(r"\b(now|utcnow|today\.today)$", name)}
    assert "marketplace.kit.clock.now" not in set(imports_of(path))


@each(rooms("views"))
def test_views_fetch_through_the_owner(path: Path) -> None:
    """`session.get(Model, id)` would find a stranger's row as well; a foreign key of an own row is fine."""
    bare = [
        call.lineno
        for call in calls_of(path)
        if name_called(call).removeprefix("db.") in {"session.get", "session.get_one"}
        and not ast.unparse(call.args[-1]).endswith("_id")
    ]

    assert not bare, f"{path}: by bare id in lines {bare}"


@each([path for path in QUIET if path not in ALSO_COMMITS])
def test_only_the_outermost_room_commits(path: Path) -> None:
    commits = [call.lineno for call in calls_of(path) if name_called(call).endswith(".commit")]

    assert not commits, f"{path}: commits in lines {commits}"


@each(rooms("actions", "rules", "models"))
def test_actions_and_rules_do_not_see_the_request(path: Path) -> None:
    unwanted = {"flask.request", "flask.flash", "flask.session", "flask.redirect", "flask.g"}

    assert not unwanted & set(imports_of(path))


@each(FILES)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@each(FILES)
def test_functions_are_short(path: Path) -> None:
    long = {f.name: length_of(f) for f in functions_of(path) if length_of(f) > LONGEST_FUNCTION}

    assert not long
