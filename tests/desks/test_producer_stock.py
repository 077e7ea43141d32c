from datetime import timedelta

import pytest

from marketplace.catalogue.checks import problems
from marketplace.catalogue.models import Batch
from marketplace.catalogue.rules import SellsBy, Stock
from marketplace.catalogue.shelves import shelf_of
from marketplace.catalogue.stock import StockPool, lock_pools
from marketplace.kit.clock import now, today
from marketplace.web.db import db
from tests.make import make_batch, make_producer, make_product, make_stall


@pytest.fixture
def stall(app):
    return make_stall()


@pytest.fixture
def browser(stall, sign_in):
    return sign_in(make_producer(stall))


def page_of(stall, tail="stok"):
    return f"/penjual/{stall.slug}/{tail}"


def reserve(pool, quantity):
    lock_pools([pool.id])[pool.id].change(Stock.reserve, quantity, "order PRW-UJI000-1", now())
    db.session.commit()


def count(browser, stall, product, number):
    variant = product.variants[0]
    return browser.post(page_of(stall, f"stok/{variant.id}?hal=1"), data={"on_hand": str(number)})


def test_a_counted_number_is_kept_and_told(browser, stall):
    product = make_product(stall, stock=10)

    answer = count(browser, stall, product, 25)

    assert answer.location.endswith(f"?hal=1#v{product.variants[0].id}")
    assert "Keripik tempe 150 g sekarang 25." in browser.get(page_of(stall)).text
    assert shelf_of(product.variants[0]).stock == Stock(on_hand=25)
    history = browser.get(page_of(stall, f"stok/kolam/{shelf_of(product.variants[0]).id}")).text
    assert "Dihitung ulang" in history
    assert "stok +15" in history


def test_a_count_below_the_claimed_says_so_at_its_row(browser, stall):
    product = make_product(stall, stock=10)
    make_product(stall, title="Stik ampas")
    reserve(shelf_of(product.variants[0]), 4)

    answer = count(browser, stall, product, 3)

    assert answer.status_code == 422
    assert "Sudah dipesan 4, jadi paling sedikit 4." in answer.text
    assert 'value="3"' in answer.text
    assert "Stik ampas" in answer.text
    assert shelf_of(product.variants[0]).stock == Stock(on_hand=10, reserved=4)


@pytest.mark.parametrize("typed", ["", "banyak", "-1", "1e9", "999999999"])
def test_a_faulty_count_is_refused(browser, stall, typed):
    product = make_product(stall, stock=10)
    assert count(browser, stall, product, typed).status_code == 422
    assert shelf_of(product.variants[0]).stock == Stock(on_hand=10)


def test_gone_and_back_by_one_press_keeps_what_is_claimed(browser, stall):
    product = make_product(stall, stock=10)
    variant = product.variants[0]
    reserve(shelf_of(variant), 4)

    browser.post(page_of(stall, f"stok/{variant.id}/habis"))
    assert shelf_of(variant).stock == Stock(on_hand=4, reserved=4)
    assert "Ada lagi, 6" in browser.get(page_of(stall)).text

    browser.post(page_of(stall, f"stok/{variant.id}/lagi"))
    assert shelf_of(variant).stock == Stock(on_hand=10, reserved=4)
    again = browser.post(page_of(stall, f"stok/{variant.id}/lagi"))
    assert "Tulis dulu ada berapa" in browser.get(again.location).text
    assert problems() == []


def test_the_list_is_filtered_by_what_is_left(browser, stall):
    make_product(stall, title="Banyak", stock=50)
    make_product(stall, title="Sedikit", stock=2)
    make_product(stall, title="Kosong", stock=0)

    few = browser.get(page_of(stall) + "?saring=sisa").text
    gone = browser.get(page_of(stall) + "?saring=habis").text

    assert "Sedikit" in few
    assert "Banyak" not in few
    assert "Kosong" in gone
    assert "Sedikit" not in gone


def test_a_long_history_goes_on_by_its_last_line(browser, stall):
    product = make_product(stall, stock=0)
    for number in range(1, 40):
        count(browser, stall, product, number)
    page = page_of(stall, f"stok/kolam/{shelf_of(product.variants[0]).id}")

    first = browser.get(page).text
    assert first.count("<time") == 30
    older = first.split("?sebelum=")[1].split('"')[0]
    assert "Hitungan pertama" in browser.get(f"{page}?sebelum={older}").text
    assert browser.get(f"{page}?sebelum=²").status_code == 200


