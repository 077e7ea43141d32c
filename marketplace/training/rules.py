"""A course from registration to certificate, and the number that a certificate is known by."""

import re
from datetime import date

from marketplace.accounts.rules import short_name
from marketplace.kit.codes import new_code, read_code
from marketplace.kit.labelled import Labelled

NUMBER = re.compile(r"SRT(\d{4})([0-9A-HJKMNP-TV-Z]{6})", re.ASCII)


class ParticipantStatus(Labelled):
    """How far a participant came."""

    REGISTERED = "registered", "Terdaftar"
    FINISHED = "finished", "Lulus"
    DROPPED = "dropped", "Berhenti"


def new_number(issued_on: date) -> str:
    """SRT-2026-7K3M9Q: the year is for people, the rest is random, so nobody can leaf through certificates."""
    return f"SRT-{issued_on.year}-{new_code()}"


def read_number(typed: str) -> str | None:
    """The number as it is stored, from what somebody typed off a sheet of paper; None when it cannot be one."""
    found = NUMBER.fullmatch(read_code(typed))
    return f"SRT-{found[1]}-{found[2]}" if found else None


def name_in_public(name: str) -> str:
    """Enough to compare with a person, too little to look them up: 'Bu Sri Wahyuni' -> 'Bu Sri W.'"""
    called = short_name(name)
    rest = name.split()[len(called.split()) :]
    return f"{called} {rest[0][0].upper()}." if rest else called
