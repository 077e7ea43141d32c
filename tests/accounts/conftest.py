"""What people find in their inbox, once the worker has been round."""

import re
from typing import Any

import pytest
from flask import Flask

from marketplace.jobs.worker import do_one
from marketplace.kit.clock import now


@pytest.fixture
def inbox(app: Flask) -> Any:
    """`inbox()` is the text of the newest message, `inbox.code()` the six digits in it."""
    return Inbox(app)


class Inbox:
    def __init__(self, app: Flask) -> None:
        self.app = app

    def messages(self) -> list[str]:
        with self.app.app_context():
            while do_one(now()):
                pass
        folder = self.app.config["DATA"] / "mail"
        return [file.read_text() for file in sorted(folder.glob("*.txt"))]

    def __call__(self) -> str:
        return self.messages()[-1]

    def code(self) -> str:
        found = re.search(r"\b[0-9]{6}\b", self())
        assert found, self()
        return found[0]
