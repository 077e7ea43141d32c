"""flask search rebuild, check, synonyms."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.progress import track

from marketplace.search import indexer
from marketplace.search.checks import problems
from marketplace.search.engines.choosing import chosen_engine
from marketplace.search.explaining import explain
from marketplace.search.synonyms import BadSynonym, all_synonyms, teach, teach_all, unteach
from marketplace.web.db import db

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


synonyms = AppGroup("synonyms", help="What else a spelling or word means to visitors.")
search.add_command(synonyms)


@synonyms.command("list")
def list_synonyms() -> None:
    for each in all_synonyms():
        click.echo(f"{each.spelling} → {each.means}")


@synonyms.command("add")
@click.argument("spelling")
@click.argument("meaning")
def add_synonym(spelling: str, meaning: str) -> None:
    """Whoever types SPELLING also finds what MEANING finds, within a minute."""
    try:
        added = teach(spelling, meaning)
    except BadSynonym as bad:
        raise click.ClickException(str(bad)) from bad
    db.session.commit()
    click.echo(f"{added.spelling} → {added.means}")


@synonyms.command("remove")
@click.argument("spelling")
def remove_synonym(spelling: str) -> None:
    try:
        unteach(spelling)
    except BadSynonym as bad:
        raise click.ClickException(str(bad)) from bad
    db.session.commit()


@synonyms.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_synonyms(file: Path) -> None:
    """Take over FILE (ejaan,arti): all of it or nothing."""
    try:
        new, same = teach_all(file)
    except BadSynonym as bad:
        raise click.ClickException(f"Tidak ada yang disimpan.\n{bad}") from bad
    db.session.commit()
    click.echo(f"{new} baru, {same} sama")


commands = (search,)
