"""Everything a change must pass: lint, format, types, and all tests on both databases.

Arguments go to pytest.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from devtools import postgres
from devtools.chromium import chromium

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"
CHECKS = {
    "ruff check": ["ruff", "check", "--quiet"],
    "ruff format": ["ruff", "format", "--check", "--quiet"],
    "mypy": ["mypy"],
}
WORKERS = os.environ.get("WORKERS", "2")
PYTEST = ["pytest", "-n", WORKERS, "--dist", "loadgroup", "--durations=5", "--durations-min=5"]
NO_POSTGRES = "!!! NO POSTGRESQL: none answers on 127.0.0.1:5432, its tests do not run !!!"
NO_CHROMIUM = "!!! NO CHROMIUM: it could not be installed, the browser tests do not run !!!"


def main() -> int:
    env = {**os.environ}
    # Without bytecode every server that the tests start compiles all it imports.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    failed = [name for name, command in CHECKS.items() if not passes(name, command, env)]
    browser = chromium()
    with postgres.server() as url:
        env |= {"PASAR_TEST_POSTGRES": url or "", "PASAR_TEST_CHROMIUM": browser or ""}
        missing = [line for line, have in ((NO_POSTGRES, url), (NO_CHROMIUM, browser)) if not have]
        print(*missing, sep="\n", end="\n" if missing else "", flush=True)
        if not passes("pytest", pytest_command(), env):
            failed.append("pytest")
    if CI:
        failed += ["a missing server or browser"] if missing else []
    return conclude(failed, missing)


def pytest_command() -> list[str]:
    strict = ["-p", "devtools.no_skips"] if CI else []
    return [*PYTEST, *strict, *sys.argv[1:]]


def passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    started = time.monotonic()
    ended = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=env, check=False)
    verdict = "FAILED" if ended.returncode else "ok"
    print(f"--- {name}: {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
    return ended.returncode == 0


def conclude(failed: list[str], missing: list[str]) -> int:
    print(*missing, sep="\n", end="\n" if missing else "")
    print(f"make test: {'FAILED: ' + ', '.join(failed) if failed else 'all passed'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
