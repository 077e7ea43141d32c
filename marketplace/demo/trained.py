"""The office's roster: 130 people of two programmes, taken over as `flask training import` does it."""

from dataclasses import replace
from datetime import datetime

from marketplace.demo.plans import ROSTER, TRAINED_DAYS
from marketplace.demo.when import days_before
from marketplace.kit.clock import today
from marketplace.training.actions import import_roster
from marketplace.training.models import Programme
from marketplace.training.reading import read_lines
from marketplace.training.roster import read_entries
from marketplace.training.rules import ParticipantStatus
from marketplace.web.db import db

ORGANISER = "Dinas Koperasi, Perindustrian, dan Perdagangan (data contoh)"
PROGRAMMES = {"kue": "Kue kering", "samping": "Olahan samping tempe"}


def take_over_the_roster(at: datetime) -> None:
    """Courses of the past ended so many days ago; whoever is still registered sits in one that runs."""
    entries, faults = read_entries(read_lines(ROSTER))
    if faults:
        raise ValueError("\n".join(map(str, faults)))
    import_roster(
        [
            entry
            if entry.status is ParticipantStatus.REGISTERED
            else replace(entry, ended=today(days_before(at, TRAINED_DAYS[entry.session])))
            for entry in entries
        ],
        today=today(at),
    )
    for programme in db.session.scalars(db.select(Programme)):
        if programme.name in PROGRAMMES.values() and not programme.organiser:
            programme.organiser = ORGANISER
