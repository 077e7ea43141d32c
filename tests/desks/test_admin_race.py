"""Two admins press at the same moment: one decides, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from marketplace.accounts.models import AuditEntry, Grant
from marketplace.accounts.rules import Role
from marketplace.web.db import db
from tests.make import make_admin, make_market, make_stall, make_user


def press_together(browsers, addresses):
    """Statuses of POSTs that start at once, each in a thread and session of its own."""
    together = Barrier(len(browsers))

    def press(browser, address):
        with browser.application.app_context():
            together.wait(timeout=20)
            return browser.post(address).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = sorted(pool.map(press, browsers, addresses))
    db.session.rollback()  # the test reads what came of it, not what it saw before
    return answers


def test_a_stall_is_approved_once(app, sign_in):
    market = make_market()
    stall = make_stall(market, approved=False)
    browsers = [sign_in(make_admin(market, make_user())) for _ in range(4)]
    address = f"/kelola/{market.slug}/lapak/{stall.id}/persetujuan"

    assert press_together(browsers, [address] * 4) == [302, 409, 409, 409]

    entries = db.select(db.func.count(AuditEntry.id)).where(AuditEntry.action == "menyetujui lapak")
    assert db.session.scalar(entries) == 1


def test_two_admins_who_dismiss_each_other_leave_one(app, sign_in):
    market = make_market()
    first, second = make_admin(market, make_user()), make_admin(market, make_user())
    grants = {
        g.user_id: g.id
        for g in db.session.scalars(db.select(Grant).where(Grant.market_id == market.id))
    }
    browsers = [sign_in(first), sign_in(second)]
    base = f"/kelola/{market.slug}/pengurus"
    addresses = [f"{base}/{grants[person.id]}/pencabutan" for person in (second, first)]

    assert set(press_together(browsers, addresses)) <= {302, 404}

    left = db.select(Grant).where(Grant.market_id == market.id, Grant.role == Role.RW_ADMIN)
    assert len(db.session.scalars(left).all()) == 1
