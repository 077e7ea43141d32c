import io
from datetime import timedelta

import pytest
from PIL import Image

from marketplace.accounts.models import AuditEntry
from marketplace.kit.clock import now, today
from marketplace.payments.rules import Method
from marketplace.regions.models import PickupPoint
from marketplace.stalls.rules import HalalStatus
from marketplace.web.db import db
from marketplace.web.photos import current_store
from tests.make import make_producer, make_stall
from tests.make_collected import let_collect
from tests.payments.test_qris import KERIPIK as STICKER
from tests.payments.test_qris import KUE
from tests.payments.test_scanning import wall

PAGES = ("profil", "izin", "libur", "bayar", "qris", "antar", "ambil")
POSTS = ("libur/akhir", "qris/pencabutan", "ambil/penutupan")


@pytest.fixture
def stall(app):
    return make_stall()


@pytest.fixture
def browser(stall, sign_in):
    return sign_in(make_producer(stall))


def page_of(stall, tail=""):
    return f"/penjual/{stall.slug}/lapak{'/' + tail if tail else ''}"


def days_open(*weekdays, starts="16:00", ends="18:00"):
    typed = {}
    for weekday in range(7):
        typed |= {f"days-{weekday}-starts": starts, f"days-{weekday}-ends": ends}
        typed |= {f"days-{weekday}-is_open": "y"} if weekday in weekdays else {}
    return typed


def test_the_overview_tells_what_is_set_and_every_page_opens(browser, stall):
    page = browser.get(page_of(stall))

    assert stall.name in page.text
    assert "Menerima pesanan" in page.text
    assert "Tidak menerima tunai" not in page.text
    for tail in PAGES:
        assert browser.get(page_of(stall, tail)).status_code == 200


def test_another_producer_is_a_stranger(stall, sign_in):
    stranger = sign_in(make_producer(make_stall()))
    for tail in ("", *PAGES):
        assert stranger.get(page_of(stall, tail)).status_code == 404
    for tail in (*PAGES, *POSTS):
        assert stranger.post(page_of(stall, tail)).status_code == 404


def picture():
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "green").save(file, "PNG")
    file.seek(0)
    return file


def profile(**changes):
    usual = {
        "name": "Dapur Bu Sri",
        "story": "Sejak 1998.",
        "address": "Gang 2 nomor 14",
        "whatsapp": "0812-0000-0123",
    }
    return usual | changes


def test_the_profile_is_kept_with_a_new_address_and_a_photo(browser, stall):
    old = stall.slug
    answer = browser.post(page_of(stall, "profil"), data=profile(photos=(picture(), "aku.png")))

    assert answer.status_code == 302
    assert (stall.name, stall.whatsapp) == ("Dapur Bu Sri", "6281200000123")
    assert stall.shows_whatsapp is False
    assert stall.slug != old
    assert current_store().has(stall.photo)
    digest = stall.photo
    browser.post(page_of(stall, "profil"), data=profile(photos=f"1.{digest}"))
    assert stall.photo == digest
    browser.post(page_of(stall, "profil"), data=profile(photos=f"x.{digest}"))
    assert stall.photo is None


def test_a_faulty_profile_keeps_what_was_typed(browser, stall):
    typed = profile(name="", whatsapp="12", photos=(io.BytesIO(b"<html>"), "aku.html"))
    answer = browser.post(page_of(stall, "profil"), data=typed)

    assert answer.status_code == 422
    assert "Beri nama lapakmu." in answer.text
    assert "aku.html: Berkas ini bukan foto" in answer.text
    assert 'value="12"' in answer.text
    assert "Sejak 1998." in answer.text


def test_a_neighbours_name_is_refused_at_its_field(browser, stall):
    make_stall(stall.market, name="Dapur Bu Sri")
    answer = browser.post(page_of(stall, "profil"), data=profile(name="dapur  bu sri"))
    assert answer.status_code == 422
    assert "Mirip dengan Dapur Bu Sri" in answer.text


