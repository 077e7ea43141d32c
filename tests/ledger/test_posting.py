"""An entry is written whole, once, and never changed."""

from datetime import datetime

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from marketplace.ledger.actions import post
from marketplace.ledger.checks import problems
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.queries import balance
from marketplace.ledger.rules import (
    GATEWAY_FEE,
    OPERATOR,
    TRANSIT,
    BadEntry,
    KeyTaken,
    gateway_fee,
    legs,
)
from marketplace.web.db import begin_write, db
from tests.ledger.books import AT, sell
from tests.make import make_market, make_stall

FEE = gateway_fee(1_400)


def rows() -> list[tuple[str, int]]:
    query = select(Posting.account, Posting.amount).order_by(Posting.id)
    return list(db.session.execute(query))


def test_an_entry_stands_with_its_market_and_its_postings(app):
    market = make_market()

    assert post("fee:ch_1", "Biaya kartu", FEE, AT, market)
    db.session.commit()

    entry = db.session.scalars(select(LedgerEntry)).one()
    assert (entry.key, entry.memo, entry.at, entry.market_id) == (
        "fee:ch_1",
        "Biaya kartu",
        AT,
        market.id,
    )
    assert rows() == [("fee:gateway", 1_400), ("clearing:stripe", -1_400)]
    assert problems() == []


def test_the_same_again_is_once(app):
    assert post("fee:ch_1", "Biaya kartu", FEE, AT) is True
    assert post("fee:ch_1", "Biaya kartu", FEE, AT) is False
    db.session.commit()
    assert post("fee:ch_1", "Lain", reversed(FEE), AT) is False
    db.session.commit()

    assert len(rows()) == 2


@pytest.mark.parametrize(
    "other", [gateway_fee(1_401), legs([(TRANSIT, 1_400), (OPERATOR, -1_400)])]
)
def test_a_key_with_other_postings_is_a_mistake(app, other):
    post("fee:ch_1", "Biaya kartu", FEE, AT)
    db.session.commit()

    with pytest.raises(KeyTaken):
        post("fee:ch_1", "Biaya kartu", other, AT)
    db.session.rollback()

    assert balance(GATEWAY_FEE) == 1_400


@pytest.mark.parametrize(
    "postings",
    [
        [],
        [(OPERATOR, 5)],
        [(OPERATOR, 5), (TRANSIT, -4)],
        [(OPERATOR, 0), (TRANSIT, 0)],
        [(OPERATOR, 5), (TRANSIT, -5), (GATEWAY_FEE, 0)],
        [(OPERATOR, 5.0), (TRANSIT, -5.0)],
        [(OPERATOR, True), (TRANSIT, -1)],
        [(OPERATOR, 5), (OPERATOR, -5)],
        [(OPERATOR, 2**63), (TRANSIT, -(2**63))],
        [("clearing:stripe", 5), ("payout:transit", -5)],
    ],
)
def test_what_cannot_stand_in_books_is_refused_and_leaves_nothing(app, postings):
    with pytest.raises(BadEntry):
        post("fee:ch_1", "Biaya kartu", postings, AT)
    db.session.commit()

    assert db.session.scalars(select(LedgerEntry)).all() == []


@pytest.mark.parametrize(("key", "memo"), [("", "Biaya"), ("x" * 81, "Biaya"), ("fee:1", "")])
def test_an_entry_has_a_short_key_and_a_memo(app, key, memo):
    with pytest.raises(BadEntry):
        post(key, memo, FEE, AT)


def test_a_moment_without_a_zone_is_refused(app):
    with pytest.raises(Exception, match="naive datetime"):
        post("fee:ch_1", "Biaya kartu", FEE, datetime(2026, 11, 25))  # noqa: DTZ001


def test_sums_above_two_billion_and_up_to_the_largest_are_kept(app):
    most = 2**63 - 1
    post("fee:ch_1", "Biaya kartu", legs([(OPERATOR, most), (TRANSIT, -most)]), AT)
    db.session.commit()

    assert balance(OPERATOR) == most
    assert balance(TRANSIT) == -most


def test_what_is_not_committed_is_not_there(app):
    post("fee:ch_1", "Biaya kartu", FEE, AT)
    db.session.rollback()

    assert post("fee:ch_1", "Biaya kartu", FEE, AT) is True


@pytest.mark.parametrize(
    "change",
    [
        update(LedgerEntry).values(memo="lain"),
        delete(LedgerEntry),
        update(Posting).values(amount=1),
        delete(Posting),
    ],
    ids=["update entry", "delete entry", "update posting", "delete posting"],
)
def test_the_database_refuses_to_change_or_delete(app, change):
    post("fee:ch_1", "Biaya kartu", FEE, AT)
    db.session.commit()
    begin_write()

    with pytest.raises(DatabaseError, match="never changed"):
        db.session.execute(change)
    db.session.rollback()

    assert len(rows()) == 2


@pytest.mark.parametrize("table", ["ledger_entries", "postings"])
def test_postgresql_refuses_to_empty_the_books(app, engine_name, table):
    if engine_name == "sqlite":
        return  # has no TRUNCATE
    begin_write()

    with pytest.raises(DatabaseError, match="never changed"):
        db.session.execute(text(f"TRUNCATE {table} CASCADE"))
    db.session.rollback()


def test_the_database_itself_refuses_a_posting_of_nothing(app):
    sell(make_stall())
    entry_id = db.session.scalar(select(LedgerEntry.id))
    begin_write()

    with pytest.raises(IntegrityError):
        db.session.execute(
            db.insert(Posting).values(entry_id=entry_id, account="payout:transit", amount=0)
        )
    db.session.rollback()
