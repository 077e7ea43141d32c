"""flask user create, grant, revoke: how the first people of a city get in."""

from dataclasses import dataclass

import click
from flask.cli import AppGroup

from marketplace.accounts.actions import Taken, create_user, find_user, grant, revoke
from marketplace.accounts.actions.grants import scope_of
from marketplace.accounts.forms import read_destination
from marketplace.accounts.models import User
from marketplace.accounts.rules import SCOPE_OF, Role, fault_of_password
from marketplace.web.db import db

user = AppGroup("user", help="Akun dan peran.")
commands = (user,)


@dataclass
class Named:
    """A market or stall, of which this floor knows the table only."""

    id: int
    name: str


@user.command("create")
@click.argument("name")
@click.argument("destination")
@click.option("--password", prompt=True, prompt_required=False, hide_input=True, default="")
def create_command(name: str, destination: str, password: str) -> None:
    """A person NAME whose DESTINATION (phone or e-mail) you vouch for; without --password they sign in by code."""
    found = destination_named(destination)
    fault = fault_of_password(password) if password else None
    if fault:
        raise click.ClickException(fault)
    try:
        kind = "email" if "@" in found else "phone"
        created = create_user(name, password=password or None, **{kind: found})
    except Taken as taken:
        raise click.ClickException(f"{destination} sudah punya akun.") from taken
    db.session.commit()
    click.echo(f"{created.name}: akun {created.id}")


@user.command("grant")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.argument("destination")
@click.option("--market", default="", help="Slug of the market, for rw_admin and treasurer.")
@click.option("--stall", default="", help="Slug of the stall, for producer.")
def grant_command(role: str, destination: str, market: str, stall: str) -> None:
    """Give ROLE to the person with this phone or e-mail."""
    in_market, of_stall = scope_named(Role(role), market, stall)
    given = grant(person_named(destination), Role(role), market=in_market, stall=of_stall)
    db.session.commit()
    click.echo(f"{given.user.name}: {given.role.label} {market or stall}".rstrip())


@user.command("revoke")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.argument("destination")
@click.option("--market", default="")
@click.option("--stall", default="")
def revoke_command(role: str, destination: str, market: str, stall: str) -> None:
    """Take ROLE back; it ends with that person's next request."""
    person = person_named(destination)
    in_market, of_stall = scope_named(Role(role), market, stall)
    wanted = Role(role), in_market and in_market.id, of_stall and of_stall.id
    held = next((grant for grant in person.grants if scope_of(grant) == wanted), None)
    if held is None:
        raise click.ClickException(f"{person.name} tidak memegang peran itu.")
    revoke(held, by=None)
    db.session.commit()
    click.echo(f"{person.name}: peran {Role(role).label} dicabut")


def destination_named(typed: str) -> str:
    try:
        return read_destination(typed)
    except ValueError as bad:
        raise click.ClickException(str(bad)) from bad


def person_named(typed: str) -> User:
    person = find_user(destination_named(typed))
    if person is None:
        raise click.ClickException(f"Belum ada akun dengan {typed}. Buat dulu: flask user create.")
    return person


def scope_named(role: Role, market: str, stall: str) -> tuple[Named | None, Named | None]:
    """The market or stall that the role is given for, found by its slug."""
    needed = SCOPE_OF.get(role, "")
    if (bool(market), bool(stall)) != (needed == "market", needed == "stall"):
        where = f"perlu --{needed}" if needed else "berlaku untuk seluruh kota"
        raise click.ClickException(f"Peran {role.value} {where}.")
    return row_named("markets", market), row_named("stalls", stall)


def row_named(table: str, slug: str) -> Named | None:
    if not slug:
        return None
    columns = db.metadata.tables[table].c
    found = db.session.scalar(db.select(columns.id).where(columns.slug == slug))
    if found is None:
        raise click.ClickException(f"Tidak ada {slug}.")
    return Named(found, slug)
