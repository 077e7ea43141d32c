"""The worker as a process, and the commands of those who look after parked jobs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.jobs.models import Job, enqueue
from marketplace.jobs.registry import handlers
from marketplace.jobs.rules import JobStatus
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db

SOON = 5  # seconds; it takes less than one on a machine that is not busy


def parked(name: str = "uji.gagal") -> Job:
    begin_write()
    row = Job(name=name, status=JobStatus.PARKED, run_at=now(), created_at=now(), tries=5)
    row.last_error = "RuntimeError: oven mati"
    db.session.add(row)
    db.session.commit()
    return row


def test_parked_jobs_are_listed_and_counted(app) -> None:
    row_id = parked().id
    told = app.test_cli_runner().invoke(args=["jobs", "parked"])

    assert told.exit_code == 1
    assert f"{row_id}  uji.gagal" in told.output
    assert "RuntimeError: oven mati" in told.output
    assert told.output.endswith("1 parked\n")


def test_no_parked_job_is_good_news(app) -> None:
    told = app.test_cli_runner().invoke(args=["jobs", "parked"])

    assert (told.exit_code, told.output) == (0, "0 parked\n")


def test_a_parked_job_may_try_again(app, monkeypatch) -> None:
    done: list[str] = []
    monkeypatch.setitem(handlers, "uji.gagal", lambda: done.append("jadi"))
    row_id = parked().id
    run = app.test_cli_runner().invoke

    assert run(args=["jobs", "retry", str(row_id)]).exit_code == 0
    assert run(args=["worker", "--once"]).exit_code == 0

    assert done == ["jadi"]
    assert db.session.get_one(Job, row_id).status is JobStatus.DONE


def test_only_a_parked_job_is_retried(app) -> None:
    enqueue("uji.gagal")
    db.session.commit()
    row_id = db.session.scalar(db.select(Job.id))

    for wrong in (row_id, row_id + 1):
        told = app.test_cli_runner().invoke(args=["jobs", "retry", str(wrong)])
        assert told.exit_code == 1
        assert "is not parked" in told.output


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.xdist_group("processes")
def test_a_worker_stops_soon_after_it_is_told(app, tmp_path) -> None:
    enqueue("uji.entah")
    db.session.commit()
    env = os.environ | {
        "PASAR_ENV": "development",
        "PASAR_DATA": str(tmp_path),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }
    with (tmp_path / "log").open("w") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "worker"], env=env, stderr=log
        )
    try:
        wait_for("uji.entah", tmp_path / "log")
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(timeout=SOON) == 0
    finally:
        worker.kill()


def wait_for(words: str, log: Path) -> None:
    """Until the worker has written so, for it is at work then."""
    end = time.monotonic() + 60
    while words not in log.read_text():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
