"""flask demo: a believable Malang, and the accounts to look at it with."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from marketplace.demo import building, people
from marketplace.demo.pictures import compose_all
from marketplace.kit.clock import now
from marketplace.regions.models import Market
from marketplace.web.db import db
from marketplace.web.photos import current_store

REFUSED = (
    "The demo makes accounts whose password everybody knows. It is for development (PASAR_ENV=development) "
    "or for a site that says it is a demo (PASAR_DEMO=1)."
)


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Only in a database without markets.")
@click.option("--pictures/--no-pictures", default=True, help="Compose pictures of goods and faces.")
@with_appcontext
def demo(if_empty: bool, pictures: bool) -> None:
    """Build a believable Malang, marked as such. Doing it twice changes nothing."""
    if not (current_app.config["DEVELOPMENT"] or current_app.config["DEMO"]):
        raise click.ClickException(REFUSED)
    if not if_empty or is_wanted():
        build(pictures)
    tell_accounts()


def is_wanted() -> bool:
    """Nothing is there, or a demo that was interrupted."""
    if people.is_begun():
        return not people.is_finished()
    return db.session.scalar(db.select(Market.id).limit(1)) is None


def build(pictures: bool) -> None:
    with progress() as bars, uncollected():
        photos = {}
        if pictures:
            bar = bars.add_task("Gambar", total=None)
            photos = compose_all(
                building.pictures(), on_done=follow(bars, bar), store=current_store()
            )
        steps = building.steps(photos, now())
        bar = bars.add_task("Menata", total=len(steps))
        for words, step in steps:
            bars.update(bar, description=words)
            step()
            db.session.commit()
            bars.advance(bar)


@contextmanager
def uncollected() -> Iterator[None]:
    """Looking for rubbish among so many fresh rows takes a quarter of the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def follow(bars: Progress, bar: int) -> Callable[[int, int], None]:
    return lambda done, total: bars.update(bar, completed=done, total=total)  # type: ignore[arg-type]


def progress() -> Progress:
    columns = TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn()
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))


def tell_accounts() -> None:
    accounts = list(people.signs_in())
    db.session.rollback()
    if not accounts:
        click.echo("Basis data ini tidak kosong, jadi data contoh tidak ditambahkan.")
        return
    table = Table(title=f"Akun contoh, kata sandi: {people.password()}", title_justify="left")
    for head in ("Peran", "Nama", "Nomor HP", "Mengurus"):
        table.add_column(head)
    for role, name, sees, phone in accounts:
        table.add_row(role, name, phone, sees)
    Console().print(table)


commands = (demo,)
