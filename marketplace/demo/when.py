"""Moments of the demo: everything happened so many days before it is built, at an hour when people are awake."""

from datetime import datetime, time, timedelta
from random import Random

from marketplace.kit.clock import moment, today, wib

A_MOMENT = timedelta(minutes=1)


def days_before(at: datetime, days: float, hour: int = 9, minute: int = 0) -> datetime:
    """At this hour in Malang, but never later than `at`."""
    return min(moment(today(at) - timedelta(days=int(days)), time(hour, minute)), at)


def in_the_day(at: datetime, days: float, rng: Random) -> datetime:
    return days_before(at, days, rng.randint(7, 19), rng.randrange(60))


def awake(at: datetime) -> datetime:
    """The same hour, or the next morning when it falls into the night."""
    hour = wib(at).hour
    return at + timedelta(hours=(7 - hour) % 24) if hour < 7 or hour > 21 else at


def days_ahead(at: datetime, days: int, hour: int) -> datetime:
    return moment(today(at) + timedelta(days=days), time(hour))
