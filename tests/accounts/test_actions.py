"""People, sessions and grants in the database."""

import pytest

from marketplace.accounts.actions import Taken, create_user, grant
from marketplace.accounts.models import AuditEntry, Grant
from marketplace.accounts.rules import Role
from marketplace.web.db import db
from tests.make import make_user


def test_a_phone_belongs_to_one_person(app):
    make_user(phone="6281200000123")

    with pytest.raises(Taken):
        create_user("Orang lain", phone="6281200000123")


def test_a_grant_given_twice_is_one_grant_with_one_entry(app):
    officer = make_user(name="Pak Dinas")
    first = grant(officer, Role.CITY_OFFICER)
    assert grant(officer, Role.CITY_OFFICER) is first
    db.session.commit()

    assert db.session.scalars(db.select(Grant)).all() == [first]
    assert db.session.scalars(db.select(AuditEntry.action)).all() == ["memberi peran"]
    assert officer.has(Role.CITY_OFFICER)
