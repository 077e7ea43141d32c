"""Applying, deciding, naming."""

import pytest

from marketplace.accounts.models import AuditEntry, User
from marketplace.accounts.rules import Role
from marketplace.kit.clock import now
from marketplace.stalls.actions import (
    NameTaken,
    apply_for_stall,
    approve_stall,
    rename_stall,
    return_stall,
    save_licence,
    submit_stall,
)
from marketplace.stalls.models import Licence
from marketplace.stalls.queries import current_slug_of
from marketplace.stalls.rules import IllegalStallMove, LicenceKind, StallStatus
from marketplace.web.db import begin_write, db
from tests.make import make_admin, make_market, make_stall, make_user


def test_approval_makes_the_applicant_a_producer(app):
    stall = make_stall(approved=False)
    admin = make_admin(stall.market)

    approve_stall(stall, admin, now())
    db.session.commit()

    applicant = db.session.get(User, stall.applicant_id)
    assert stall.status is StallStatus.APPROVED
    assert applicant.has(Role.PRODUCER, stall_id=stall.id)
    entry = db.session.scalar(db.select(AuditEntry).where(AuditEntry.action == "menyetujui lapak"))
    assert (entry.actor_id, entry.market_id, entry.about) == (admin.id, stall.market_id, stall.name)


def test_a_returned_stall_says_why_and_can_be_sent_again(app):
    stall = make_stall(approved=False)
    return_stall(stall, make_admin(stall.market), "Alamatnya belum lengkap.", now())
    assert (stall.status, stall.return_reason) == (StallStatus.RETURNED, "Alamatnya belum lengkap.")

    submit_stall(stall, now())
    db.session.commit()

    assert (stall.status, stall.return_reason) == (StallStatus.SUBMITTED, "")


def test_nobody_approves_twice(app):
    stall = make_stall()
    with pytest.raises(IllegalStallMove):
        approve_stall(stall, make_user(), now())


@pytest.mark.parametrize(
    "lookalike",
    [
        "dapur bu sri",
        "Dapur-Bu Sri",
        "Dapur Bu Sr1",
        "D4pur Bu Sri",
        "Dapur\u200b Bu Srí",
        "Dароur Bu Sri"[:3] + "ur Bu Sri",
    ],
)
def test_a_name_that_looks_alike_is_refused_in_the_same_market(app, lookalike):
    market = make_market()
    make_stall(market, name="Dapur Bu Sri")
    with pytest.raises(NameTaken):
        apply_for_stall(make_user(), market, name=lookalike)


def test_the_same_name_in_another_market_gets_another_address(app):
    first = make_stall(name="Dapur Bu Sri")
    second = make_stall(name="Dapur Bu Sri")
    assert (first.slug, second.slug) == ("dapur-bu-sri", "dapur-bu-sri-2")


def test_an_old_address_leads_to_the_stall_and_nobody_else_gets_it(app):
    stall = make_stall(name="Dapur Bu Sri")
    rename_stall(stall, "Keripik Bu Sri")
    db.session.commit()

    other = make_stall(name="Dapur Bu Sri")

    assert current_slug_of("dapur-bu-sri") == "keripik-bu-sri"
    assert other.slug == "dapur-bu-sri-2"


def test_a_stall_takes_its_old_name_back(app):
    stall = make_stall(name="Dapur Bu Sri")
    for name in ("Keripik Bu Sri", "Dapur Bu Sri", "Keripik Bu Sri"):
        rename_stall(stall, name)
    db.session.commit()
    assert stall.slug == "keripik-bu-sri"
    assert current_slug_of("dapur-bu-sri") == "keripik-bu-sri"
    assert current_slug_of("keripik-bu-sri") is None


def test_an_odd_licence_is_kept_with_a_warning_and_an_empty_one_removed(app):
    stall = make_stall()
    begin_write()
    warnings = save_licence(stall, LicenceKind.NIB, "12 345")
    save_licence(stall, LicenceKind.PIRT, "P-IRT 2063573010012-31")
    db.session.commit()
    numbers = {licence.kind: licence.number for licence in db.session.scalars(db.select(Licence))}
    assert "13 angka" in warnings[0]
    assert numbers == {LicenceKind.NIB: "12345", LicenceKind.PIRT: "206357301001231"}

    save_licence(stall, LicenceKind.NIB, "")
    db.session.commit()

    assert [licence.kind for licence in stall.licences] == [LicenceKind.PIRT]
