"""flask training import: the office's roster."""

from functools import cache
from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.kit.clock import now, today
from marketplace.regions.actions import find_village
from marketplace.training.actions import Report, import_roster
from marketplace.training.reading import BadRoster, read_lines
from marketplace.training.roster import Entry, read_entries
from marketplace.web.db import db

AT_ONCE = 200  # people in one transaction, so that the site goes on writing meanwhile

training = AppGroup("training", help="Pelatihan dan peserta.")
commands = (training,)


@training.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--programme", default="", help="For rosters without such a column.")
@click.option("--session", default="", help="Angkatan, for rosters without such a column.")
@click.pass_context
def import_command(context: click.Context, file: Path, programme: str, session: str) -> None:
    """Take over participants from FILE (XLSX or CSV): nama, hp, kelurahan, rw, produk, program
    [, kecamatan, angkatan, tanggal selesai, status]. Right lines are saved, faulty cells are listed.
    """
    try:
        entries, faults = read_entries(read_lines(file), programme, session, cache(is_place))
    except BadRoster as bad:
        raise click.ClickException(f"Tidak ada yang disimpan. {bad}") from bad
    report = save_all(entries)
    report.faults += faults
    tell(report)
    if report.faults:
        context.exit(1)


def is_place(village: str, district: str) -> bool:
    return find_village(village, district or None) is not None


def save_all(entries: list[Entry]) -> Report:
    from rich.console import Console
    from rich.progress import track

    report = Report()
    parts = [entries[n : n + AT_ONCE] for n in range(0, len(entries), AT_ONCE)]
    console = Console(stderr=True)
    for part in track(parts, "Menyimpan peserta", console=console, transient=True):
        report.add(import_roster(part, today=today(now())))
        db.session.commit()
    return report


def tell(report: Report) -> None:
    for fault in report.faults:
        click.echo(str(fault))
    click.echo(f"{report.new} baru, {report.changed} berubah, {report.same} sama")
    click.echo(f"{report.certificates} sertifikat terbit")
    if report.faults:
        click.echo(f"{len(report.faults)} sel perlu dibetulkan; barisnya belum disimpan")
