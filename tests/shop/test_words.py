from datetime import UTC, datetime, time, timedelta

import pytest

from marketplace.catalogue.offers import Offer
from marketplace.regions.rules import WeeklyHours
from marketplace.shop.words import (
    State,
    named_unit,
    opening_words,
    pickup_words,
    state_of,
    unit_price,
    week_lines,
    weight,
)

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # Wednesday, 10.00 WIB


def offer(available: int, ready_at: datetime | None = None, variant: int = 1) -> Offer:
    return Offer(1, variant, 1, "Bungkus", 15000, 150, available, ready_at, ready_at)


@pytest.mark.parametrize(
    ("grams", "words"), [(150, "150 g"), (1000, "1 kg"), (1500, "1,5 kg"), (2250, "2,25 kg")]
)
def test_weights_read_as_people_write_them(grams, words):
    assert weight(grams) == words


def test_a_size_that_names_its_weight_is_not_told_twice():
    assert named_unit("150 g", 150) == "150 g"
    assert named_unit("Bungkus sedang", 150) == "Bungkus sedang, 150 g"
    assert named_unit("Isi 10", None) == "Isi 10"


def test_the_price_of_100_g_is_rounded_to_whole_hundreds():
    assert unit_price(16000, 150) == "Rp10.700/100 g"
    assert unit_price(16000, 100) is None
    assert unit_price(16000, None) is None


def test_the_photo_says_what_is_going_on():
    friday = AT + timedelta(days=2)
    assert state_of([offer(30)], False, AT) is None
    assert state_of([offer(4)], False, AT) == State("low", "Sisa 4")
    assert state_of([offer(4), offer(30, variant=2)], False, AT) is None
    assert state_of([offer(4, friday)], True, AT) == State("po", "PO siap Jumat")
    assert state_of([offer(0)], False, AT) == State("none", "Habis")
    assert state_of([], True, AT) == State("none", "PO ditutup")


def test_opening_hours_say_until_when_and_from_when():
    week = [WeeklyHours(day, day, time(7), time(17)) for day in range(7)]
    assert opening_words(week, AT) == "Buka sampai 17.00"
    assert opening_words(week, AT + timedelta(hours=9)) == "Buka lagi besok 07.00"
    assert opening_words([], AT) == ""


def test_pickup_is_today_while_an_hour_of_today_is_not_over():
    week = [WeeklyHours(day, day, time(15), time(17)) for day in range(7)]
    assert pickup_words(week, AT) == "Ambil sampai 17.00"
    assert pickup_words(week, AT + timedelta(hours=9)) == "Ambil besok"
    assert pickup_words([], AT) == ""


def test_equal_days_stand_in_one_line():
    hours = [WeeklyHours(day, day, time(15), time(17)) for day in range(5)]
    hours.append(WeeklyHours(5, 5, time(8), time(12)))
    assert week_lines(hours) == [("Senin–Jumat", "15.00–17.00"), ("Sabtu", "08.00–12.00")]
    every_day = [WeeklyHours(day, day, time(6), time(21)) for day in range(7)]
    assert week_lines(every_day) == [("Setiap hari", "06.00–21.00")]


def test_a_day_with_two_turns_shows_both():
    hours = [WeeklyHours(1, 0, time(7), time(9)), WeeklyHours(2, 0, time(15), time(17))]
    assert week_lines(hours) == [("Senin", "07.00–09.00, 15.00–17.00")]
