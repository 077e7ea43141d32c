"""The demo to search in: built once a day for each database and kept, copied for every run.

Kept in data-search-quality/ (ignored by git) and, on PostgreSQL, as a database named after the same digest.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url, text

from marketplace.kit.clock import now, today
from marketplace.web.settings import database_url

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "data-search-quality"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
MADE_OF = ("marketplace/demo/*.py", "marketplace/demo/data/*", "migrations/versions/*.py")
NAME = "pasar_quality_"


def digest() -> str:
    """Of all that the demo is made of, and of the day: its rounds and holidays move with it."""
    found = hashlib.sha256(str(today(now())).encode())
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def flask(folder: Path, url: str, *command: str, engine: str = "") -> None:
    """One of the site's own commands over this data folder and database; what it prints is only shown when it fails."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env |= settings(folder, url, engine)
    ended = subprocess.run(
        [*FLASK, *command], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        sys.exit(f"flask {' '.join(command)} failed:\n{ended.stdout}{ended.stderr}")


def settings(folder: Path, url: str, engine: str = "") -> dict[str, str]:
    """The environment of a development machine with this data folder, database and search engine."""
    return {
        "PASAR_ENV": "development",
        "PASAR_DEMO": "1",
        "PASAR_DATA": str(folder),
        "DATABASE_URL": url,
        "PASAR_SEARCH_ENGINE": engine,
    }


def build(folder: Path, url: str) -> None:
    flask(folder, url, "db", "upgrade")
    flask(folder, url, "demo", "--no-pictures")


@contextmanager
def sqlite_copy() -> Iterator[tuple[Path, str]]:
    """A data folder of one's own with the demo in it, and the address of its database (empty: in the folder)."""
    kept = KEPT / digest()
    with alone():
        if not kept.is_dir():
            keep(kept)
    with TemporaryDirectory(prefix="pasar-quality-") as folder:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield Path(folder), ""


def keep(kept: Path) -> None:
    """Under another name until it is whole; older ones and what was not finished go."""
    for older in KEPT.iterdir():
        if older.is_dir():
            shutil.rmtree(older)
    begun = KEPT / "begun"
    build(begun, "")
    begun.rename(kept)


@contextmanager
def alone() -> Iterator[None]:
    """While one run builds, another waits."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def postgres_copy(server: str) -> Iterator[tuple[Path, str]]:
    """The same on this PostgreSQL server."""
    kept = NAME + digest()
    with TemporaryDirectory(prefix="pasar-quality-") as folder:
        with alone():
            there = on_server(server, "SELECT datname FROM pg_database")
            if kept not in there:
                older = [name for name in there if name.startswith(NAME)]
                build_on(server, kept, older, Path(folder))
        with scratch(server, template=kept) as url:
            yield Path(folder), url


def build_on(server: str, kept: str, older: list[str], folder: Path) -> None:
    """Under another name until it is whole, then older ones go."""
    with scratch(server, template="template1", rename=kept) as url:
        build(folder, url)
    for name in older:
        on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def scratch(server: str, template: str, rename: str = "") -> Iterator[str]:
    """A new database made from the template; dropped in the end, or kept under another name when all went well."""
    name = f"pasar_scratch_{secrets.token_hex(6)}"
    on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        url = make_url(database_url(server, Path())).set(database=name)
        yield url.render_as_string(hide_password=False)
        if rename:
            on_server(server, f'ALTER DATABASE "{name}" RENAME TO "{rename}"')
    finally:
        on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def on_server(server: str, statement: str) -> list[str]:
    """The first column of what comes, if rows do."""
    engine = create_engine(database_url(server, Path()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        answer = connection.execute(text(statement))
        rows = [row[0] for row in answer] if answer.returns_rows else []
    engine.dispose()
    return rows
