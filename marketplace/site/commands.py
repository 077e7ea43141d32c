"""`flask check`: whether stock, orders, money and index still tell the same story."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import click
from flask.cli import with_appcontext

Problems = Callable[[], list[str]]


def all_checks() -> Iterator[tuple[str, Problems]]:
    """Every floor that has a `checks.py` with `problems()`, by name."""
    for floor in sorted(
        module.name for module in iter_modules(import_module("marketplace").__path__)
    ):
        name = f"marketplace.{floor}.checks"
        if find_spec(name) and hasattr(import_module(name), "problems"):
            yield floor, import_module(name).problems


@click.command("check")
@with_appcontext
def check() -> None:
    """Say everything that does not agree; the exit code is 1 then."""
    asked, found = [], 0
    for floor, problems in all_checks():
        asked.append(floor)
        for sentence in problems():
            click.echo(f"{floor}: {sentence}")
            found += 1
    if found:
        click.echo(f"Check: {found} found in {', '.join(asked)}.")
        raise SystemExit(1)
    click.echo(f"Check: {', '.join(asked)} agree.")


commands = (check,)
