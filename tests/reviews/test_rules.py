"""Who may review, until when, how it is signed, what the average reads."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.orders.rules import OrderStatus
from marketplace.reviews.rules import (
    OPEN_FOR,
    ShowsAs,
    average,
    first_name,
    is_reviewable,
    signature,
)

COLLECTED = datetime(2026, 9, 1, 3, tzinfo=UTC)
DONE = OrderStatus.COMPLETED


@pytest.mark.parametrize("status", [status for status in OrderStatus if status is not DONE])
def test_only_collected_goods_are_reviewed(status):
    assert not is_reviewable(status, COLLECTED, 1, COLLECTED)


def test_it_is_open_for_sixty_days_to_the_moment():
    last = COLLECTED + OPEN_FOR
    assert timedelta(days=60) == OPEN_FOR
    assert is_reviewable(DONE, COLLECTED, 1, last)
    assert not is_reviewable(DONE, COLLECTED, 1, last + timedelta(seconds=1))


def test_goods_whose_money_went_back_are_not_reviewed():
    assert not is_reviewable(DONE, COLLECTED, 0, COLLECTED)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Rina Kusuma", "Rina"),
        ("Bu Sri Wahyuni", "Bu Sri"),
        ("Pak", "Pak"),
        ("mbak Ayu", "mbak Ayu"),
    ],
)
def test_a_name_is_shown_as_neighbours_say_it(name, shown):
    assert first_name(name) == shown
    assert signature(ShowsAs.NAME, name, 3) == shown


def test_who_wants_is_a_neighbour_of_an_rt():
    assert signature(ShowsAs.NEIGHBOUR, "Rina", 3) == "Warga RT 03"
    assert signature(ShowsAs.NEIGHBOUR, "Rina", None) == "Warga"
    assert signature(ShowsAs.NAME, "  ", None) == "Warga"


@pytest.mark.parametrize(
    ("total", "count", "words"),
    [(0, 0, ""), (5, 1, "5,0"), (14, 3, "4,7"), (9, 2, "4,5"), (89, 20, "4,5"), (87, 20, "4,4")],
)
def test_the_average_has_one_digit_after_the_comma(total, count, words):
    assert average(total, count) == words
