"""A refusal must show even when the database is what failed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.web.db import db
from tests.make import make_user


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """Every statement that reaches the database."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def test_an_error_page_does_not_ask_the_database(sign_in: Any, asked: list[str]) -> None:
    browser: FlaskClient = sign_in(make_user())
    asked.clear()

    page = browser.get("/gang-buntu")

    assert page.status_code == 404
    assert "404" in page.text
    assert asked == []
