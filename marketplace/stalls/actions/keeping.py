"""What a stall keeps up to date by itself: licences and holidays."""

from datetime import date

from marketplace.kit.clock import now, today
from marketplace.stalls.licences import read_licence
from marketplace.stalls.models import Licence, Stall
from marketplace.stalls.rules import LicenceKind
from marketplace.web.db import lock


def save_licence(stall: Stall, kind: LicenceKind, typed: str) -> list[str]:
    """Keep the number as typed and as compared; nothing typed removes it. Gives sentences of doubt, refuses nothing."""
    read = read_licence(kind, typed, today(now()))
    lock(stall)
    kept = next((licence for licence in stall.licences if licence.kind is kind), None)
    if not read.number:
        if kept:
            stall.licences.remove(kept)
        return []
    if kept is None:
        kept = Licence(kind=kind)
        stall.licences.append(kept)
    kept.typed, kept.number = typed, read.number
    return read.warnings


def set_holiday(stall: Stall, first: date | None, last: date | None) -> None:
    """Rest from the first to the last day; no last day means until further notice, no first day ends it."""
    lock(stall)
    stall.holiday_from = first
    stall.holiday_until = last if first else None
