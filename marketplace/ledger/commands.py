"""flask ledger check, flask ledger balance."""

import click
from flask.cli import AppGroup

from marketplace.kit.rupiah import format_rupiah
from marketplace.ledger.checks import problems
from marketplace.ledger.queries import trial_balance
from marketplace.regions.models import Market
from marketplace.web.db import db

ledger = AppGroup("ledger", help="The books of collected money and kas RW.")


@ledger.command("check")
def check() -> None:
    """Say where the books do not agree; the exit code is 1 then."""
    found = problems()
    for sentence in found:
        click.echo(sentence)
    if found:
        raise SystemExit(1)
    click.echo("Ledger: every entry and every payout agree.")


@ledger.command("balance")
@click.option("--market", "slug", help="Only the entries of this market, by its slug.")
def balance(slug: str | None) -> None:
    """Print the trial balance: accounts that are not at zero, debit and credit."""
    market = db.session.scalar(db.select(Market).filter_by(slug=slug)) if slug else None
    if slug and market is None:
        raise click.ClickException(f"no market {slug}")
    rows = trial_balance(market)
    for row in rows:
        print_line(row.label, row.debit, row.credit)
    print_line("Jumlah", sum(row.debit for row in rows), sum(row.credit for row in rows))


def print_line(label: str, debit: int, credit: int) -> None:
    sides = [format_rupiah(amount) if amount else "" for amount in (debit, credit)]
    click.echo(f"{label:<60} {sides[0]:>18} {sides[1]:>18}".rstrip())


commands = (ledger,)
