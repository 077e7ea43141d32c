"""flask regions import, flask market create, flask market open."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from marketplace.kit.clock import now
from marketplace.regions.actions import (
    AlreadyThere,
    ImportReport,
    create_market,
    find_village,
    import_regions,
    open_market,
    open_rw,
)
from marketplace.regions.models import Market, Region
from marketplace.regions.reading import BadRegions, read_regions
from marketplace.regions.rules import Board, IllegalMarketMove
from marketplace.web.db import begin_write, db

regions = AppGroup("regions", help="Kota, kecamatan, kelurahan.")
market = AppGroup("market", help="Pasar RW.")
commands = (regions, market)


@regions.command("import")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def import_command(file: Path | None) -> None:
    """Take over kelurahan from FILE (kode, kecamatan, kelurahan[, kota, kodepos]); without FILE, Kota Malang."""
    try:
        rows = read_regions(current_app.config["CITY"], file)
    except BadRegions as bad:
        raise click.ClickException("Tidak ada yang disimpan.\n" + str(bad)) from bad
    begin_write()
    report = import_regions(rows)
    db.session.commit()
    tell(report)


def tell(report: ImportReport) -> None:
    for line in report.new:
        click.echo(f"baru     {line}")
    for line in report.changed:
        click.echo(f"berubah  {line}")
    click.echo(f"{len(report.new)} baru, {len(report.changed)} berubah, {report.same} sama")


@market.command("create")
@click.argument("slugs", nargs=-1, required=True)
@click.option("--kecamatan", help="When two kelurahan share a name.")
@click.option(
    "--board", type=click.Choice([board.value for board in Board]), default=Board.DAUN.value
)
def create_command(slugs: tuple[str, ...], kecamatan: str | None, board: str) -> None:
    """Prepare the markets with these addresses (purwantoro-rw-15 …); all or none."""
    begin_write()
    for slug in slugs:
        village, number = place_of(slug, kecamatan)
        try:
            born = create_market(open_rw(village, number), board=Board(board))
        except AlreadyThere as there:
            raise click.ClickException(f"Pasar {there} sudah ada.") from there
        click.echo(f"{born.name}: /pasar/{born.slug}")
    db.session.commit()


def place_of(slug: str, district: str | None) -> tuple[Region, int]:
    place, _, number = slug.rpartition("-rw-")
    village = find_village(place, district)
    if not number.isdecimal() or not 1 <= int(number) <= 99 or village is None:
        raise click.ClickException(
            f"{slug} bukan alamat seperti purwantoro-rw-15, atau kelurahannya tidak hanya satu."
        )
    return village, int(number)


@market.command("open")
@click.argument("slugs", nargs=-1, required=True)
def open_command(slugs: tuple[str, ...]) -> None:
    """Open the markets with these addresses; all or none."""
    begin_write()
    for slug in slugs:
        found = db.session.scalar(db.select(Market).where(Market.slug == slug))
        if found is None:
            raise click.ClickException(f"Tidak ada pasar {slug}.")
        try:
            open_market(found, now())
        except IllegalMarketMove:
            click.echo(f"{found.name} sudah buka.")
    db.session.commit()
    click.echo(f"{len(slugs)} pasar buka.")
