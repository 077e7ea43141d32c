import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALL_RUN = """
import pytest

@pytest.mark.postgres
def test_database(): pass

@pytest.mark.race
def test_many_at_once(): pass

@pytest.mark.browser
def test_walk(): {}
"""


@pytest.fixture
def run_suite(tmp_path: Path):
    """Run a suite of three tests as the build server would; the last one has this body."""

    def run(body: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_suite.py").write_text(ALL_RUN.format(body))
        pytest_here = [sys.executable, "-m", "pytest", "-p", "devtools.no_skips", "-q"]
        settings = ["-c", str(ROOT / "pyproject.toml"), str(tmp_path)]
        command = [*pytest_here, *settings]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def test_a_suite_that_runs_everything_passes(run_suite):
    assert run_suite("pass").returncode == 0


def test_a_skipped_browser_test_fails_the_suite(run_suite):
    ended = run_suite('pytest.skip("no Chromium")')

    assert ended.returncode == 1
    assert "MUST RUN: skipped" in ended.stdout
    assert "MUST RUN: no test marked browser ran" in ended.stdout
