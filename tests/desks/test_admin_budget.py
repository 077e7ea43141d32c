"""A desk page asks the database at most fifteen things, and as many for one row as for twelve."""

import pytest
from sqlalchemy import event

from marketplace.catalogue.actions import feature, submit_product
from marketplace.kit.clock import now
from marketplace.stalls.actions import save_licence
from marketplace.stalls.rules import LicenceKind
from marketplace.web.db import begin_write, db
from tests.make import make_admin, make_market, make_product, make_stall

PAGES = [
    "",
    "/lapak",
    "/pilihan",
    "/catatan",
    "/pengaturan",
    "/pengaturan/jam",
    "/pengaturan/tempat",
]
PAGES += ["/pengaturan/ongkir", "/pengurus", "/uang/cara-bayar", "/uang/cara-bayar/pilihan"]


def fill(market, admin, count):
    for _ in range(count):
        stall = make_stall(market)
        begin_write()
        save_licence(stall, LicenceKind.NIB, "1234567890123")
        db.session.commit()
        submit_product(make_product(stall, published=False), now())
        feature(make_product(stall), "Enak.", admin, now())
        make_product(stall)
        make_stall(market, approved=False)


def statements(browser, address):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert all(s.lstrip().upper().startswith(("SELECT", "WITH")) for s in seen)
    return len(seen)


@pytest.mark.parametrize("page", PAGES)
def test_statements_do_not_grow_with_the_list(app, sign_in, page):
    market = make_market()
    admin = make_admin(market)
    browser = sign_in(admin)
    fill(market, admin, 1)
    one = statements(browser, f"/kelola/{market.slug}{page}")
    fill(market, admin, 5)
    assert statements(browser, f"/kelola/{market.slug}{page}") == one
    assert one <= 15
