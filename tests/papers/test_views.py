"""The papers on the pages of buyer, stall and market, and as files."""

import io
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from marketplace.accounts.rules import Role
from marketplace.kit.clock import now
from marketplace.orders.models import Order
from marketplace.orders.rules import Actor, Move
from marketplace.payments.papers.actions import papers_of
from marketplace.web.db import begin_write, db
from tests.make import make_admin, make_market, make_producer, make_product, make_stall, make_user
from tests.make_orders import make_order
from tests.papers.reading import text_of
from tests.visitor import words_of

PDF, XLSX = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


@pytest.fixture
def market(app) -> Any:
    return make_market("purwantoro-rw-15")


@pytest.fixture
def stall(market) -> Any:
    begin_write()
    market.fee_basis_points = 250
    db.session.commit()
    return make_stall(market, name="Dapur Bu Sri")


@pytest.fixture
def buyer(app) -> Any:
    return make_user(name="Rina Pembeli")


@pytest.fixture
def order(stall, buyer) -> Order:
    product = make_product(stall, title="Keripik tempe", price=20_000)
    return make_order(Move.PAY, product=product, buyer=buyer, name="Rina Pembeli")


def give_back(order: Order) -> None:
    begin_write()
    order.make(Move.REFUSE, Actor.PRODUCER, now(), note="Gosong")
    db.session.commit()


def test_the_buyer_reads_and_takes_the_nota(order, buyer, sign_in) -> None:
    browser = sign_in(buyer)
    [nota] = papers_of(order)
    address = f"/pesanan/{order.code}/nota"

    assert address in browser.get(f"/pesanan/{order.code}").text
    told = words_of(browser.get(address).text)
    file = browser.post(address)

    for words in (f"Nota {nota.code}", "Pembeli Rina Pembeli", "Penjual Dapur Bu Sri"):
        assert words in told
        assert words in text_of(file.data)
    assert "Keripik tempe, 150 g 1 × Rp20.000 Rp20.000" in told
    assert "PPh 22 dipungut Rp0 Total Rp20.000" in told
    assert (file.mimetype, file.headers["Cache-Control"]) == (PDF, "no-store")
    assert "nota-purwantoro-15-" in file.headers["Content-Disposition"]


def test_what_went_back_stands_under_the_nota(order, buyer, sign_in) -> None:
    give_back(order)
    nota, back = papers_of(order)

    told = words_of(sign_in(buyer).get(f"/pesanan/{order.code}/nota").text)

    assert told.index(nota.code) < told.index(f"Nota pembatalan {back.code}")
    assert f"Untuk nota {nota.code}" in told
    assert "Dibatalkan dari nota Rp20.000" in told
    assert "termasuk yang dibayar di luar nota" in told  # the unique code


def test_before_the_money_there_is_no_nota(stall, buyer, sign_in) -> None:
    order = make_order(product=make_product(stall), buyer=buyer)
    people = [
        (buyer, f"/pesanan/{order.code}"),
        (make_producer(stall), f"/penjual/{stall.slug}/pesanan/{order.code}"),
    ]
    for person, page in people:
        browser = sign_in(person)
        assert f"{page}/nota" not in browser.get(page).text
        assert "Notanya belum ada" in browser.get(f"{page}/nota").text
        answer = browser.post(f"{page}/nota")
        assert answer.status_code == 409
        assert "Nota terbit begitu uangnya dicatat masuk" in answer.text


def test_desks_see_the_nota_without_the_buyer(order, stall, market, sign_in) -> None:
    pages = [
        (make_producer(stall), f"/penjual/{stall.slug}/pesanan/{order.code}/nota"),
        (make_admin(market), f"/kelola/{market.slug}/nota/{order.code}"),
        (make_admin(market, role=Role.TREASURER), f"/kelola/{market.slug}/nota/{order.code}"),
    ]
    code = papers_of(order)[0].code
    for person, address in pages:
        browser = sign_in(person)
        told, file = words_of(browser.get(address).text), text_of(browser.post(address).data)
        for text in (told, file):
            assert code in text
            assert "Rina" not in text
        assert "hanya ada di nota milik pembeli" in told


def test_strangers_get_no_paper(order, stall, market, client, sign_in) -> None:
    elsewhere = make_market("merjosari-rw-03")
    other = make_stall(elsewhere)
    strangers = {
        f"/pesanan/{order.code}/nota": [client, sign_in(make_user())],
        f"/penjual/{other.slug}/pesanan/{order.code}/nota": [sign_in(make_producer(other))],
        f"/kelola/{elsewhere.slug}/nota/{order.code}": [sign_in(make_admin(elsewhere))],
        f"/penjual/{stall.slug}/laporan/pdf": [sign_in(make_producer(other))],
    }
    for address, browsers in strangers.items():
        for browser in browsers:
            assert browser.post(address).status_code == 404
            assert browser.get(address).status_code in (404, 405)
    assert sign_in(make_producer(other)).get(f"/penjual/{stall.slug}/laporan").status_code == 404


