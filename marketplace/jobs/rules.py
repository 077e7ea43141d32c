"""The life of a job: tried again with growing pauses, parked after five failures."""

from datetime import timedelta

from marketplace.kit.labelled import Labelled

MOST_TRIES = 5
LEASE = timedelta(minutes=5)


class JobStatus(Labelled):
    """Where a job is."""

    WAITING = "waiting", "Menunggu"
    RUNNING = "running", "Dikerjakan"
    DONE = "done", "Selesai"
    PARKED = "parked", "Diparkir"


def status_after_failure(tries: int) -> JobStatus:
    """`tries` counts the failed one."""
    return JobStatus.PARKED if tries >= MOST_TRIES else JobStatus.WAITING


def pause_before(tries: int) -> timedelta:
    """10 s, 40 s, 90 s, 160 s: the wait after so many failures."""
    return timedelta(seconds=10 * tries**2)
