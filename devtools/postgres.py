"""A PostgreSQL server for the tests: the one that answers, or a throwaway one of our own."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"
THROWAWAY = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """The address of a server on which databases may be created, or None when there is none."""
    known = os.environ.get("PASAR_TEST_POSTGRES") or (LOCAL if answers(LOCAL) else None)
    binaries = None if known else find_binaries()
    if binaries is None:
        yield known
        return
    with (
        tempfile.TemporaryDirectory(prefix="pasar-postgres-") as folder,
        throwaway(binaries, Path(folder)) as url,
    ):
        yield url


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            return connection.execute(asked).fetchone() == (True,)
    except psycopg.Error:
        return False


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl; Debian keeps them out of PATH, one folder a version."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=version_of)
    in_path = shutil.which("initdb")
    found = debian[-1] if debian else Path(in_path).resolve() if in_path else None
    return found.parent if found else None


def version_of(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdigit() else 0


@contextlib.contextmanager
def throwaway(binaries: Path, folder: Path) -> Iterator[str]:
    user = unprivileged_user()
    if user:
        shutil.chown(folder, user)
    cluster, port = folder / "cluster", free_port()
    pg_ctl = [str(binaries / "pg_ctl"), "-D", str(cluster), "-w"]
    options = " ".join(f"-c {name}={value}" for name, value in THROWAWAY.items())
    initdb = [str(binaries / "initdb"), "-D", str(cluster), "-U", "postgres", "-A", "trust"]
    run([*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], user, folder)
    start = ["-o", f"-p {port} -k {folder} {options}", "-l", str(folder / "log"), "start"]
    run([*pg_ctl, *start], user, folder)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        run([*pg_ctl, "-m", "immediate", "stop"], user, folder)


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run(command: list[str], user: str | None, folder: Path) -> None:
    quiet = subprocess.DEVNULL
    subprocess.run(command, user=user, cwd=folder, check=True, stdout=quiet, stdin=quiet)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
