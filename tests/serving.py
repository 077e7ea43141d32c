"""A real server: gunicorn with two processes of four threads over the test's own database."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask import Flask

from tests.visitor import Visitor

ROOT = Path(__file__).parents[1]
WAIT = 60  # seconds until a server that does not answer counts as broken


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of a site that serves the database of `app`."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "PASAR_ENV": "development",
        "PASAR_DATA": str(app.config["DATA"]),
        "PASAR_BASE_URL": base,
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PASAR_STRIPE_KEY": app.config["STRIPE_KEY"],
        "PASAR_STRIPE_WEBHOOK_SECRET": app.config["STRIPE_WEBHOOK_SECRET"],
        "PASAR_STRIPE_ADDRESS": app.config["STRIPE_ADDRESS"],
        "PASAR_CARD_GATEWAY": app.config["CARD_GATEWAY"],
        "PASAR_MIDTRANS_KEY": app.config["MIDTRANS_KEY"],
        "PASAR_MIDTRANS_ADDRESS": app.config["MIDTRANS_HOSTS"][0]
        if app.config["MIDTRANS_KEY"]
        else "",
    }
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
    options += ["--log-level", "warning", "--graceful-timeout", "1"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=env)
    try:
        wait_until_it_answers(base, process)
        yield base
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def wait_until_it_answers(base: str, process: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + WAIT
    while monotonic() < until and process.poll() is None:
        try:
            if Visitor(base).get("/healthz").status == 200:
                return
        except OSError:
            sleep(0.05)  # the port is not open yet
    pytest.fail("the server did not start")
