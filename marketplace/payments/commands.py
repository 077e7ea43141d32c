"""flask payments reconcile, compare, balance, refund-again, issue-papers."""

from datetime import timedelta

import click
from flask.cli import AppGroup
from sqlalchemy import select

from marketplace.kit.clock import now
from marketplace.kit.rupiah import format_rupiah
from marketplace.payments.gateways import configured
from marketplace.payments.gateways.interface import Outcome
from marketplace.payments.jobs import balance_there, catch_up, expected_balance, send_refunds
from marketplace.payments.papers.missing import issue_all
from marketplace.payments.provider_events import EventState, ProviderEvent
from marketplace.payments.sessions import ProviderRefund
from marketplace.web.db import begin_write, db

group = AppGroup("payments", help="Look after money at the payment providers.")


@group.command("reconcile")
def reconcile() -> None:
    """Ask the providers for everything open or missed now; exit 1 while something waits for a person."""
    for gateway in configured():
        counts = catch_up(gateway, now(), wait=timedelta())
        click.echo(f"{gateway.name}: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    send_refunds()
    found = left_over()
    for sentence in found:
        click.echo(sentence)
    raise SystemExit(1 if found else 0)


def left_over() -> list[str]:
    """Sentences about what could not be done."""
    failed = select(ProviderEvent).where(ProviderEvent.state == EventState.FAILED)
    refunds = select(ProviderRefund).where(ProviderRefund.outcome == Outcome.FAILED)
    return [
        *(f"event {it.id} ({it.type}): {it.note}" for it in db.session.scalars(failed)),
        *(f"refund {it.refund_id}: {it.note}" for it in db.session.scalars(refunds)),
    ]


@group.command("compare")
def compare() -> None:
    """Compare the books with what lies at the providers; exit 1 when they differ."""
    there, ours = balance_there(), expected_balance()
    told = "not told" if there is None else f"{format_rupiah(there)} there"
    click.echo(f"{told}, {format_rupiah(ours)} by the books")
    raise SystemExit(0 if there in (None, ours) else 1)


@group.command("balance")
def balance() -> None:
    """The rupiah that the books say lie at the providers, as a bare number."""
    click.echo(int(expected_balance()))


@group.command("refund-again")
@click.argument("refund_id", type=int)
def refund_again(refund_id: int) -> None:
    """Send a refund that failed once more, as a new one."""
    begin_write()
    row = db.session.get(ProviderRefund, refund_id)
    if row is None or row.outcome is not Outcome.FAILED:
        raise click.ClickException(f"refund {refund_id} has not failed")
    row.outcome, row.returned, row.tries = Outcome.PENDING, None, row.tries + 1
    db.session.commit()
    click.echo(f"refund {refund_id} is sent again by the worker")


@group.command("issue-papers")
def issue_papers() -> None:
    """Issue the notas and corrections that are missing: of orders that were paid before there were any."""
    count = issue_all(now())
    db.session.commit()
    click.echo(f"{count} papers issued")


commands = (group,)
