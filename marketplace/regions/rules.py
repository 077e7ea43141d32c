"""Places and hours: kinds of region, the life of a market, when it is open, which pickup slots can still be chosen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marketplace.kit.clock import moment, today, wib
from marketplace.kit.labelled import Labelled

SLOT_DAYS = 7  # how far ahead a slot can be chosen


class RegionKind(Labelled):
    """Levels of the Kemendagri code."""

    CITY = "city", "Kota"
    DISTRICT = "district", "Kecamatan"
    VILLAGE = "village", "Kelurahan"


class MarketStatus(Labelled):
    """A market is prepared by its admin, open to all, or closed."""

    PREPARING = "preparing", "Disiapkan"
    OPEN = "open", "Buka"
    CLOSED = "closed", "Ditutup"


class MarketMove(Labelled):
    """What can be done with a market."""

    OPEN = "open", "Buka pasar"
    CLOSE = "close", "Tutup pasar"


class IllegalMarketMove(Exception):
    """The market is not where this move starts."""


S, M = MarketStatus, MarketMove
LEADS_TO = {M.OPEN: ({S.PREPARING, S.CLOSED}, S.OPEN), M.CLOSE: ({S.OPEN}, S.CLOSED)}


def next_status(status: MarketStatus, move: MarketMove) -> MarketStatus:
    """Raises IllegalMarketMove."""
    starts, end = LEADS_TO[move]
    if status not in starts:
        raise IllegalMarketMove(f"{move} from {status}")
    return end


class Board(Labelled):
    """Colour of the painted signboard."""

    DAUN = "daun", "Daun"
    TERAKOTA = "terakota", "Terakota"
    NILA = "nila", "Nila"
    KUNYIT = "kunyit", "Kunyit"
    MANGGIS = "manggis", "Manggis"
    TOSKA = "toska", "Toska"


class ZoneReach(Labelled):
    """How far the RW courier goes for one flat fee."""

    SAME_RW = "same_rw", "Satu RW"
    SAME_VILLAGE = "same_village", "Satu kelurahan"
    SAME_DISTRICT = "same_district", "Satu kecamatan"
    CITY = "city", "Seluruh kota"


@dataclass(frozen=True)
class SlotTime:
    """A pickup slot of one day; `starts` and `ends` in UTC."""

    slot_id: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class WeeklyHours:
    """Hours that come back every week; weekday 0 is Monday, clocks are WIB."""

    id: int
    weekday: int
    starts: time
    ends: time


def slots_ahead(
    hours: Iterable[WeeklyHours], at: datetime, not_before: datetime | None = None
) -> list[SlotTime]:
    """Slots of the coming week that have not ended (or that lie after `not_before`, when the goods are ready)."""
    first = max(today(at), today(not_before)) if not_before else today(at)
    earliest = max(at, not_before) if not_before else at
    found = [
        SlotTime(line.id, moment(day, line.starts), moment(day, line.ends))
        for day in days_from(first, SLOT_DAYS + 1)
        for line in hours
        if line.weekday == day.weekday()
    ]
    return sorted(
        (slot for slot in found if slot.ends > earliest + timedelta(minutes=15)),
        key=lambda slot: (slot.starts, slot.slot_id),
    )


def days_from(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(count))


def open_until(hours: Iterable[WeeklyHours], at: datetime) -> datetime | None:
    """When the market closes today, or None when it is closed at this moment."""
    clock = wib(at)
    for line in hours:
        if line.weekday == clock.weekday() and line.starts <= clock.time() < line.ends:
            return moment(clock.date(), line.ends)
    return None
