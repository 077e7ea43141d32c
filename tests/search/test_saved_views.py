"""The button under results, and the page of what one waits for."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import render_template_string

from marketplace.catalogue.rules import ProductMove
from marketplace.kit.clock import now
from marketplace.search.models import SavedSearch
from marketplace.search.saved import jobs
from marketplace.web.db import db
from tests.counting import statements
from tests.make import make_category, make_market, make_product, make_stall, make_user


@pytest.fixture
def user(app):
    return make_user()


@pytest.fixture
def browser(user, sign_in):
    return sign_in(user)


def press(browser, address):
    return browser.post("/cari/kabari", data={"alamat": address})


def kept():
    return db.session.scalars(db.select(SavedSearch).order_by(SavedSearch.id)).all()


def test_a_pressed_search_is_kept_and_the_results_say_so(browser, user):
    answer = press(browser, "/cari?urut=termurah&q=Nastar+Keju&max=50.000&hal=2")

    assert answer.location == "/cari?q=nastar+keju&max=50000"
    assert "kamu dikabari satu kali" in browser.get(answer.location).text
    assert [(one.user_id, one.address) for one in kept()] == [(user.id, "q=nastar+keju&max=50000")]


def test_a_guest_signs_in_and_comes_back_to_the_results(client):
    answer = press(client, "/cari?q=nastar&halal=1")

    to = urlsplit(answer.location)
    assert to.path == "/masuk"
    assert parse_qs(to.query)["next"] == ["/cari?q=nastar&halal=1"]
    assert kept() == []


@pytest.mark.parametrize(
    "address", ["", "/cari", "/cari?q=", "https://jahat.invalid/?x=1", "?" * 5000]
)
def test_an_empty_search_is_refused_with_a_sentence(browser, address):
    answer = press(browser, address)

    assert answer.location == "/cari"
    assert "Tulis dulu apa yang kamu cari" in browser.get("/cari").text
    assert kept() == []


def test_the_page_lists_what_is_waited_for_in_words(browser):
    market = make_market("purwantoro-rw-15")
    make_category("keripik", "Keripik")
    press(browser, f"/cari?q=tempe&pasar={market.slug}&kategori=keripik&halal=1&kategori=keripik")

    page = browser.get("/akun/kabari").text

    for words in ("“tempe”", "RW 15 Purwantoro", "Keripik", "Halal", "Menunggu"):
        assert words in page


def test_the_page_leads_to_what_was_found(browser, app):
    press(browser, "/cari?q=nastar")
    product = make_product(title="Nastar keju")
    jobs.look_around()

    page = browser.get("/akun/kabari").text
    assert "Sudah dikabari" in page
    assert f"/produk/{product.id}-{product.slug}" in page

    product.make(ProductMove.HIDE, now())
    db.session.commit()
    page = browser.get("/akun/kabari").text
    assert "Nastar keju" not in page
    assert "Barangnya sudah tidak dijual" in page


def test_a_stall_that_may_not_be_seen_has_no_name_on_the_page(browser):
    stall = make_stall(approved=False, name="Dapur Rahasia")

    press(browser, f"/cari?q=nastar&lapak={stall.slug}")

    assert kept()[0].address == "q=nastar"
    assert "Dapur Rahasia" not in browser.get("/akun/kabari").text


def test_waiting_is_stopped_by_a_press(browser):
    press(browser, "/cari?q=nastar")

    answer = browser.post(f"/akun/kabari/{kept()[0].id}/akhir", follow_redirects=True)

    assert "tidak menunggu yang itu lagi" in answer.text
    assert "Belum ada yang ditunggu" in answer.text
    assert kept() == []


def test_a_stranger_neither_sees_nor_stops_it(browser, sign_in, client):
    press(browser, "/cari?q=nastar+rahasia")
    id = kept()[0].id
    stranger = sign_in(make_user())

    assert "nastar rahasia" not in stranger.get("/akun/kabari").text
    assert stranger.post(f"/akun/kabari/{id}/akhir").status_code == 404
    assert urlsplit(client.post(f"/akun/kabari/{id}/akhir").location).path == "/masuk"
    assert client.get("/akun/kabari").status_code == 302
    assert len(kept()) == 1


def test_the_page_asks_as_much_for_one_as_for_many(browser):
    make_category("keripik", "Keripik")
    stall = make_stall()

    def count():
        with statements() as sent:
            assert browser.get("/akun/kabari").status_code == 200
        return len(sent)

    press(browser, f"/cari?q=nastar&kategori=keripik&lapak={stall.slug}")
    one = count()
    for n in range(5):
        press(browser, f"/cari?q=nastar+{n}&kategori=keripik&lapak={stall.slug}")

    assert count() == one <= 15


def test_the_account_leads_to_the_page(browser):
    assert "/akun/kabari" in browser.get("/akun").text


def test_the_button_carries_the_address(app):
    text = """{% from "components/keep_search.html" import keep_search %}{{ keep_search("/cari?q=a&b") }}"""
    with app.test_request_context():
        button = render_template_string(text)

    assert 'value="/cari?q=a&amp;b"' in button
    assert "Kabari saya" in button
