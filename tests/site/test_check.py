"""`flask check` asks every floor that keeps books, and says what does not agree."""

from pathlib import Path

import sqlalchemy as sa

from marketplace.site.commands import all_checks
from marketplace.web.db import db
from tests.make import make_product


def test_every_floor_with_books_is_asked() -> None:
    with_books = {
        path.parent.name
        for path in Path("marketplace").glob("*/checks.py")
        if "def problems(" in path.read_text()
    }

    assert {floor for floor, _ in all_checks()} == with_books
    assert {"catalogue", "orders", "search"} <= with_books


def test_a_market_in_order_passes(app) -> None:
    make_product(stock=10)
    app.test_cli_runner().invoke(args=["search", "rebuild"])

    told = app.test_cli_runner().invoke(args=["check"])

    assert told.output.splitlines()[-1].endswith(" agree.")
    assert told.exit_code == 0


def test_stock_that_was_changed_behind_its_door_is_found(app) -> None:
    make_product(stock=10)
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE stock_pools SET on_hand = 9"))

    told = app.test_cli_runner().invoke(args=["check"])

    assert told.exit_code == 1
    assert "catalogue: pool " in told.output
    assert told.output.splitlines()[-1].startswith("Check: ")


def test_a_fresh_installation_passes_before_any_index_exists(app) -> None:
    told = app.test_cli_runner().invoke(args=["check"])

    assert told.exit_code == 0, told.output
