"""Who sees what: drafts, hidden goods, stalls that are not approved, markets that are not open, holidays."""

from datetime import timedelta

import pytest

from marketplace.catalogue.models import Product
from marketplace.catalogue.rules import ProductMove
from marketplace.kit.clock import now, today
from marketplace.regions.actions import close_market
from marketplace.stalls.actions import set_holiday
from marketplace.stalls.rules import StallMove
from marketplace.web.db import begin_write, db
from tests.make import make_batch, make_market, make_product, make_stall


def address_of(product):
    return f"/produk/{product.id}-{product.slug}"


def lists_with(product):
    market = product.stall.market.slug
    category = product.category.slug
    return [
        "/",
        f"/pasar/{market}",
        f"/lapak/{product.stall.slug}",
        f"/kategori/{category}",
        "/cari",
        "/sitemap-produk-0.xml",
    ]


def rest(stall, days=3):
    begin_write()
    day = today(now())
    set_holiday(stall, day, day + timedelta(days=days))
    db.session.commit()


def move(thing, step):
    begin_write()
    thing.make(step, now())
    db.session.commit()


def test_a_published_product_is_found_everywhere(client):
    product = make_product(title="Keripik bayam")
    assert client.get(address_of(product)).status_code == 200
    for address in lists_with(product):
        page = client.get(address)
        assert page.status_code == 200
        assert "eripik bayam" in page.text or product.slug in page.text, address


def test_a_draft_is_nowhere(client):
    product = make_product(title="Keripik bayam", published=False)
    assert client.get(address_of(product)).status_code == 404
    for address in lists_with(product):
        assert product.slug not in client.get(address).text, address


@pytest.mark.parametrize("step", [ProductMove.HIDE, ProductMove.ARCHIVE, ProductMove.RETURN])
def test_a_product_taken_down_is_nowhere(client, step):
    product = make_product(title="Keripik bayam")
    address, lists, slug = address_of(product), lists_with(product), product.slug
    move(product, step)
    assert client.get(address).status_code == 404
    for page in lists:
        assert slug not in client.get(page).text, page


def test_goods_of_a_stall_that_closed_are_gone(client):
    product = make_product()
    address, stall = address_of(product), product.stall.slug
    move(product.stall, StallMove.CLOSE)
    assert client.get(address).status_code == 404
    assert client.get(f"/lapak/{stall}").status_code == 404


def test_a_stall_that_waits_for_approval_has_no_page(client):
    stall = make_stall(approved=False)
    assert client.get(f"/lapak/{stall.slug}").status_code == 404


def test_a_closed_market_takes_its_goods_along(client):
    product = make_product()
    address, stall, market = address_of(product), product.stall.slug, product.stall.market
    begin_write()
    close_market(market, now())
    db.session.commit()
    slug = market.slug
    assert client.get(address).status_code == 404
    assert client.get(f"/lapak/{stall}").status_code == 404
    assert client.get(f"/pasar/{slug}").status_code == 404


def test_on_holiday_the_addresses_stay_but_nothing_can_be_ordered(client):
    product = make_product(title="Keripik bayam")
    rest(product.stall)
    page = client.get(address_of(product))
    assert "Lapak sedang libur" in page.text
    assert "Ke keranjang" not in page.text
    stall = client.get(f"/lapak/{product.stall.slug}")
    assert "Libur sampai" in stall.text
    assert "Keripik bayam" in stall.text
    assert "Tambah ke keranjang" not in stall.text


def test_on_holiday_lists_do_not_show_the_goods(client):
    product = make_product(title="Keripik bayam")
    market, category = product.stall.market.slug, product.category.slug
    rest(product.stall)
    for address in ("/", f"/pasar/{market}", f"/kategori/{category}", "/cari"):
        assert "Keripik bayam" not in client.get(address).text, address
    assert "Libur sampai" in client.get(f"/pasar/{market}").text


def test_the_day_after_the_holiday_all_is_as_before(client):
    product = make_product(title="Keripik bayam")
    begin_write()
    day = today(now())
    product.stall.holiday_from = day - timedelta(days=3)
    product.stall.holiday_until = day - timedelta(days=1)
    db.session.commit()
    assert "Ke keranjang" in client.get(address_of(product)).text


def test_a_sold_out_product_says_so_and_offers_no_button(client):
    product = make_product(stock=0)
    page = client.get(address_of(product))
    assert "Barang ini sedang habis" in page.text
    assert "Ke keranjang" not in page.text
    assert "card--gone" in client.get(f"/pasar/{product.stall.market.slug}").text


def test_a_round_that_has_closed_cannot_be_ordered(client):
    batch = make_batch()
    product = db.session.get(Product, batch.product_id)
    address = address_of(product)
    assert "PO siap" in client.get(address).text
    begin_write()
    batch.closes_at = now() - timedelta(hours=1)
    db.session.commit()
    page = client.get(address)
    assert "Pesanan untuk jadwal ini sudah ditutup" in page.text
    assert "Ke keranjang" not in page.text


def test_an_rw_without_a_market_shows_its_open_neighbours(client):
    make_market("purwantoro-rw-05")
    make_market("polowijen-rw-03")
    make_market("sukun-rw-05")
    page = client.get("/pasar/purwantoro-rw-77")
    assert page.status_code == 404
    assert "Pasar RW ini belum buka" in page.text
    assert page.text.index("purwantoro-rw-05") < page.text.index("polowijen-rw-03")
    assert "sukun-rw-05" not in page.text


def test_a_market_in_preparation_counts_as_not_open(client):
    make_market("purwantoro-rw-09", opened=False)
    page = client.get("/pasar/purwantoro-rw-09")
    assert page.status_code == 404
    assert "Pasar RW ini belum buka" in page.text


@pytest.mark.parametrize("slug", ["entah", "purwantoro-rw-00", "atlantis-rw-05", "x" * 200, "%00"])
def test_an_address_that_speaks_of_no_rw_is_just_not_there(client, slug):
    page = client.get(f"/pasar/{slug}")
    assert page.status_code == 404
    assert "belum buka" not in page.text
