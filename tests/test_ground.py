"""The tests' ground itself: people stay apart, and one test leaves nothing to the next."""

import pytest

from marketplace.accounts.models import User
from marketplace.catalogue.models import Category
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_stall, make_user


def test_owner_stranger_and_nobody_stay_apart(app, client, sign_in) -> None:
    """In one test, each browser is served as whoever sits at it, in whatever order they ask."""
    market = make_market("purwantoro-rw-15")
    people = [make_user(name="Bu Pemilik"), make_user(name="Bu Orang Lain")]
    stalls = [make_stall(market, applicant=person) for person in people]
    owner, stranger = map(sign_in, people)
    own, other = (f"/penjual/{stall.slug}" for stall in stalls)

    for _ in range(2):
        assert owner.get(own).status_code == stranger.get(other).status_code == 200
        assert owner.get(other).status_code == stranger.get(own).status_code == 404
        assert client.get(own).status_code == 302


def test_a_browser_sends_what_a_page_of_ours_would(client) -> None:
    assert client.post("/keluar").status_code == 302
    assert client.post("/keluar", headers={}).status_code == 403


@pytest.mark.parametrize("round", [1, 2])
def test_each_test_begins_with_an_empty_market(app, round: int) -> None:
    assert db.session.scalar(db.select(db.func.count(User.id))) == 0
    make_user()


def test_a_change_that_no_view_kept_is_gone_after_a_request(app, client) -> None:
    begin_write()
    db.session.add(Category(slug="sisa", name="Sisa"))
    db.session.flush()
    client.get("/masuk")

    assert db.session.scalar(db.select(Category)) is None


def test_what_a_request_changed_is_seen_without_asking(app, client) -> None:
    """Rows held by a test are read afresh after each request."""
    user = make_user(name="Bu Sri")
    with db.engine.begin() as connection:
        connection.execute(db.update(User).values(name="Bu Sri Wahyuni"))
    client.get("/masuk")

    assert user.name == "Bu Sri Wahyuni"
