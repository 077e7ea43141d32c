"""flask categories import, flask stock check."""

from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.catalogue.categories import BUNDLED, import_categories
from marketplace.catalogue.checks import problems
from marketplace.web.db import db

categories = AppGroup("categories", help="The kinds of goods.")
stock = AppGroup("stock", help="Goods on shelves and in baking rounds.")


@categories.command("import")
@click.argument(
    "path", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def import_them(path: Path | None) -> None:
    """Read in the categories of a CSV file, or those that come with the site."""
    done = import_categories(path or BUNDLED)
    db.session.commit()
    click.echo(f"Categories: {done.new} new, {done.changed} changed, {done.same} as they were.")


@stock.command("check")
def check() -> None:
    """Say where stock and its movements disagree; the exit code is 1 then."""
    found = problems()
    for sentence in found:
        click.echo(sentence)
    if found:
        raise SystemExit(1)
    click.echo("Stock: all pools agree with their movements.")


commands = (categories, stock)
