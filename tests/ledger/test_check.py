"""`flask ledger check` finds books that were changed behind their door; `flask ledger balance` prints them."""

import pytest
import sqlalchemy as sa

from marketplace.ledger.actions import mark_sent, request_payout
from marketplace.ledger.checks import problems
from marketplace.web.db import db
from tests.ledger.books import AT, make_paid_stall
from tests.make import make_market, make_user


def behind_the_door(*acts: str) -> None:
    """As somebody does it who may switch the triggers off."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            triggers = sa.text(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'"
            )
            for name in connection.scalars(triggers).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for act in acts:
            connection.execute(sa.text(act))
        connection.commit()


@pytest.fixture
def payout(app):
    payout = request_payout(make_paid_stall(), 40_000, make_user(), AT)
    db.session.commit()
    return payout


def test_books_in_order_pass(payout, app):
    assert problems() == []
    told = app.test_cli_runner().invoke(args=["ledger", "check"])

    assert told.exit_code == 0
    assert told.output == "Ledger: every entry and every payout agree.\n"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            "UPDATE postings SET amount = amount - 1 WHERE account = 'clearing:stripe'",
            "debit and credit differ by −Rp1",
        ),
        ("UPDATE postings SET amount = amount * 2", "its postings say otherwise"),
        (
            "UPDATE postings SET account = 'seller:1' WHERE account LIKE 'payable%'",
            "account seller:1: no account of ours",
        ),
        (
            "UPDATE postings SET account = 'payable:stall:999999' WHERE account LIKE 'payable%'",
            "account payable:stall:999999: its owner is not there",
        ),
        ("DELETE FROM ledger_entries", "its entry is not there"),
        ("DELETE FROM postings WHERE account = 'payout:transit'", "on the way: Rp0 that"),
        ("DELETE FROM postings", "has no postings"),
        ("UPDATE payouts SET status = 'sent'", "sent, its postings say otherwise"),
        ("DELETE FROM payouts", "there is no such payout"),
        ("UPDATE payouts SET amount = 39999", "on the way: Rp40.000 that no payout explains"),
    ],
)
def test_what_was_changed_behind_the_door_is_found(payout, app, act, said):
    db.session.rollback()
    behind_the_door(act)

    told = app.test_cli_runner().invoke(args=["ledger", "check"])

    assert told.exit_code == 1
    assert said in told.output


def test_the_whole_check_asks_the_ledger_too(payout, app):
    db.session.rollback()
    behind_the_door("UPDATE payouts SET status = 'sent'")

    told = app.test_cli_runner().invoke(args=["check"])

    assert told.exit_code == 1
    assert "ledger: payout " in told.output


def test_payouts_whose_numbers_begin_alike_are_told_apart(payout, app):
    """payout:1 and payout:11."""
    someone, stall = make_user(), payout.stall
    for _ in range(11):
        mark_sent(request_payout(stall, 100, someone, AT), "TRX", someone, AT)
    db.session.commit()

    assert problems() == []


def test_the_balance_is_printed_for_all_and_for_one_market(payout, app):
    other = make_market("sawojajar-rw-02")
    run = app.test_cli_runner().invoke
    slug = payout.stall.market.slug

    lines = run(args=["ledger", "balance", "--market", slug]).output.splitlines()
    assert lines[0].split() == ["Uang", "di", "penyedia", "pembayaran", "Rp50.000"]
    assert lines[-1].split() == ["Jumlah", "Rp50.000", "Rp50.000"]
    assert any("Setoran dalam perjalanan" in line and "Rp40.000" in line for line in lines)
    assert run(args=["ledger", "balance"]).output.splitlines() == lines
    assert run(args=["ledger", "balance", "--market", other.slug]).output.split() == ["Jumlah"]
    refused = run(args=["ledger", "balance", "--market", "tidak-ada"])
    assert (refused.exit_code, refused.output) == (1, "Error: no market tidak-ada\n")
