"""On what it was measured."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import psycopg


def describe(server: str | None) -> str:
    """One line for the table's reader."""
    return (
        f"{processor()}, {os.cpu_count()} cores; {platform.system()}; Python {platform.python_version()}; "
        f"SQLite {sqlite3.sqlite_version}; PostgreSQL {postgres_version(server)}; "
        f"whoosh3 {version('whoosh3')}"
    )


def processor() -> str:
    """As the kernel names it; not every machine has this file."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def postgres_version(server: str | None) -> str:
    if server is None:
        return "absent"
    with psycopg.connect(server) as connection:
        return str(connection.info.parameter_status("server_version")).split()[0]