def test_the_market_lists_its_papers_newest_first(order, market, sign_in) -> None:
    give_back(order)
    nota, back = papers_of(order)
    browser = sign_in(make_admin(market, role=Role.TREASURER))

    told = words_of(browser.get(f"/kelola/{market.slug}/nota").text)

    assert told.index(f"{back.code} Nota pembatalan") < told.rindex(nota.code)
    assert "Dapur Bu Sri" in told
    assert "Rp20.000" in told
    assert "−Rp20.000" in told
    assert "Rina" not in told
    empty = browser.get(f"/kelola/{market.slug}/nota?tahun=1999").text
    assert nota.code in empty  # no year of ours: all of them


def test_the_month_adds_up_and_names_nobody(order, stall, sign_in) -> None:
    other = make_order(Move.PAY, product=order.lines[0].pool.variant.product, quantity=2)
    give_back(order)
    browser = sign_in(make_producer(stall))

    page = browser.get(f"/penjual/{stall.slug}/laporan")
    told = words_of(page.text)

    assert other.total == 40_000
    for words in (
        "Barang Rp60.000",
        "Kas RW −Rp1.000",  # 2,5 % of 60.000, and 500 of it back
        "Uang kembali ke pembeli −Rp20.000",
        "Bersih Rp39.000",
        "2 pesanan dibayar bulan ini",
        "Semuanya ke Lapak.",
        f"Omzet {now().year} Rp40.000 dari batas Rp500 juta.",
    ):
        assert words in told
    assert "Rina" not in page.text


def test_the_files_of_a_month_say_what_the_orders_say(order, stall, sign_in) -> None:
    other = make_order(Move.PAY, product=order.lines[0].pool.variant.product, quantity=2)
    give_back(order)
    browser = sign_in(make_producer(stall))
    month = f"{now():%Y-%m}"

    pdf = browser.post(f"/penjual/{stall.slug}/laporan/pdf?bulan={month}")
    xlsx = browser.post(f"/penjual/{stall.slug}/laporan/xlsx?bulan={month}")

    assert (pdf.mimetype, xlsx.mimetype) == (PDF, XLSX)
    assert f"laporan-{stall.slug}-{month}.xlsx" in xlsx.headers["Content-Disposition"]
    assert "Semua Rp60.000 - - - -Rp1.000 -Rp20.000 Rp39.000" in text_of(pdf.data)
    rows = list(load_workbook(io.BytesIO(xlsx.data)).active.iter_rows(values_only=True))
    assert rows[1][:2] == ("Lapak", "Dapur Bu Sri")
    assert rows[3][1] == 40_000
    heads, *papers, total = rows[5:]
    assert heads[3] == "Pesanan"
    assert [row[3] for row in papers] == [order.code, other.code, order.code]
    assert [row[6:] for row in papers] == [
        (20_000, 0, 0, 0, -500, 0, 19_500),
        (40_000, 0, 0, 0, -1_000, 0, 39_000),
        (0, 0, 0, 0, 500, -20_000, -19_500),
    ]
    assert total[6:] == (60_000, 0, 0, 0, -1_000, -20_000, 39_000)
    assert b"Rina" not in pdf.data
    assert "Rina" not in str(rows)


def test_a_paper_belongs_to_the_month_of_malang(stall, sign_in) -> None:
    """Paid on 31 October at 23.30, given back on 1 November at 00.30."""
    product = make_product(stall)
    with time_machine.travel("2026-10-31T16:30:00Z", tick=False):
        order = make_order(Move.PAY, product=product)
    with time_machine.travel("2026-10-31T17:30:00Z", tick=False):
        give_back(order)
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False):
        browser = sign_in(make_producer(stall))
        address = f"/penjual/{stall.slug}/laporan"
        october = words_of(browser.get(f"{address}?bulan=2026-10").text)
        november = words_of(browser.get(address).text)
        nonsense = words_of(browser.get(f"{address}?bulan=2026-13").text)

    assert "Bersih Rp14.625" in october
    assert "Uang kembali" not in october
    assert "Uang kembali ke pembeli −Rp15.000" in november
    assert "0 pesanan dibayar bulan ini" in november
    assert "November 2026" in nonsense


def test_an_empty_month_says_so(stall, sign_in) -> None:
    browser = sign_in(make_producer(stall))

    told = words_of(browser.get(f"/penjual/{stall.slug}/laporan").text)

    assert "Belum ada pesanan yang dibayar di bulan ini." in told
    assert "Rp0 dari batas Rp500 juta" in told
    for kind in ("pdf", "xlsx"):
        assert browser.post(f"/penjual/{stall.slug}/laporan/{kind}").status_code == 200


def test_a_page_of_papers_costs_the_same_however_long(order, stall, market, sign_in) -> None:
    from tests.counting import statements

    admin, producer = sign_in(make_admin(market)), sign_in(make_producer(stall))
    pages = [
        (admin, f"/kelola/{market.slug}/nota"),
        (producer, f"/penjual/{stall.slug}/laporan"),
    ]

    def costs() -> list[int]:
        counted = []
        for browser, address in pages:
            with statements() as sent:
                assert browser.get(address).status_code == 200
            counted.append(len(sent))
        return counted

    few = costs()
    for _ in range(4):
        make_order(Move.PAY, product=order.lines[0].pool.variant.product)

    assert costs() == few
    assert max(few) <= 15
