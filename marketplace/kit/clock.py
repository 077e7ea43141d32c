"""Time: UTC inside, WIB (Asia/Jakarta, UTC+7, no daylight saving) on screens, in Indonesian words."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()
SHORT_MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def wib(at: datetime) -> datetime:
    """The same moment on the clocks of Malang."""
    return at.astimezone(WIB)


def today(at: datetime) -> date:
    """The calendar day in Malang at this moment."""
    return wib(at).date()


def moment(day: date, hour: time) -> datetime:
    """A day and an hour on the clocks of Malang, as a moment in UTC."""
    return datetime.combine(day, hour, WIB).astimezone(UTC)


def _day(value: date | datetime) -> date:
    return wib(value).date() if isinstance(value, datetime) else value


def tanggal(value: date | datetime) -> str:
    """25 November 2026"""
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def tanggal_pendek(value: date | datetime) -> str:
    """25 Nov 2026"""
    day = _day(value)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def hari_tanggal(value: date | datetime) -> str:
    """Rabu, 25 November 2026"""
    return f"{DAYS[_day(value).weekday()]}, {tanggal(value)}"


def jam(value: datetime | time) -> str:
    """10.00"""
    clock = wib(value) if isinstance(value, datetime) else value
    return f"{clock.hour:02}.{clock.minute:02}"


def waktu(at: datetime) -> str:
    """Rabu, 25 November 2026 10.00 WIB"""
    return f"{hari_tanggal(at)} {jam(at)} WIB"


def bulan(value: date | datetime) -> str:
    """November 2026"""
    day = _day(value)
    return f"{MONTHS[day.month - 1]} {day.year}"


def month_before(first: date, count: int = 1) -> date:
    """The first day of the month so many months earlier; later for a negative count."""
    year, month = divmod(first.year * 12 + first.month - 1 - count, 12)
    return date(year, month + 1, 1)


def month_moments(first: date) -> tuple[datetime, datetime]:
    """When the month of this day begins and when the next one does, on the clocks of Malang."""
    start = first.replace(day=1)
    return moment(start, time()), moment(month_before(start, -1), time())


def nama_hari(value: date | datetime, at: datetime) -> str:
    """hari ini, besok, Jumat (within a week), or Jumat 4 Desember: how people name a day near `at`."""
    day, current = _day(value), today(at)
    if day == current:
        return "hari ini"
    if day == current + timedelta(days=1):
        return "besok"
    name = DAYS[day.weekday()]
    if timedelta() < day - current < timedelta(days=7):
        return name
    return f"{name} {day.day} {MONTHS[day.month - 1]}"
