import os
import sys
from pathlib import Path

import pytest

from devtools.supervisor import Supervisor

WAITS = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILS = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(dict(os.environ), tmp_path)


def wait_for_an_end(supervisor: Supervisor) -> None:
    while not supervisor.ended():
        pass


def test_when_one_process_dies_the_other_is_stopped_and_the_reason_is_told(supervisor, capsys):
    with supervisor.running(web=WAITS, worker=FAILS):
        wait_for_an_end(supervisor)

    assert supervisor.processes["web"].poll() is not None
    assert supervisor.report() == 1
    assert "worker ended with code 3" in capsys.readouterr().out


def test_ctrl_c_stops_everything_and_is_no_failure(supervisor):
    with supervisor.running(web=WAITS, worker=WAITS):
        raise KeyboardInterrupt

    assert all(process.poll() is not None for process in supervisor.processes.values())
    assert supervisor.report() == 0


def test_a_process_that_cannot_start_leaves_no_other_behind(supervisor):
    with (
        pytest.raises(FileNotFoundError),
        supervisor.running(web=WAITS, worker=["/nowhere/at-all"]),
    ):
        pytest.fail("nothing may run")

    assert supervisor.processes["web"].poll() is not None
