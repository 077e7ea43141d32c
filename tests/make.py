"""Builders for tests. They go through the same actions and moves as the site, so no test starts from an
impossible state. Each begins the write it needs and commits.
"""

from itertools import count
from typing import Any

from marketplace.accounts.actions import create_user
from marketplace.web.db import db

numbers = count(1)


def make_user(phone: str | None = None, name: str = "Bu Sari", **more: Any) -> Any:
    """A person with a verified phone of their own; give `email=` or `password=` when the test needs them."""
    user = create_user(name, phone=phone or f"62812000{next(numbers):05}", **more)
    db.session.commit()
    return user