def test_an_odd_licence_is_kept_with_a_soft_warning(browser, stall):
    typed = {"halal": "certified", "nib": "12345", "pirt": "", "halal_number": "", "bpom": ""}
    answer = browser.post(page_of(stall, "izin"), data=typed)

    page = browser.get(answer.location).text
    assert stall.halal is HalalStatus.CERTIFIED
    assert [licence.typed for licence in stall.licences] == ["12345"]
    assert "flash--warn" in page
    assert "Nomor sertifikat halal belum diisi" in page


def test_a_holiday_begins_and_ends(browser, stall):
    first = today(now())
    typed = {"first": first.isoformat(), "last": (first + timedelta(days=3)).isoformat()}
    browser.post(page_of(stall, "libur"), data=typed)
    assert stall.on_holiday(now())
    assert "Sedang libur" in browser.get(page_of(stall)).text

    browser.post(page_of(stall, "libur/akhir"))
    assert not stall.on_holiday(now())


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("", "", "Pilih hari pertama libur."),
        ("0001-01-01", "", "Pilih tanggal mulai hari ini"),
        ("9999-12-31", "", "paling jauh setahun"),
        ("besok", "", "Pilih tanggalnya"),
        ("+2", "+1", "tidak boleh sebelum hari pertama"),
    ],
)
def test_an_impossible_holiday_has_a_sentence(browser, stall, first, last, sentence):
    def day(typed):
        shifts = {"+1": 1, "+2": 2}
        if typed in shifts:
            return (today(now()) + timedelta(days=shifts[typed])).isoformat()
        return typed

    answer = browser.post(page_of(stall, "libur"), data={"first": day(first), "last": day(last)})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stall.holiday_from is None


def test_a_bank_account_is_whole_or_not_at_all(browser, stall):
    answer = browser.post(page_of(stall, "bayar"), data={"bank_name": "BRI"})
    assert answer.status_code == 422
    assert "6 sampai 20 angka" in answer.text
    assert "Tulis atas nama siapa" in answer.text

    typed = {"bank_name": "BRI", "bank_account": "0021-01 234567", "bank_holder": "Sri Wahyuni"}
    answer = browser.post(page_of(stall, "bayar"), data=typed)
    assert stall.bank_account == "002101234567"
    assert stall.takes_cash is False
    entry = db.session.scalars(
        db.select(AuditEntry).filter_by(action="mengganti rekening lapak")
    ).one()
    assert "002101234567" not in str(entry.after)


def test_without_any_way_to_pay_the_stall_is_warned(browser, stall):
    answer = browser.post(page_of(stall, "bayar"), data={})
    assert "Belum ada cara bayar" in browser.get(answer.location).text


def test_a_sticker_is_read_back_and_kept_only_when_confirmed(browser, stall):
    read = browser.post(
        page_of(stall, "qris"), data={"payload": f"\n{STICKER[:60]}\r\n{STICKER[60:]} "}
    )
    assert read.status_code == 200
    assert "Benar ini QRIS-mu?" in read.text
    assert "tidak mirip dengan" in read.text
    assert stall.qris is None

    unsure = browser.post(page_of(stall, "qris"), data={"payload": STICKER, "step": "konfirmasi"})
    assert unsure.status_code == 422
    assert "Centang dulu" in unsure.text
    assert stall.qris is None

    sure = {"payload": STICKER, "step": "konfirmasi", "is_mine": "y"}
    browser.post(page_of(stall, "qris"), data=sure)
    assert stall.qris == STICKER
    assert stall.qris_merchant
    browser.post(page_of(stall, "qris/pencabutan"))
    assert stall.qris is None


def test_a_changed_sticker_is_refused_with_all_that_is_wrong(browser, stall):
    answer = browser.post(
        page_of(stall, "qris"), data={"payload": STICKER[:-1] + "0", "is_mine": "y"}
    )
    assert answer.status_code == 422
    assert "terpotong atau berubah" in answer.text
    assert stall.qris is None


def photo(*texts):
    out = io.BytesIO()
    wall(*texts).save(out, "JPEG", quality=70)
    return io.BytesIO(out.getvalue()), "stiker.jpg"


def test_a_photographed_sticker_is_read_back_like_a_pasted_one(browser, stall):
    read = browser.post(page_of(stall, "qris"), data={"foto": photo(STICKER), "payload": ""})

    assert read.status_code == 200
    assert "Benar ini QRIS-mu?" in read.text
    assert "KERIPIK TEMPE CONTOH" in read.text
    assert f'name="payload" value="{STICKER}"' in read.text
    assert stall.qris is None


