"""The clock looks for what people wait for, and tells each of them once."""

from datetime import timedelta

import pytest
from flask import current_app

from marketplace.catalogue.rules import ProductMove
from marketplace.catalogue.shelves import set_shelf
from marketplace.jobs.models import Job
from marketplace.jobs.worker import do_one
from marketplace.kit.clock import now, today
from marketplace.search.engines import IndexBad
from marketplace.search.engines.database import DatabaseEngine
from marketplace.search.models import SavedSearch
from marketplace.search.saved import jobs, telling
from marketplace.search.saved.actions import keep
from marketplace.search.saved.fitting import fitting
from marketplace.search.saved.rules import MOST_FITTING, MOST_OPEN, NotKept, wish_of
from marketplace.web.db import begin_write, db
from marketplace.web.senders import NotSent
from tests.make import make_market, make_product, make_stall, make_user


def wait_for(user=None, **address):
    search = keep(user or make_user(), wish_of(address), now())
    db.session.commit()
    return search


def letters(app):
    return [file.read_text() for file in sorted((app.config["DATA"] / "mail").glob("*.txt"))]


def work(looks=True):
    """One round of the clock, then every job that is due, as a worker does it: in a session of its own."""
    with current_app.app_context():
        if looks:
            jobs.look_around()
        while do_one(now()):
            pass
    db.session.rollback()
    db.session.expire_all()


def test_a_product_published_now_is_told_once_by_the_next_round(app):
    search = wait_for(make_user(phone="6281200000042"), q="klepon ubi")
    product = make_product(make_stall(name="Dapur Bu Rini"), title="Klepon ubi ungu", price=12000)

    work()
    work()
    make_product(title="Klepon ubi madu")
    work()

    [letter] = letters(app)
    assert "6281200000042" in letter
    assert "Klepon ubi ungu, Rp12.000, dari Dapur Bu Rini" in letter
    assert f"{app.config['BASE_URL']}/produk/{product.id}-{product.slug}" in letter
    assert (search.product_id, search.told_at is None, search.sent_at is None) == (
        product.id,
        False,
        False,
    )


def test_the_index_may_lag_behind(app, monkeypatch):
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "whoosh")
    wait_for(q="klepon")
    make_product(title="Klepon hijau")  # no round of the indexer

    work()

    assert len(letters(app)) == 1


def test_a_damaged_full_text_index_hinders_nobody(app, monkeypatch):
    def bad(*_):
        raise IndexBad("flipped")

    monkeypatch.setattr(DatabaseEngine, "matching", bad)
    wait_for(q="klepon")
    make_product(title="Klepon hijau")

    work()

    assert len(letters(app)) == 1


def test_what_fitted_when_it_was_kept_is_no_news(app):
    make_product(title="Nastar keju")
    wait_for(q="nastar")

    work()
    assert letters(app) == []

    make_product(title="Nastar nanas")
    work()
    assert "Nastar nanas" in letters(app)[0]


def test_every_word_must_stand_in_it(app):
    wait_for(q="rendang jengkol")
    make_product(title="Rendang sapi")

    work()

    assert letters(app) == []


def test_a_typing_mistake_is_put_right_as_on_the_page(app):
    make_product(title="Nastar keju")
    wait_for(q="nastra")
    make_product(title="Nastar nanas")

    work()

    assert "Nastar nanas" in letters(app)[0]


def test_goods_that_come_back_to_the_shelf_are_news(app):
    product = make_product(title="Nastar keju", stock=0)
    wait_for(q="nastar")
    work()
    assert letters(app) == []

    set_shelf(product.variants[0], 5, now())
    db.session.commit()
    work()

    assert "Nastar keju" in letters(app)[0]


def test_what_may_not_be_seen_is_never_told(app):
    wait_for(q="nastar")
    make_product(title="Nastar draf", published=False)
    hidden = make_product(title="Nastar rahasia")
    hidden.make(ProductMove.HIDE, now())
    db.session.commit()
    away = make_stall(name="Dapur Libur")
    make_product(away, title="Nastar libur")
    begin_write()
    away.holiday_from = away.holiday_until = today(now())
    db.session.commit()

    work()

    assert letters(app) == []


def test_what_is_hidden_between_the_round_and_the_sending_is_waited_for_again(app):
    search = wait_for(q="nastar")
    product = make_product(title="Nastar keju")
    jobs.look_around()
    product.make(ProductMove.HIDE, now())
    db.session.commit()
    work(looks=False)
    assert letters(app) == []
    assert search.told_at is None

    product.make(ProductMove.SHOW, now())
    db.session.commit()
    work()

    assert len(letters(app)) == 1


def test_filters_in_the_address_and_in_the_words_count(app):
    make_market("purwantoro-rw-15")
    wait_for(q="nastar di bawah 20 ribu", pasar="purwantoro-rw-15")
    here = make_stall(make_market("purwantoro-rw-15"))
    make_product(here, title="Nastar mahal", price=60000)
    make_product(make_stall(make_market("purwantoro-rw-16")), title="Nastar jauh", price=10000)
    work()
    assert letters(app) == []

    make_product(here, title="Nastar hemat", price=15000)
    work()

    assert "Nastar hemat" in letters(app)[0]


def test_one_stall_is_waited_for_without_words(app):
    stall, other = make_stall(name="Dapur Satu"), make_stall(name="Dapur Dua")
    wait_for(lapak=stall.slug)
    make_product(other, title="Opak")
    work()
    assert letters(app) == []

    make_product(stall, title="Rempeyek")
    work()

    assert "Rempeyek" in letters(app)[0]


