from datetime import UTC, datetime, timedelta

import pytest

from marketplace.catalogue.rules import (
    BY_PRODUCER,
    BY_RW_ADMIN,
    LEADS_TO,
    BadRound,
    Band,
    BelowReserved,
    IllegalProductMove,
    OutOfStock,
    ProductMove,
    ProductStatus,
    Stock,
    band_of,
    check_round,
    label_meter,
    missing_to_show,
    moves,
    next_status,
    unit_label,
)

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize("status", list(ProductStatus))
@pytest.mark.parametrize("move", list(ProductMove))
def test_the_table_alone_says_where_a_move_leads(status, move):
    starts, end = LEADS_TO[move]
    if status in starts:
        assert next_status(status, move) is end
    else:
        with pytest.raises(IllegalProductMove):
            next_status(status, move)


def test_every_move_is_somebodys_and_nobody_shares():
    assert set(ProductMove) == BY_PRODUCER | BY_RW_ADMIN
    assert not BY_PRODUCER & BY_RW_ADMIN


def test_buttons_are_the_moves_that_start_here():
    assert moves(ProductStatus.PUBLISHED, BY_PRODUCER) == [ProductMove.HIDE, ProductMove.ARCHIVE]
    assert moves(ProductStatus.SUBMITTED, BY_RW_ADMIN) == [ProductMove.PUBLISH, ProductMove.RETURN]


def test_no_producer_publishes_by_a_detour_what_was_returned():
    reached, seen = {ProductStatus.RETURNED}, set()
    while reached != seen:
        seen = set(reached)
        reached |= {next_status(s, m) for s in seen for m in moves(s, BY_PRODUCER)}
    assert ProductStatus.PUBLISHED not in reached


def test_stock_is_reserved_released_and_handed_over():
    stock = Stock(on_hand=5).reserve(3)
    assert stock == Stock(5, 3)
    assert stock.available == 2
    assert stock.release(1) == Stock(5, 2)
    assert stock.hand_over(3) == Stock(2, 0)
    with pytest.raises(OutOfStock):
        stock.reserve(3)
    with pytest.raises(BelowReserved):
        stock.recount(2)


@pytest.mark.parametrize(
    ("available", "band"),
    [(-1, Band.GONE), (0, Band.GONE), (1, Band.FEW), (5, Band.FEW), (6, Band.PLENTY)],
)
def test_buyers_are_told_a_band(available, band):
    assert band_of(available) is band


@pytest.mark.parametrize(
    ("grams", "label"),
    [(None, "1 buah"), (250, "250 g"), (1000, "1 kg"), (1500, "1,5 kg"), (1250, "1250 g")],
)
def test_a_size_is_called_by_its_weight(grams, label):
    assert unit_label(grams) == label


def test_the_label_meter_counts_and_names_what_is_missing():
    given, missing = label_meter({"composition": "Tempe", "allergens": True, "storage": ""})
    assert given == 2
    assert missing[0] == "Isi bersih"


def test_a_bare_draft_is_told_what_it_lacks():
    assert missing_to_show(0, 0) == ["foto", "harga dan ukuran"]
    assert missing_to_show(1, 1) == []


def test_a_round_must_be_orderable():
    check_round(AT + 2 * DAY, AT + DAY, {1: 0, 2: 5}, AT)
    for ready, closes, capacities in [
        (AT + DAY, AT, {1: 5}),
        (AT + DAY, AT + 2 * DAY, {1: 5}),
        (AT + 2 * DAY, AT + DAY, {}),
        (AT + 2 * DAY, AT + DAY, {1: 0}),
        (AT + 2 * DAY, AT + DAY, {1: 9, 2: -1}),
    ]:
        with pytest.raises(BadRound):
            check_round(ready, closes, capacities, AT)
