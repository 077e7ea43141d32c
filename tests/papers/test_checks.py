"""`flask check` finds a gap, a nota that is missing, a paper that does not add up."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.orders.rules import Move
from marketplace.payments.papers.actions import papers_of
from marketplace.payments.papers.checks import problems
from marketplace.web.db import db
from tests.make_orders import make_order


def behind_the_door(engine_name: str, *statements: str) -> None:
    """Changes that the triggers would refuse."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if engine_name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                connection.execute(sa.text(statement))
            return
        found = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'documents'"
        )
        triggers = connection.execute(sa.text(found)).all()
        for name, _ in triggers:
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(sa.text(statement))
        for _, sql in triggers:
            connection.execute(sa.text(sql))


@pytest.fixture
def order(app) -> Any:
    return make_order(Move.PAY, Move.REFUSE)


def test_papers_in_order_pass(order) -> None:
    assert problems() == []


def test_a_gap_is_found(order, engine_name) -> None:
    behind_the_door(engine_name, "DELETE FROM documents WHERE corrects_id IS NOT NULL")

    told = " ".join(problems())
    assert "1 up to number 1, the counter says 2" in told
    assert f"of order {order.code}: has no correction" in told


def test_a_number_that_no_counter_gave_is_found(order, engine_name) -> None:
    behind_the_door(engine_name, "UPDATE document_counters SET last = 1")
    assert "2 up to number 2, the counter says 1" in " ".join(problems())

    behind_the_door(engine_name, "DELETE FROM document_counters")
    assert "no counter has given its number" in " ".join(problems())


def test_a_paid_order_without_a_nota_is_found(order, engine_name) -> None:
    behind_the_door(
        engine_name,
        "DELETE FROM documents WHERE corrects_id IS NOT NULL",
        "DELETE FROM documents",
        "DELETE FROM document_counters",
    )

    assert f"order {order.code}: sold, and has no nota" in problems()


def test_papers_that_are_missing_can_be_issued(order, app, engine_name) -> None:
    """As for orders that were paid before there were papers."""
    behind_the_door(
        engine_name,
        "DELETE FROM documents WHERE corrects_id IS NOT NULL",
        "DELETE FROM documents",
        "DELETE FROM document_counters",
    )
    run = app.test_cli_runner().invoke

    first = run(args=["payments", "issue-papers"])
    second = run(args=["payments", "issue-papers"])

    assert (first.output, second.output) == ("2 papers issued\n", "0 papers issued\n")
    assert problems() == []
    nota, back = papers_of(order)
    assert (nota.number, back.number) == (1, 2)
    assert nota.issued_at == back.issued_at > order.created_at


def test_a_nota_that_nobody_paid_is_found(order, engine_name) -> None:
    behind_the_door(engine_name, "UPDATE payment_parts SET is_paid = (1 = 0)")

    assert f"order {order.code}: has a nota, and was not sold" in problems()


def test_sums_that_do_not_add_up_are_found(order, engine_name) -> None:
    nota, back = papers_of(order)
    codes = nota.code, back.code
    facts = json.dumps(nota.kept | {"total": nota.facts.total - 1})
    db.session.rollback()
    behind_the_door(engine_name, f"UPDATE documents SET facts = '{facts}' WHERE kind = 'nota'")

    assert problems() == [
        f"paper {codes[0]}: its lines do not add up",
        f"paper {codes[1]}: takes back more than there was",
    ]