def test_the_photo_counts_before_what_was_typed(browser, stall):
    both = {"foto": photo(STICKER), "payload": "yang lama"}

    assert browser.post(page_of(stall, "qris"), data=both).status_code == 200


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Pilih foto stikernya, atau tempel isi kodenya."),
        ({"foto": b"GIF89a"}, "bukan foto JPEG"),
        ({"foto": b""}, "Fotonya kosong"),
        ({"payload": "0" * 700}, "Terlalu panjang"),
    ],
    ids="nothing gif empty long".split(),
)
def test_a_sticker_that_cannot_be_read_is_refused_at_its_field(browser, stall, sent, sentence):
    data = {
        name: (io.BytesIO(it), "kode.jpg") if isinstance(it, bytes) else it
        for name, it in sent.items()
    }

    answer = browser.post(page_of(stall, "qris"), data=data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert sent.get("payload", "") in answer.text


def test_two_stickers_in_one_photo_and_a_photo_without_code_are_said(browser, stall):
    two = browser.post(page_of(stall, "qris"), data={"foto": photo(STICKER, KUE)})
    none = browser.post(page_of(stall, "qris"), data={"foto": photo()})

    assert "Ada 2 kode QRIS di foto ini" in two.text
    assert "Tidak ada kode yang terbaca" in none.text
    assert (two.status_code, none.status_code) == (422, 422)


def test_delivery_needs_a_fee_and_an_area(browser, stall):
    answer = browser.post(page_of(stall, "antar"), data={"delivers": "y"})
    assert answer.status_code == 422
    assert "Isi ongkirnya" in answer.text
    assert "Tulis sampai mana" in answer.text

    typed = {"delivers": "y", "delivery_fee": "3.000", "delivery_area": "RW 05 dan RW 06"}
    browser.post(page_of(stall, "antar"), data=typed)
    assert (stall.delivers, stall.delivery_fee) == (True, 3000)


def test_an_own_place_keeps_the_rows_of_hours_that_stay(browser, stall):
    place = {"name": "Teras Bu Sri", "address": "Gang 2 nomor 14"}
    browser.post(page_of(stall, "ambil"), data=place | days_open(0, 2))
    point = db.session.scalars(db.select(PickupPoint).filter_by(stall_id=stall.id)).one()
    monday = point.slots[0].id

    browser.post(page_of(stall, "ambil"), data=place | days_open(0, 4))

    assert [slot.weekday for slot in point.slots] == [0, 4]
    assert point.slots[0].id == monday
    browser.post(page_of(stall, "ambil/penutupan"))
    assert point.is_active is False
    assert browser.post(page_of(stall, "ambil/penutupan")).status_code == 302


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (days_open(), "Centang paling sedikit satu hari."),
        (days_open(1, starts="18:00", ends="16:00"), "Jam sampai harus sesudah jam mulai."),
        (days_open(1, starts=""), "Isi kedua jamnya."),
        (days_open(1, starts="25:99"), "Pilih jamnya"),
    ],
)
def test_impossible_hours_have_a_sentence(browser, stall, hours, sentence):
    place = {"name": "Teras", "address": "Gang 2"}
    answer = browser.post(page_of(stall, "ambil"), data=place | hours)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_the_treasurer_collects_is_said_where_the_stall_would_set_it(browser, stall):
    let_collect(stall.market, Method.TRANSFER)

    bank, qris = (browser.get(page_of(stall, tail)).text for tail in ("bayar", "qris"))

    assert "Transfer di pasar ini dikumpulkan bendahara" in bank
    assert "Bendahara mengirim setoranmu ke sini." in bank
    assert "Pembeli mentransfer langsung ke sini" not in bank
    assert "dikumpulkan bendahara" not in qris
    let_collect(stall.market)
    assert "QRIS di pasar ini dikumpulkan bendahara" in browser.get(page_of(stall, "qris")).text
    assert "Transfer dan Tunai di pasar ini" in browser.get(page_of(stall, "bayar")).text
