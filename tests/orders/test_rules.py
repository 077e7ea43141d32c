"""The tables of an order: who may make which move, and what follows."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.orders.rules import (
    LEADS_TO,
    MADE_BY,
    MONEY_AFTER,
    OPEN,
    STOCK_AFTER,
    Actor,
    IllegalMove,
    Move,
    OrderStatus,
    hold_after_payment,
    moves,
    next_status,
)

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("actor", Actor)
@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("status", OrderStatus)
def test_a_move_is_made_only_from_its_start_and_by_its_maker(status, move, actor):
    starts, end = LEADS_TO[move]
    if status in starts and move in MADE_BY[actor]:
        assert next_status(status, move, actor) is end
    else:
        with pytest.raises(IllegalMove):
            next_status(status, move, actor)


def test_every_move_stands_in_the_table_and_somebody_makes_it():
    assert set(LEADS_TO) == set(Move)
    assert set().union(*MADE_BY.values()) == set(Move)


@pytest.mark.parametrize("move", Move)
def test_goods_are_let_go_exactly_when_an_order_leaves_the_open_states(move):
    starts, end = LEADS_TO[move]
    leaves_open = starts <= OPEN and end not in OPEN
    comes_back = not starts & OPEN and end in OPEN
    assert (move in STOCK_AFTER) == (leaves_open or comes_back)


@pytest.mark.parametrize("move", Move)
def test_every_ending_and_its_undoing_say_what_happens_to_money(move):
    starts, end = LEADS_TO[move]
    assert (move in MONEY_AFTER) == (end not in OPEN or not starts <= OPEN)


def test_a_buyer_cancels_only_before_the_stall_accepts():
    can = {status for status in OrderStatus if Move.CANCEL in moves(status, Actor.BUYER)}
    assert can == {OrderStatus.AWAITING_PAYMENT, OrderStatus.PLACED}


def test_goods_wait_two_hours_after_the_slot():
    ends = AT + timedelta(hours=5)
    assert hold_after_payment(ends, AT) == ends + timedelta(hours=2)
    assert hold_after_payment(None, AT) > AT
