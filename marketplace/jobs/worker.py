"""The worker: claims jobs one at a time in short transactions of their own, and does what the clock asks for.

Any number of workers may run. A job is done at least once: one that was claimed by a worker that died is
claimed again when its lease ends.
"""

import logging
import signal
import threading
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Select, or_, select

from marketplace.jobs.models import Job
from marketplace.jobs.registry import clockwork, handler_of, handlers
from marketplace.jobs.rules import LEASE, MOST_TRIES, JobStatus, pause_before, status_after_failure
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db

log = logging.getLogger("pasar.worker")
IDLE = 0.5  # seconds between two looks at an empty table
KEPT = timedelta(days=7)  # how long done jobs stay


def due(at: datetime) -> Select[Job]:
    """Jobs whose time has come, and jobs whose worker was lost."""
    waiting = (Job.status == JobStatus.WAITING) & (Job.run_at <= at)
    lost = (Job.status == JobStatus.RUNNING) & (Job.leased_until < at)
    return select(Job).where(or_(waiting, lost)).order_by(Job.run_at, Job.id).limit(1)


def claim(at: datetime) -> Job | None:
    """Take one job for the length of a lease. Looks before it takes the write lock."""
    if db.session.scalar(due(at)) is None:
        db.session.rollback()
        return None
    begin_write()
    job = db.session.scalar(due(at).with_for_update(skip_locked=True))
    if job and job.tries >= MOST_TRIES:  # it killed its worker every time
        job.status, job.ended_at = JobStatus.PARKED, at
        job.last_error = "the worker died while doing it"
        job = None
    elif job:
        job.status, job.leased_until = JobStatus.RUNNING, at + LEASE
        job.tries += 1
    db.session.commit()
    return job


def do_one(at: datetime) -> bool:
    """Do one job if one is due; say whether there was one."""
    job = claim(at)
    if job is None:
        return False
    job_id, name, arguments, tries = job.id, job.name, dict(job.arguments), job.tries
    try:
        handler_of(name)(**arguments)
        db.session.rollback()
        finish(job_id, JobStatus.DONE)
    except Exception as error:
        db.session.rollback()
        log.exception("job %s (%s) failed, try %s", job_id, name, tries)
        fail(job_id, tries, f"{type(error).__name__}: {error}"[:500])
    finally:
        db.session.remove()
    return True


def finish(job_id: int, status: JobStatus) -> None:
    begin_write()
    job = db.session.get_one(Job, job_id)
    job.status, job.ended_at, job.leased_until = status, now(), None
    job.arguments = {}
    db.session.commit()


def fail(job_id: int, tries: int, error: str) -> None:
    """Back to waiting after a pause, or parked. A newer job with the same key takes over."""
    begin_write()
    job = db.session.get_one(Job, job_id)
    status = status_after_failure(tries)
    if status is JobStatus.WAITING and job.key and newer_waits(job):
        status = JobStatus.DONE
    job.status, job.last_error, job.leased_until = status, error, None
    job.run_at = now() + pause_before(tries)
    db.session.commit()


def newer_waits(job: Job) -> bool:
    query = select(Job.id).where(Job.key == job.key, Job.status == JobStatus.WAITING)
    return db.session.scalar(query.limit(1)) is not None


def tidy(at: datetime) -> None:
    """Forget jobs that were done a week ago."""
    begin_write()
    db.session.execute(db.delete(Job).where(Job.status == JobStatus.DONE, Job.ended_at < at - KEPT))
    db.session.commit()


class Clock:
    """When each piece of clockwork is due next, by this process's own clock."""

    def __init__(self) -> None:
        self.next = dict.fromkeys(clockwork, 0.0)

    def tick(self) -> None:
        """Do everything that is due. What fails is logged and comes again at its next time."""
        for name, at in self.next.items():
            if at > monotonic():
                continue
            self.next[name] = monotonic() + clockwork[name].total_seconds()
            try:
                handlers[name]()
            except Exception:
                log.exception("clockwork %s failed", name)
            finally:
                db.session.remove()


def work(stop: threading.Event) -> None:
    """Until told to stop: clockwork, then every due job, then a short rest."""
    clock, tidied = Clock(), 0.0
    while not stop.is_set():
        clock.tick()
        while not stop.is_set() and do_one(now()):
            clock.tick()
        if monotonic() - tidied > 3600:
            tidy(now())
            tidied = monotonic()
        stop.wait(IDLE)


def stop_on_signals(stop: threading.Event) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
