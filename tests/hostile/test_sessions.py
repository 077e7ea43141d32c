"""What was taken away is gone at the next request; what is private is kept by nobody."""

from typing import Any

import pytest

from marketplace.accounts.actions import revoke
from marketplace.accounts.models import Grant
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db
from tests.addresses import addresses, home_of
from tests.routes import pages_of, unsafe_of, word_of

KEEPERS = {"producer": "producer", "admin": "rw_admin"}
TO_SIGN_IN = (302, "/masuk")


def desk_pages(app: Any, side: Any, word: str) -> list[str]:
    found = [addresses(app, rule, side, home_of(side))[0] for rule in pages_of(app)
             if word_of(app, rule) == word and rule.arguments]  # fmt: skip
    assert found
    return found


@pytest.mark.parametrize("person", KEEPERS)
def test_a_role_that_was_taken_away_opens_nothing_any_more(app, side, sign_in, person):
    """The same browser, the next request: pages and buttons of the role alike."""
    browser, word = sign_in(side.people[person]), KEEPERS[person]
    pages = desk_pages(app, side, word)
    buttons = [
        addresses(app, rule, side, home_of(side))[0]
        for rule, _method in unsafe_of(app)
        if word_of(app, rule) == word
    ]
    assert [path for path in pages if browser.get(path).status_code not in (200, 302)] == []

    begin_write()
    for grant in db.session.scalars(db.select(Grant).filter_by(user_id=side.people[person].id)):
        revoke(grant, side.people["admin"])
    db.session.commit()

    answers = [browser.get(path) for path in pages] + [browser.post(path) for path in buttons]
    assert [a.request.path for a in answers if a.status_code not in (403, 404)] == []


def test_a_disabled_person_is_a_guest_at_the_next_request(app, side, sign_in):
    browser = sign_in(side.people["admin"])
    pages = [*desk_pages(app, side, "rw_admin"), "/akun", "/penjual", "/kelola"]
    begin_write()
    side.people["admin"].disabled_at = now()
    db.session.commit()

    for path in pages:
        answer = browser.get(path)
        assert (answer.status_code, answer.location.split("?")[0]) == TO_SIGN_IN, path


def test_nothing_that_a_cookie_changed_is_kept_by_others(app, side, sign_in):
    """With cart, order keys, a session and a sentence waiting to be shown."""
    browser, faults = sign_in(side.people["buyer"]), []
    browser.set_cookie("keranjang", "k" * 40)
    browser.set_cookie("kunci", side.guest_key)
    for rule in pages_of(app):
        if rule.endpoint in ("files.photo", "site.healthz", "site.readyz"):
            continue
        with browser.session_transaction() as kept:
            kept["_flashes"] = [("message", "Hanya untukmu.")]
        answer = browser.get(addresses(app, rule, side, home_of(side))[0])
        shown = answer.mimetype == "text/html"
        control = answer.headers.get("Cache-Control", "")
        if shown and ("public" in control or "Cookie" not in answer.headers.get("Vary", "")):
            faults.append(f"{rule} {control} {answer.headers.get('Vary')}")
        if "Hanya untukmu" in answer.text and control not in ("no-store", "private, no-cache"):
            faults.append(f"{rule} shows a sentence: {control}")
    assert faults == []
