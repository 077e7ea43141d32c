"""One market at work, the people in it, and a closed door: a connection to anywhere else fails the test."""

import socket
from typing import Any

import pytest
from flask import Flask

from tests.world import Side, make_officer, make_side

OURS = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture
def engine_name() -> str:
    """What is junk to our code is junk above any database; a test that PostgreSQL alone minds says so."""
    return "sqlite"


@pytest.fixture
def side(app: Flask) -> Side:
    return make_side("Timur", "purwantoro", 15)


@pytest.fixture
def browsers(side: Side, sign_in: Any) -> dict[str, Any]:
    """Everybody who has pages of their own, by what they are."""
    names = ("buyer", "producer", "admin", "treasurer", "applicant")
    people = {name: side.people[name] for name in names} | {"officer": make_officer()}
    return {name: sign_in(person) for name, person in people.items()}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def at_home(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in OURS:
            pytest.fail(f"asks the network for {address}")
        connect(self, address)

    def known(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in OURS:
            pytest.fail(f"asks for the address of {host}")
        return resolve(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", at_home)
    monkeypatch.setattr(socket, "getaddrinfo", known)
