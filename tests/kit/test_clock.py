"""Time in the words of Malang, whatever the server's clock says."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
import time_machine

from marketplace.kit import clock

WEDNESDAY = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 10.00 WIB


def test_a_moment_is_written_out() -> None:
    assert clock.waktu(WEDNESDAY) == "Rabu, 25 November 2026 10.00 WIB"
    assert clock.hari_tanggal(WEDNESDAY) == "Rabu, 25 November 2026"
    assert clock.tanggal(WEDNESDAY) == "25 November 2026"
    assert clock.tanggal_pendek(WEDNESDAY) == "25 Nov 2026"
    assert clock.jam(WEDNESDAY) == "10.00"


def test_a_day_and_an_hour_are_taken_as_they_are() -> None:
    assert clock.tanggal(date(2026, 5, 1)) == "1 Mei 2026"
    assert clock.hari_tanggal(date(2026, 5, 1)) == "Jumat, 1 Mei 2026"
    assert clock.jam(time(6, 5)) == "06.05"


def test_the_day_changes_at_midnight_in_malang() -> None:
    assert clock.today(datetime(2026, 11, 25, 16, 59, tzinfo=UTC)) == date(2026, 11, 25)
    assert clock.today(datetime(2026, 11, 25, 17, 0, tzinfo=UTC)) == date(2026, 11, 26)
    assert clock.waktu(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)).startswith(
        "Jumat, 1 Januari 2027"
    )


def test_a_moment_from_another_zone_is_the_same_moment() -> None:
    wita = timezone(timedelta(hours=8))

    assert clock.jam(datetime(2026, 11, 25, 11, 0, tzinfo=wita)) == "10.00"


def test_a_day_and_hour_in_malang_become_a_moment_in_utc() -> None:
    at = clock.moment(date(2026, 11, 25), time(10))

    assert at == WEDNESDAY
    assert at.tzinfo is UTC


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "Selasa 24 November"),
        (0, "hari ini"),
        (1, "besok"),
        (2, "Jumat"),
        (6, "Selasa"),
        (7, "Rabu 2 Desember"),
        (9, "Jumat 4 Desember"),
    ],
)
def test_near_days_have_names(days: int, words: str) -> None:
    assert clock.nama_hari(clock.today(WEDNESDAY) + timedelta(days), WEDNESDAY) == words


def test_tomorrow_is_counted_in_malang() -> None:
    late = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # 23.30 WIB

    assert clock.nama_hari(late + timedelta(hours=1), late) == "besok"


@time_machine.travel(WEDNESDAY, tick=False)
def test_now_is_aware_and_in_utc() -> None:
    assert clock.now() == WEDNESDAY
    assert clock.now().tzinfo is UTC


def test_every_day_and_month_has_its_name() -> None:
    assert len(set(clock.DAYS)) == 7
    assert len(set(clock.MONTHS)) == len(set(clock.SHORT_MONTHS)) == 12
    assert [m[:1] for m in clock.MONTHS] == [m[:1] for m in clock.SHORT_MONTHS]
