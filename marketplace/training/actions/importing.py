"""A roster is taken over: again and again, with the same result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, update
from sqlalchemy.orm import joinedload

from marketplace.accounts.actions.limits import one_at_a_time
from marketplace.accounts.models import User
from marketplace.kit.slugs import slugify
from marketplace.regions.actions import find_village, open_rw
from marketplace.regions.models import Rw
from marketplace.training.actions.certificates import issue_certificate
from marketplace.training.models import Participant, Programme, TrainingSession
from marketplace.training.roster import Entry, Fault, no_such_place
from marketplace.training.rules import ParticipantStatus
from marketplace.web.db import db


@dataclass
class Report:
    """What became of a roster."""

    new: int = 0
    changed: int = 0
    same: int = 0
    certificates: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        for count in ("new", "changed", "same", "certificates"):
            setattr(self, count, getattr(self, count) + getattr(other, count))
        self.faults += other.faults


def import_roster(entries: Sequence[Entry], *, today: date) -> Report:
    """Save a part of a roster: people by session and phone, and a certificate for each who finished."""
    one_at_a_time("rosters")
    rws = rws_of(entries)
    known = [entry for entry in entries if place_of(entry) in rws]
    strangers = [entry for entry in entries if place_of(entry) not in rws]
    report = Report(faults=[nowhere(entry) for entry in strangers])
    sessions = sessions_of(known)
    people = participants_of(sessions.values(), known)
    for entry in known:
        save(entry, sessions[session_of(entry)], rws[place_of(entry)], people, today, report)
    db.session.flush()
    link_users(known)
    return report


def save(
    entry: Entry,
    session: TrainingSession,
    rw: Rw,
    people: dict[tuple[int, str], Participant],
    today: date,
    report: Report,
) -> None:
    """One person: new, changed or as before."""
    person = people.get((session.id, entry.phone))
    if person is None:
        person = Participant(session=session, phone=entry.phone, certificate=None)
        db.session.add(person)
        people[session.id, entry.phone] = person
        report.new += 1
    elif is_same(person, entry, rw):
        report.same += 1
        return
    else:
        report.changed += 1
    person.name, person.rw, person.product = entry.name, rw, entry.product
    person.status = entry.status
    certify(person, entry.ended or today, today, report)


def certify(person: Participant, finished_on: date, today: date, report: Report) -> None:
    """Whoever finished has a valid certificate; it is revoked when the office takes that back."""
    finished = person.status is ParticipantStatus.FINISHED
    if finished and person.certificate is None:
        issue_certificate(person, finished_on)
        report.certificates += 1
    elif person.certificate:
        person.certificate.revoked_on = None if finished else person.certificate.revoked_on or today


def is_same(person: Participant, entry: Entry, rw: Rw) -> bool:
    stored = (person.name, person.rw_id, person.product, person.status)
    return stored == (entry.name, rw.id, entry.product, entry.status)


def place_of(entry: Entry) -> tuple[str, str, int]:
    return entry.village.lower(), entry.district.lower(), entry.rw


def rws_of(entries: Iterable[Entry]) -> dict[tuple[str, str, int], Rw]:
    """Where the people live; a kelurahan that nobody knows is left out."""
    rws = {}
    for place, entry in {place_of(entry): entry for entry in entries}.items():
        village = find_village(entry.village, entry.district or None)
        if village:
            rws[place] = open_rw(village, entry.rw)
    return rws


def nowhere(entry: Entry) -> Fault:
    return Fault(entry.village_at or entry.name, no_such_place(entry.village))


def session_of(entry: Entry) -> tuple[str, str]:
    return slugify(entry.programme, "pelatihan"), entry.session.lower()


def sessions_of(entries: Iterable[Entry]) -> dict[tuple[str, str], TrainingSession]:
    """The sessions that the entries name, made when they are new."""
    wanted: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        wanted.setdefault(session_of(entry), entry)
    query = (
        db.select(TrainingSession)
        .join(TrainingSession.programme)
        .options(joinedload(TrainingSession.programme))
        .where(Programme.slug.in_({slug for slug, _ in wanted}))
    )
    found = {(s.programme.slug, s.label.lower()): s for s in db.session.scalars(query)}
    for key, entry in wanted.items():
        if key not in found:
            found[key] = TrainingSession(
                programme=programme_of(entry.programme), label=entry.session, ends_on=entry.ended
            )
            db.session.add(found[key])
    db.session.flush()
    return {key: found[key] for key in wanted}


def programme_of(name: str) -> Programme:
    slug = slugify(name, "pelatihan")
    found: Programme | None = db.session.scalar(db.select(Programme).where(Programme.slug == slug))
    if found is None:
        found = Programme(slug=slug, name=name)
        db.session.add(found)
        db.session.flush()
    return found


def participants_of(
    sessions: Iterable[TrainingSession], entries: Iterable[Entry]
) -> dict[tuple[int, str], Participant]:
    """Who of them is there already."""
    query = (
        db.select(Participant)
        .options(joinedload(Participant.certificate))
        .where(
            Participant.session_id.in_([session.id for session in sessions]),
            Participant.phone.in_([entry.phone for entry in entries]),
        )
    )
    return {(person.session_id, person.phone): person for person in db.session.scalars(query)}


def link_users(entries: Iterable[Entry]) -> None:
    """Who signed up before the roster came belongs to it all the same."""
    owner = (
        db.select(func.min(User.id))
        .where(User.phone == Participant.phone, User.phone_verified_at.is_not(None))
        .scalar_subquery()
    )
    phones = [entry.phone for entry in entries]
    unclaimed = Participant.phone.in_(phones) & Participant.user_id.is_(None)
    db.session.execute(
        update(Participant)
        .where(unclaimed)
        .values(user_id=owner)
        .execution_options(synchronize_session=False)
    )
