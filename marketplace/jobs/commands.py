"""`flask worker`, `flask jobs parked`, `flask jobs retry`."""

import logging
import threading

import click
from flask.cli import AppGroup, with_appcontext

from marketplace.jobs.models import Job
from marketplace.jobs.rules import JobStatus
from marketplace.jobs.worker import do_one, stop_on_signals, work
from marketplace.kit.clock import now, waktu
from marketplace.web.db import begin_write, db

group = AppGroup("jobs", help="Look after jobs that failed.")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Do jobs and clockwork until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    if once:
        while do_one(now()):
            pass
        return
    stop = threading.Event()
    stop_on_signals(stop)
    work(stop)


@group.command("parked")
def parked() -> None:
    """List jobs that failed five times; exit 1 when there are any."""
    rows = db.session.scalars(db.select(Job).where(Job.status == JobStatus.PARKED)).all()
    for job in rows:
        click.echo(f"{job.id}  {job.name}  {waktu(job.run_at)}  {job.last_error}")
    click.echo(f"{len(rows)} parked")
    raise SystemExit(1 if rows else 0)


@group.command("retry")
@click.argument("job_id", type=int)
def retry(job_id: int) -> None:
    """Let a parked job try again."""
    begin_write()
    job = db.session.get(Job, job_id)
    if job is None or job.status is not JobStatus.PARKED:
        raise click.ClickException(f"job {job_id} is not parked")
    job.status, job.tries, job.run_at = JobStatus.WAITING, 0, now()
    db.session.commit()
    click.echo(f"job {job_id} waits again")


commands = (worker, group)
