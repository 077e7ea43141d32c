"""What every table holds, to be compared before and after."""

from typing import Any

from sqlalchemy import select

from marketplace.web.db import db


def rows_of_all() -> dict[str, list[Any]]:
    """All rows of all tables, in an order of their own."""
    with db.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all()))
            for name, table in db.metadata.tables.items()
        }


def differing(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    """Names of the tables that are not as they were."""
    return {name for name in before if before[name] != after[name]}