def test_two_workers_that_saw_the_same_tell_once(app):
    wait_for(q="nastar")
    make_product(title="Nastar keju")
    at = now()
    first, second = telling.look_around(at), telling.look_around(at)

    for found in (first, second):
        telling.close_round(found, at)
        db.session.commit()

    waiting = db.session.scalars(db.select(Job).where(Job.name == "search.tell")).all()
    assert len(waiting) == 1


def test_a_round_that_dies_before_its_commit_leaves_the_search_open(app):
    search = wait_for(q="nastar")
    make_product(title="Nastar keju")
    telling.close_round(telling.look_around(now()), now())
    db.session.rollback()
    assert search.told_at is None
    assert db.session.scalar(db.select(Job.id).where(Job.name == "search.tell")) is None

    work()

    assert len(letters(app)) == 1


def test_a_job_that_is_done_twice_sends_once(app):
    search = wait_for(q="nastar")
    make_product(title="Nastar keju")
    jobs.look_around()

    jobs.tell(saved_id=search.id)
    jobs.tell(saved_id=search.id)
    jobs.tell()

    assert len(letters(app)) == 1


def test_what_could_not_be_handed_over_is_tried_again(app, monkeypatch):
    class Broken:
        def send(self, *_):
            raise NotSent("gone")

    search = wait_for(q="nastar")
    make_product(title="Nastar keju")
    jobs.look_around()
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "sender", Broken)
        with pytest.raises(NotSent):
            jobs.tell(saved_id=search.id)
    assert search.sent_at is None

    jobs.tell(saved_id=search.id)

    assert len(letters(app)) == 1


def test_a_broken_search_is_skipped_and_goes_to_the_end(app, monkeypatch):
    broken, good = wait_for(q="rusak"), wait_for(q="nastar")
    before = broken.looked_at
    make_product(title="Nastar keju")

    def ask(wish, *rest, **more):
        if wish["q"] == "rusak":
            db.session.execute(db.text("SELECT * FROM no_such_table"))
        return fitting(wish, *rest, **more)

    monkeypatch.setattr(telling, "fitting", ask)
    work()

    assert len(letters(app)) == 1
    assert good.told_at is not None
    assert broken.told_at is None
    assert broken.looked_at > before


def test_a_round_takes_one_helping_and_the_longest_waiting_first(app, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 2)
    user = make_user()
    ids = [wait_for(user, q=words).id for words in ("satu", "dua", "tiga")]

    first = telling.look_around(now())
    telling.close_round(first, now())
    db.session.commit()
    second = telling.look_around(now() + timedelta(minutes=1))

    assert list(first) == ids[:2]
    assert list(second) == [ids[2], ids[0]]


def test_mail_is_taken_only_when_it_was_proven(app):
    user = make_user(phone="6281200000077")
    begin_write()
    user.email = "belum@contoh.invalid"
    db.session.commit()
    wait_for(user, q="nastar")
    make_product(title="Nastar keju")

    work()

    assert "6281200000077" in letters(app)[0]
    assert "belum@" not in letters(app)[0]


def test_whoever_is_locked_out_is_not_told(app):
    user = make_user()
    wait_for(user, q="nastar")
    begin_write()
    user.disabled_at = now()
    db.session.commit()
    make_product(title="Nastar keju")

    work()

    assert letters(app) == []


def test_a_person_who_is_deleted_takes_the_searches_along(app):
    user = make_user()
    wait_for(user, q="nastar")

    begin_write()
    db.session.execute(db.text("DELETE FROM users WHERE id = :id"), {"id": user.id})
    db.session.commit()

    assert db.session.scalar(db.select(db.func.count()).select_from(SavedSearch)) == 0


def test_twice_the_same_is_one_row_and_after_the_notice_it_waits_again(app):
    user = make_user()
    one, two = wait_for(user, q="nastar", urut="termurah"), wait_for(user, q=" NASTAR ")
    assert one.id == two.id
    make_product(title="Nastar keju")
    work()

    again = wait_for(user, q="nastar")
    work()

    assert again.id == one.id
    assert again.told_at is None
    assert len(letters(app)) == 1


def test_there_is_an_end_to_what_one_person_waits_for(app):
    user = make_user()
    for n in range(MOST_OPEN):
        wait_for(user, q=f"kue nomor {n} enak")

    with pytest.raises(NotKept, match=f"sudah menunggu {MOST_OPEN}"):
        wait_for(user, q="satu lagi")
    db.session.rollback()
    assert wait_for(user, q="kue nomor 3 enak").id
    assert wait_for(make_user(), q="satu lagi").id


@pytest.mark.parametrize("address", [{}, {"q": "  "}, {"urut": "terbaru"}, {"pasar": "tidak-ada"}])
def test_an_empty_search_is_not_kept(app, address):
    with pytest.raises(NotKept, match="Tulis dulu"):
        wait_for(**address)


def test_what_fits_plenty_needs_no_waiting(app, monkeypatch):
    from marketplace.search.saved import actions

    monkeypatch.setattr(actions, "MOST_FITTING", 1)
    make_product(title="Nastar keju")
    make_product(title="Nastar nanas")

    with pytest.raises(NotKept, match=f"lebih dari {MOST_FITTING}"):
        wait_for(q="nastar")


def test_what_was_told_long_ago_is_forgotten(app):
    old, new = wait_for(q="satu"), wait_for(q="dua")
    begin_write()
    old.told_at = now() - timedelta(days=91)
    new.told_at = now() - timedelta(days=89)
    db.session.commit()
    kept = new.id

    jobs.forget_told()

    assert db.session.scalars(db.select(SavedSearch.id)).all() == [kept]
