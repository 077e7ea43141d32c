"""Jobs: asked for once, done at least once, parked when they cannot be done."""

import threading
from datetime import timedelta
from typing import Any

from flask import Flask

from marketplace.jobs import worker
from marketplace.jobs.models import Job, enqueue
from marketplace.jobs.registry import handlers
from marketplace.jobs.rules import LEASE, MOST_TRIES, JobStatus, pause_before, status_after_failure
from marketplace.jobs.worker import do_one, tidy
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db
from tests.jobs.conftest import fail


def ask(name: str = "uji.catat", **more: Any) -> None:
    enqueue(name, **more)
    db.session.commit()


def jobs() -> list[Job]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Job).order_by(Job.id)))


def do_all(at=None) -> int:
    return sum(1 for _ in iter(lambda: do_one(at or now()), False))


def test_a_job_is_done_with_its_arguments_and_they_are_forgotten(app, done) -> None:
    ask(order=7, note="hangat")

    assert do_all() == 1
    assert done == [{"order": 7, "note": "hangat"}]
    (row,) = jobs()
    assert (row.status, row.arguments, row.leased_until) == (JobStatus.DONE, {}, None)
    assert row.ended_at


def test_nothing_is_asked_for_by_a_change_that_was_not_kept(app, done) -> None:
    enqueue("uji.catat")
    db.session.rollback()

    assert do_all() == 0


def test_the_same_key_waits_once(app, done) -> None:
    for _ in range(3):
        ask(key="pesanan:1", n=1)
    ask(key="pesanan:2", n=2)

    assert do_all() == 2
    assert done == [{"n": 1}, {"n": 2}]


def test_a_done_key_can_be_asked_for_again(app, done) -> None:
    for _ in range(2):
        ask(key="pesanan:1")
        do_all()

    assert len(done) == 2


def test_a_key_asked_for_while_it_runs_is_done_once_more(app, done) -> None:
    """What changed after the running job had read it must not be missed."""

    def changes_meanwhile() -> None:
        done.append("catat")
        if len(done) == 1:
            ask("uji.lagi", key="indeks")

    handlers["uji.lagi"] = changes_meanwhile
    ask("uji.lagi", key="indeks")

    assert do_all() == 2
    assert done == ["catat", "catat"]


def test_a_failed_job_gives_way_to_a_newer_one_with_its_key(app, done) -> None:
    def changes_then_fails() -> None:
        if not done:
            done.append("gagal")
            ask("uji.lagi", key="indeks")
            fail()
        done.append("jadi")

    handlers["uji.lagi"] = changes_then_fails
    ask("uji.lagi", key="indeks")

    assert do_all() == 2
    assert done == ["gagal", "jadi"]
    assert {row.status for row in jobs()} == {JobStatus.DONE}


def test_a_delayed_job_waits_for_its_time(app, done) -> None:
    ask(delay=timedelta(hours=1))

    assert do_all() == 0
    assert do_all(now() + timedelta(hours=1, seconds=1)) == 1


def test_older_jobs_come_first(app, done) -> None:
    for n in (1, 2, 3):
        ask(n=n)

    do_all()

    assert [row["n"] for row in done] == [1, 2, 3]


def test_a_poisoned_job_is_parked_after_five_tries_and_holds_up_nobody(app, done, caplog) -> None:
    ask("uji.gagal", key="racun")
    ask(n=1)
    at = now()
    for n in range(MOST_TRIES):
        assert do_one(at + timedelta(hours=n))
        do_all(at)

    poisoned, good = jobs()
    assert (poisoned.status, poisoned.tries) == (JobStatus.PARKED, MOST_TRIES)
    assert poisoned.last_error == "RuntimeError: oven mati"
    assert good.status is JobStatus.DONE
    assert do_all(at + timedelta(days=1)) == 0


def test_a_failure_is_tried_again_after_a_growing_pause(app, done, caplog) -> None:
    ask("uji.gagal")
    before = now()
    do_one(before)

    (row,) = jobs()
    assert row.status is JobStatus.WAITING
    assert row.run_at >= before + pause_before(1)
    assert [pause_before(n) for n in (1, 2, 3)] == sorted(pause_before(n) for n in (1, 2, 3))
    assert status_after_failure(MOST_TRIES) is JobStatus.PARKED


def test_a_failed_job_leaves_no_half_change(app, done, caplog) -> None:
    def half() -> None:
        begin_write()
        db.session.add(Job(name="uji.sisa", run_at=now(), created_at=now()))
        db.session.flush()
        fail()

    handlers["uji.setengah"] = half
    ask("uji.setengah")
    do_one(now())

    assert [row.name for row in jobs()] == ["uji.setengah"]


def test_a_job_that_nobody_does_is_kept_and_told(app, done, caplog) -> None:
    ask("uji.entah")
    do_one(now())

    (row,) = jobs()
    assert row.status is JobStatus.WAITING
    assert "nobody does 'uji.entah'" in row.last_error


def test_a_job_whose_worker_died_is_done_when_its_lease_ends(app, done) -> None:
    ask(n=1)
    assert worker.claim(now())
    db.session.remove()

    assert do_all(now() + LEASE - timedelta(seconds=5)) == 0
    assert do_all(now() + LEASE + timedelta(seconds=5)) == 1
    assert done == [{"n": 1}]


def test_a_job_that_kills_its_worker_each_time_is_parked(app, done) -> None:
    ask()
    at = now()
    for n in range(MOST_TRIES + 1):
        worker.claim(at + n * 2 * LEASE)
        db.session.remove()

    (row,) = jobs()
    assert row.status is JobStatus.PARKED
    assert row.last_error == "the worker died while doing it"
    assert done == []


def test_several_workers_do_each_job_once(app, done) -> None:
    for n in range(20):
        ask(n=n)

    workers = [threading.Thread(target=do_all_in, args=(app,)) for _ in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join(timeout=30)

    assert sorted(row["n"] for row in done) == list(range(20))
    assert {(row.status, row.tries) for row in jobs()} == {(JobStatus.DONE, 1)}


def do_all_in(app: Flask) -> None:
    with app.app_context():
        do_all()


def test_done_jobs_are_forgotten_after_a_week(app, done) -> None:
    ask()
    do_all()
    ask("uji.nanti", delay=timedelta(days=30))

    tidy(now() + timedelta(days=6))
    assert len(jobs()) == 2
    tidy(now() + timedelta(days=8))
    assert [row.name for row in jobs()] == ["uji.nanti"]
