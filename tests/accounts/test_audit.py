"""The trail is only ever added to."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from marketplace.accounts.audit import record
from marketplace.accounts.models import AuditEntry
from marketplace.web.db import begin_write, db
from tests.make import make_user


def test_an_entry_tells_who_did_what_to_which_thing(app):
    actor = make_user(name="Bu RW")
    record("menyetujui lapak", "Dapur Bu Sri", "stall:12", actor=actor, after={"status": "open"})
    db.session.commit()

    entry = db.session.scalar(db.select(AuditEntry))
    assert (entry.actor.name, entry.action, entry.about) == (
        "Bu RW",
        "menyetujui lapak",
        "Dapur Bu Sri",
    )
    assert entry.after == {"status": "open"}


@pytest.mark.parametrize("change", [update(AuditEntry).values(action="lain"), delete(AuditEntry)])
def test_the_database_refuses_to_change_or_delete_an_entry(app, change):
    record("menyetujui lapak", "Dapur Bu Sri", "stall:12", actor=None)
    db.session.commit()
    begin_write()

    with pytest.raises(DatabaseError, match="never changed"):
        db.session.execute(change)
    db.session.rollback()

    assert db.session.scalar(text("SELECT count(*) FROM audit_entries")) == 1
