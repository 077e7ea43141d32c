"""The kas of a market, open to everybody: sums of the market by month, never of a stall."""

from datetime import timedelta

import pytest

from marketplace.kit.clock import bulan, month_before, month_moments, now, today
from marketplace.ledger.actions import post
from marketplace.ledger.rules import (
    Sale,
    direct_sale,
    fee_settled,
    frozen_lines,
    refund_owed,
    stall_itself,
    treasurer,
)
from marketplace.orders.rules import Bearer
from marketplace.regions.actions import close_market
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.ledger.books import sale_at, sell
from tests.make import make_market, make_stall, make_user
from tests.make_orders import make_order
from tests.visitor import words_of

THIS = today(now()).replace(day=1)


def in_month(count: int):
    """A moment so many months ago."""
    return month_moments(month_before(THIS, count))[0] + timedelta(minutes=1)


@pytest.fixture
def stall(app):
    return make_stall(name="Dapur Bu Rahasia")


def page_of(client, market, month=""):
    answer = client.get(f"/kas/{market.slug}{f'?bulan={month}' if month else ''}")
    assert answer.status_code == 200
    return words_of(answer.text)


def test_what_came_what_went_back_and_what_stalls_still_hold(client, stall):
    market, order = stall.market, make_order()
    sell(stall, 100_000, key="a", at=in_month(0), holder=None)
    sell(stall, 40_000, key="b", at=in_month(0))
    sell(stall, 20_000, key="c", at=in_month(1), holder=None)
    back = sale_at(stall, 40_000, order=order.id)
    owed = refund_owed(stall_itself(stall.id), back, back.parts)
    post("d", "Uang kembali", owed, in_month(0), market)
    post("e", "Setor", fee_settled(treasurer(market.id), stall.id, 300), in_month(0), market)
    db.session.commit()

    page = page_of(client, market)

    assert "Terkumpul sampai hari ini Rp3.000" in page
    assert "Masuk dari penjualan Rp3.500" in page
    assert "pembeli dikembalikan −Rp1.000" in page
    assert "Bertambah Rp2.500" in page
    assert "Rp1.700 masih di lapak dan belum disetor" in page
    assert f"{bulan(month_before(THIS))} Rp500" in page
    assert "Rahasia" not in page


def test_a_discount_that_the_kas_bears_is_told_apart(client, stall):
    lines = frozen_lines([(50_000, 1)], 5_000, 250)
    sale = Sale(7, stall.id, stall.market_id, lines, borne_by=Bearer.MARKET)
    post("a", "Penjualan", direct_sale(sale), in_month(0), stall.market)
    db.session.commit()

    page = page_of(client, stall.market)

    assert "ditanggung kas −Rp5.000" in page
    assert "Berkurang −Rp3.875" in page
    assert "Kas masih harus memberi lapak Rp3.875" in page


def test_earlier_months_are_reached_by_links_and_none_lies_before_the_first(client, stall):
    for count in range(0, 15, 2):
        sell(stall, 40_000, key=f"k{count}", at=in_month(count))
    base = f"/kas/{stall.market.slug}"

    first = client.get(base).text
    assert f"{base}?bulan={month_before(THIS, 6):%Y-%m}" in first
    oldest = client.get(f"{base}?bulan={month_before(THIS, 12):%Y-%m}").text
    assert "Bulan-bulan sebelumnya" not in oldest
    assert "Ke bulan ini" in oldest
    assert f"Terkumpul sampai akhir {bulan(month_before(THIS, 12))} Rp2.000" in words_of(oldest)
    assert bulan(month_before(THIS, 15)) not in words_of(oldest)


@pytest.mark.parametrize(
    "typed", ["2026-13", "x", "9999-12", "0001-01", "２０２６-01", "2026-1", "-"]
)
def test_what_is_no_month_means_this_month(client, stall, typed):
    sell(stall, key="a", at=in_month(0))

    assert bulan(THIS) in page_of(client, stall.market, typed)


def test_a_kas_without_money_says_where_it_will_come_from(client, app):
    market = make_market()
    page = page_of(client, market)
    assert "Kas ini belum terisi" in page
    assert "Sebagian kecil dari harga tiap barang" in page

    begin_write()
    market.fee_basis_points = 250
    db.session.commit()
    assert "2,5% dari harga tiap barang yang terjual menjadi kas RW." in page_of(client, market)


def test_a_market_that_is_not_open_has_no_page(client, app):
    market = make_market()
    begin_write()
    close_market(market, now())
    db.session.commit()

    assert client.get(f"/kas/{market.slug}").status_code == 404
    assert client.get("/kas/tidak-ada").status_code == 404


def test_the_page_costs_the_same_for_many_entries(client, sign_in, stall):
    browser, path = sign_in(make_user()), f"/kas/{stall.market.slug}"
    sell(stall, key="first", at=in_month(3))

    def cost():
        with statements() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    one = cost()
    for count in range(20):
        sell(stall, 1_000 + count, key=f"k{count}", at=in_month(count % 4), holder=None)
    assert cost() == one <= 12


def test_the_page_of_the_market_leads_to_its_kas(client, app):
    market = make_market()

    assert f'href="/kas/{market.slug}"' in client.get(f"/pasar/{market.slug}").text
