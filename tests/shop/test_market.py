"""The market page: what is on it, its filters and its pages."""

import pytest

from marketplace.catalogue.actions import feature
from marketplace.kit.clock import now
from marketplace.payments.rules import Method
from marketplace.stalls.rules import HalalStatus
from marketplace.web.db import begin_write, db
from tests.make import make_admin, make_category, make_market, make_product, make_stall
from tests.make_collected import let_collect
from tests.shop.conftest import fill_market


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.text


def test_a_new_market_says_that_its_goods_are_on_the_way(client):
    market = make_market("purwantoro-rw-15")
    page = read(client, f"/pasar/{market.slug}")
    assert "Belum ada dagangan" in page
    assert "Lapak pertama sedang disiapkan" in page


def test_the_page_wears_the_colour_of_its_market(client):
    make_market("purwantoro-rw-15", board="manggis")
    assert 'data-board="manggis"' in read(client, "/pasar/purwantoro-rw-15")


def test_twelve_goods_stand_on_a_page_and_the_rest_on_the_next(client):
    fill_market(14)
    first = read(client, "/pasar/purwantoro-rw-15?siap=1")
    assert first.count('<li class="card') == 12
    assert "14 barang" in first
    second = read(client, "/pasar/purwantoro-rw-15?siap=1&hal=2")
    assert second.count('<li class="card') == 2
    assert "siap=1&amp;hal=2" in first


def test_a_page_that_is_no_number_is_the_first(client):
    fill_market(14)
    assert 'aria-current="page">1<' in read(client, "/pasar/purwantoro-rw-15?hal=abc")


def test_what_the_committee_chose_stands_first_with_its_note(client):
    fill_market(3)
    product = make_product(make_stall(make_market("purwantoro-rw-15")), title="Nastar nanas")
    begin_write()
    feature(product, "Selainya dimasak sendiri.", make_admin(product.stall.market), now())
    db.session.commit()
    page = read(client, "/pasar/purwantoro-rw-15")
    assert "Selainya dimasak sendiri." in page
    grid = page[page.index('<ul class="grid') :]
    assert grid.index("Nastar nanas") < grid.index("Keripik nomor")
    assert grid.count("Nastar nanas</a>") == 1
    assert "card--big" not in read(client, "/pasar/purwantoro-rw-15?siap=1")


@pytest.fixture
def two_kinds(app):
    """Cheap, trustworthy keripik that says its allergens; dear kue with peanuts; kue that says nothing."""
    market = make_market("purwantoro-rw-15")
    halal = make_stall(market, name="Dapur Halal", halal=HalalStatus.CERTIFIED)
    plain = make_stall(market, name="Dapur Biasa")
    kue = make_category("kue", "Kue kering")
    make_product(halal, title="Keripik bayam", price=12000, allergens=["soy"])
    make_product(plain, title="Kue kacang", price=45000, category=kue, allergens=["peanut"])
    make_product(plain, title="Putri salju", price=30000, category=kue, stock=0, allergens=None)
    return market


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"Keripik bayam", "Kue kacang", "Putri salju"}),
        ("kategori=kue", {"Kue kacang", "Putri salju"}),
        ("halal=1", {"Keripik bayam"}),
        ("max=20000", {"Keripik bayam"}),
        ("min=40.000", {"Kue kacang"}),
        ("tanpa=kacang", {"Keripik bayam"}),
        ("pesan=1", {"Keripik bayam", "Kue kacang"}),
        ("siap=1&kategori=kue", {"Kue kacang"}),
        ("terlatih=1", set()),
        ("kategori=hantu&urut=acak&halal=mungkin", {"Keripik bayam", "Kue kacang", "Putri salju"}),
    ],
)
def test_filters_stand_in_the_address(client, two_kinds, query, seen):
    page = read(client, f"/pasar/{two_kinds.slug}?{query}")
    grid = page[page.index('id="semua"') :]
    names = {"Keripik bayam", "Kue kacang", "Putri salju"}
    assert {name for name in names if name in grid} == seen
    if not seen:
        assert "Tidak ada yang cocok" in page


def test_order_by_price_goes_both_ways(client, two_kinds):
    up = read(client, f"/pasar/{two_kinds.slug}?kategori=kue&urut=termurah")
    down = read(client, f"/pasar/{two_kinds.slug}?kategori=kue&urut=termahal")
    assert up.rindex("Putri salju") < up.rindex("Kue kacang")
    assert down.rindex("Kue kacang") < down.rindex("Putri salju")


def test_a_filter_on_another_page_leads_back_to_the_first(client):
    fill_market(14)
    page = read(client, "/pasar/purwantoro-rw-15?hal=2")
    assert "?halal=1&amp;hal" not in page
    assert "?halal=1" in page


def test_goods_of_another_market_are_not_here(client):
    fill_market(1)
    make_product(make_stall(make_market("sukun-rw-05")), title="Pia Sukun")
    assert "Pia Sukun" not in read(client, "/pasar/purwantoro-rw-15")


def test_what_people_wrote_is_shown_as_text(client):
    market = make_market("purwantoro-rw-15", story="<script>alert(1)</script>", nickname="<b>")
    make_product(make_stall(market, name="Lapak <i>"), title='Keripik & "teman" <x>')
    page = read(client, "/pasar/purwantoro-rw-15")
    assert "<script>alert" not in page
    assert "<x>" not in page
    assert "Lapak <i>" not in page


def test_one_press_puts_a_single_size_into_the_cart(client):
    market = fill_market(1)
    page = read(client, f"/pasar/{market.slug}")
    assert 'name="varian"' in page
    client.post(
        "/keranjang/tambah", data={"varian": page.split('name="varian" value="')[1].split('"')[0]}
    )
    assert "1 di keranjang" in read(client, f"/pasar/{market.slug}")


def test_a_market_says_whose_hands_the_money_goes_through(client, app, monkeypatch):
    market = make_market("purwantoro-rw-15")
    monkeypatch.setitem(app.config, "STRIPE_KEY", "")
    assert "Uangmu: QRIS, transfer, dan tunai langsung ke lapak." in read(
        client, f"/pasar/{market.slug}"
    )

    let_collect(market, Method.TRANSFER, fee=250)
    monkeypatch.setitem(app.config, "STRIPE_KEY", "sk_test_x")
    begin_write()
    market.takes_cash = False
    db.session.commit()

    said = f"QRIS langsung ke lapak, transfer ke bendahara {market.rw.label}, kartu lewat Pasar RW."
    assert f"Uangmu: {said} Dari harga barangnya, 2,5% menjadi kas RW." in read(
        client, f"/pasar/{market.slug}"
    )