def test_another_producer_is_a_stranger(stall, sign_in):
    product = make_product(stall)
    batch = make_batch(make_product(stall, sells_by=SellsBy.BATCH))
    other = make_stall()
    stranger = sign_in(make_producer(other))
    variant, pool = product.variants[0].id, shelf_of(product.variants[0]).id

    for tail in ("stok", "jadwal", "jadwal/baru"):
        assert stranger.get(page_of(stall, tail)).status_code == 404
    for where in (stall, other):
        for tail in (f"stok/{variant}", f"stok/{variant}/habis", f"stok/{variant}/lagi"):
            assert stranger.post(page_of(where, tail), data={"on_hand": "0"}).status_code == 404
        for tail in (f"stok/kolam/{pool}", f"jadwal/{batch.id}"):
            assert stranger.get(page_of(where, tail)).status_code == 404
        assert stranger.post(page_of(where, f"jadwal/{batch.id}/pembatalan")).status_code == 404
        page = page_of(where, f"dagangan/{batch.product_id}/jadwal")
        assert stranger.post(page, data={}).status_code == 404


def typed_round(product, ready=3, closes=2, capacity="12", **changes):
    day = today(now())
    return {
        "ready_day": (day + timedelta(days=ready)).isoformat(),
        "ready_hour": "15:00",
        "closes_day": (day + timedelta(days=closes)).isoformat(),
        "closes_hour": "19:00",
        "rows-0-id": str(product.variants[0].id),
        "rows-0-capacity": capacity,
    } | changes


def test_a_round_is_opened_listed_and_called_off(browser, stall):
    product = make_product(stall, sells_by=SellsBy.BATCH)
    assert product.title in browser.get(page_of(stall, "jadwal/baru")).text

    browser.post(page_of(stall, f"dagangan/{product.id}/jadwal"), data=typed_round(product))

    batch = db.session.scalars(db.select(Batch)).one()
    assert "Dipesan <b>0</b> dari 12" in browser.get(page_of(stall, "jadwal")).text
    browser.post(page_of(stall, f"jadwal/{batch.id}/pembatalan"))
    assert batch.is_cancelled
    assert "Dibatalkan" in browser.get(page_of(stall, "jadwal")).text
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes": 4}, "Batas pesan harus sebelum barangnya siap."),
        ({"closes": 0, "closes_hour": "00:00"}, "Batas pesannya sudah lewat."),
        ({"capacity": "0"}, "Isi paling sedikit satu ukuran."),
        ({"capacity": "lima"}, "angka bulat"),
        ({"ready_day": "0001-01-01"}, "empat bulan"),
        ({"ready_day": "9999-12-31"}, "empat bulan"),
        ({"ready_day": ""}, "Pilih tanggal siapnya."),
        ({"ready_hour": "99"}, "Pilih jamnya"),
        ({"rows-0-id": "999999"}, "Isi paling sedikit satu ukuran."),
    ],
)
def test_an_impossible_round_has_a_sentence(browser, stall, changes, sentence):
    product = make_product(stall, sells_by=SellsBy.BATCH)
    page = page_of(stall, f"dagangan/{product.id}/jadwal")

    answer = browser.post(page, data=typed_round(product, **changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(db.select(Batch)).all() == []


def test_capacity_grows_but_never_below_what_is_ordered(browser, stall):
    batch = make_batch(make_product(stall, sells_by=SellsBy.BATCH), capacity=6)
    pool = db.session.scalars(db.select(StockPool).filter_by(batch_id=batch.id)).one()
    reserve(pool, 5)
    page = page_of(stall, f"jadwal/{batch.id}")

    low = browser.post(page, data={"rows-0-id": str(pool.id), "rows-0-capacity": "4"})
    assert low.status_code == 422
    assert "Sudah dipesan 5, jadi paling sedikit 5." in low.text
    browser.post(page, data={"rows-0-id": str(pool.id), "rows-0-capacity": "20"})
    assert pool.stock == Stock(on_hand=20, reserved=5)

    refused = browser.post(page_of(stall, f"jadwal/{batch.id}/pembatalan"))
    assert "sudah ada yang pesan" in browser.get(refused.location).text
    assert not batch.is_cancelled


def test_a_pool_of_another_round_is_not_touched(browser, stall):
    product = make_product(stall, sells_by=SellsBy.BATCH)
    mine, other = make_batch(product), make_batch(product, days=5)
    pool = db.session.scalars(db.select(StockPool).filter_by(batch_id=other.id)).one()

    typed = {"rows-0-id": str(pool.id), "rows-0-capacity": "99"}
    browser.post(page_of(stall, f"jadwal/{mine.id}"), data=typed)

    assert pool.stock == Stock(on_hand=10)
