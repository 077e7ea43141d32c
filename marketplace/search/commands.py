"""flask search rebuild, flask search check."""

from collections.abc import Iterable, Sequence

import click
from flask.cli import AppGroup
from rich.progress import track

from marketplace.search import indexer
from marketplace.search.checks import problems
from marketplace.search.engines.choosing import chosen_engine
from marketplace.search.explaining import explain

search = AppGroup("search", help="Finding products.")


@search.command("rebuild")
def rebuild() -> None:
    """Make documents and index anew from the products. Visitors search on meanwhile."""
    indexer.rebuild(with_a_bar)
    stats = chosen_engine().stats()
    click.echo(f"Search: {stats['documents']} products, {stats['engine']} {stats['generation']}.")


def with_a_bar(pieces: Sequence[list[int]]) -> Iterable[list[int]]:
    return track(pieces, description="Reading products")


@search.command("check")
def check() -> None:
    """Say where products, documents and index disagree; the exit code is 1 then."""
    found = problems()
    for sentence in found:
        click.echo(sentence)
    if found:
        raise SystemExit(1)
    click.echo("Search: products, documents and index agree.")


@search.command("explain")
@click.argument("words")
@click.argument("product_id", type=int)
def explain_place(words: str, product_id: int) -> None:
    """Say why a product ranks where it does for these words."""
    for line in explain(words, product_id):
        click.echo(line)


commands = (search,)
