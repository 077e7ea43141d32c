"""A pytest plugin for CI: a PostgreSQL, browser or race test that did not run fails the suite.

Asked for by `pytest -p devtools.no_skips`.
"""

from collections import Counter

import pytest

MUST_RUN = "postgres", "browser", "race"
ran: Counter[str] = Counter()
skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for mark in MUST_RUN:
        if mark in report.keywords or f"[{mark}" in report.nodeid:
            if report.skipped and not hasattr(report, "wasxfail"):
                skipped.append(f"{report.nodeid} ({mark})")
            elif report.when == "call":
                ran[mark] += 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    is_worker = hasattr(session.config, "workerinput")
    if not is_worker and complaints() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in complaints():
        terminalreporter.write_line(f"MUST RUN: {line}", red=True)


def complaints() -> list[str]:
    never = [f"no test marked {mark} ran" for mark in MUST_RUN if not ran[mark]]
    return [*(f"skipped {name}" for name in skipped), *never]
