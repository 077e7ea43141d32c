"""One page measured: the fastest of several visits in process, and the statements of one."""

import time
from typing import Any, NamedTuple

from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.web.db import db


class Measured(NamedTuple):
    """Milliseconds of the fastest visit (the others waited for something else), and how often it asked the database."""

    ms: float
    statements: int


def measure(browser: FlaskClient, page: str, visits: int) -> Measured:
    """Open a page once to warm up, then so many times more."""
    sent: list[str] = []

    def keep(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        sent.append(sql)

    open_page(browser, page)
    event.listen(db.engine, "before_cursor_execute", keep)
    open_page(browser, page)
    event.remove(db.engine, "before_cursor_execute", keep)
    count = sum(not sql.startswith("BEGIN") for sql in sent)
    return Measured(min(open_page(browser, page) for _ in range(visits)), count)


def open_page(browser: FlaskClient, page: str) -> float:
    """Milliseconds until the whole page is there. A page that is not there stops the run."""
    started = time.perf_counter()
    with browser.application.app_context():
        answer = browser.get(page, headers={"Sec-Fetch-Site": "same-origin"})
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{page}: {answer.status_code}")
    return took
