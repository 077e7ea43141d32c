"""Vouchers at the desks of a stall and of a market."""

from datetime import timedelta

import pytest

from marketplace.accounts.models import AuditEntry
from marketplace.kit.clock import now, today
from marketplace.orders.rules import Bearer
from marketplace.payments.vouchers.models import Voucher
from marketplace.payments.vouchers.rules import VoucherKind
from marketplace.web.db import db
from tests.counting import statements
from tests.make import make_admin, make_market, make_producer, make_stall, make_user
from tests.make_vouchers import make_voucher


@pytest.fixture
def stall(app):
    return make_stall(make_market(), name="Dapur Bu Sri")


@pytest.fixture
def browser(stall, sign_in):
    return sign_in(make_producer(stall))


@pytest.fixture
def admin(stall, sign_in):
    return sign_in(make_admin(stall.market))


def typed(**more):
    first = today(now()).isoformat()
    return {"kode": "sanan 10", "jenis": "percent", "besar": "10", "mulai": first} | more


def only_voucher():
    return db.session.scalars(db.select(Voucher)).one()


def actions():
    return list(db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_stall_without_vouchers_is_shown_the_way(stall, browser):
    page = browser.get(f"/penjual/{stall.slug}/voucher").text
    assert "Belum ada voucher" in page
    assert f"/penjual/{stall.slug}/voucher/baru" in page
    assert f"/penjual/{stall.slug}/voucher" in browser.get(f"/penjual/{stall.slug}/lapak").text


def test_a_stall_makes_a_voucher_and_bears_it(stall, browser):
    ends = today(now()) + timedelta(days=5)
    form = typed(
        paling="5.000", minimal="20.000", sampai=ends.isoformat(), jatah="10", tiap="1"
    ) | {"penanggung": "market"}
    page = browser.post(f"/penjual/{stall.slug}/voucher/baru", data=form, follow_redirects=True)
    assert "Voucher SANAN10 dibuat." in page.text
    assert "Potongan 10%, paling banyak Rp5.000" in page.text
    assert "Minimal belanja Rp20.000" in page.text
    assert "Dipakai 0 dari 10 kali" in page.text
    assert "Berjalan" in page.text
    voucher = only_voucher()
    assert (voucher.stall_id, voucher.borne_by) == (stall.id, Bearer.STALL)
    assert (voucher.code, voucher.worth, voucher.most) == ("SANAN10", 10, 5000)
    assert (voucher.least, voucher.limit_total, voucher.limit_per_buyer) == (20_000, 10, 1)
    assert today(voucher.ends_at) == ends + timedelta(days=1)
    assert "membuat voucher" in actions()


def test_an_amount_needs_no_more_than_code_and_size(stall, browser):
    form = typed(kode="HEMAT", jenis="amount", besar="5.000")
    browser.post(f"/penjual/{stall.slug}/voucher/baru", data=form)
    voucher = only_voucher()
    assert (voucher.kind, voucher.worth, voucher.ends_at) == (VoucherKind.AMOUNT, 5000, None)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kode": ""}, "Tulis kodenya."),
        ({"kode": "AB"}, "Pakai 3 sampai 20 huruf"),
        ({"kode": "-AB-"}, "Pakai 3 sampai 20 huruf"),
        ({"kode": "KUÉ10"}, "Pakai 3 sampai 20 huruf"),
        ({"kode": "A" * 21}, "Pakai 3 sampai 20 huruf"),
        ({"jenis": "gratis"}, "Pilih salah satu dari daftar."),
        ({"besar": ""}, "Isi besarnya potongan."),
        ({"besar": "0"}, "Isi antara 1 dan 10000000."),
        ({"besar": "101"}, "Persen paling banyak 100."),
        ({"besar": "10,5"}, "Tulis dengan angka bulat saja."),
        ({"paling": "0"}, "Isi lebih dari nol, atau kosongkan."),
        ({"jenis": "amount", "paling": "5000"}, "Ini hanya untuk potongan persen."),
        ({"minimal": "banyak"}, "Tulis jumlahnya seperti 15.000"),
        ({"mulai": ""}, "Pilih tanggalnya."),
        ({"mulai": "2020-01-01"}, "Pilih tanggal mulai hari ini"),
        ({"sampai": "9999-12-31"}, "Pilih tanggal mulai hari ini"),
        ({"sampai": "besok"}, "Pilih tanggalnya, atau tulis seperti"),
        ({"jatah": "0"}, "Isi antara 1 dan"),
        ({"tiap": "-1"}, "Tulis dengan angka bulat saja."),
    ],
    ids=str,
)
def test_a_faulty_voucher_is_told_at_its_field_and_the_rest_is_kept(
    stall, browser, wrong, sentence
):
    form = typed(minimal="12.345", jatah="77") | wrong
    answer = browser.post(f"/penjual/{stall.slug}/voucher/baru", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = "77" if "minimal" in wrong else "12.345"
    assert f'value="{kept}"' in answer.text
    assert db.session.scalar(db.select(Voucher)) is None


def test_it_cannot_end_before_it_begins(stall, browser):
    first = today(now())
    form = typed(mulai=(first + timedelta(days=3)).isoformat(), sampai=first.isoformat())
    answer = browser.post(f"/penjual/{stall.slug}/voucher/baru", data=form)
    assert answer.status_code == 422
    assert "Pilih tanggal yang sama dengan mulainya" in answer.text


def test_a_code_in_use_anywhere_is_refused_until_it_is_closed(stall, browser):
    other = make_voucher(make_stall(make_market()), "SANAN10")
    address = f"/penjual/{stall.slug}/voucher/baru"
    answer = browser.post(address, data=typed())
    assert answer.status_code == 422
    assert "Kode ini sedang dipakai voucher lain." in answer.text
    assert 'value="SANAN10"' in answer.text
    make_closed(other)
    assert browser.post(address, data=typed()).status_code == 302


def make_closed(voucher):
    from marketplace.payments.vouchers.actions import close_voucher

    close_voucher(voucher, make_user(), now())
    db.session.commit()


def test_closing_ends_it_and_twice_is_once(stall, browser):
    voucher = make_voucher(stall)
    address = f"/penjual/{stall.slug}/voucher/{voucher.id}/penutupan"
    page = browser.post(address, follow_redirects=True)
    assert "Voucher SANAN10 ditutup." in page.text
    assert "Ditutup" in page.text
    assert "penutupan" not in page.text
    closed_at = only_voucher().closed_at
    assert browser.post(address).status_code == 302
    assert only_voucher().closed_at == closed_at
    assert actions().count("menutup voucher") == 1


def test_a_market_says_who_bears_its_voucher(stall, admin):
    address = f"/kelola/{stall.market.slug}/voucher"
    assert "Belum ada voucher" in admin.get(address).text
    form = typed(kode="BAZAR", penanggung="market")
    page = admin.post(f"{address}/baru", data=form, follow_redirects=True)
    assert "Voucher BAZAR dibuat." in page.text
    assert "Ditanggung kas RW" in page.text
    voucher = only_voucher()
    assert (voucher.market_id, voucher.stall_id) == (stall.market_id, None)
    assert voucher.borne_by is Bearer.MARKET
    wrong = admin.post(f"{address}/baru", data=typed(kode="BAZAR2", penanggung="dinas"))
    assert wrong.status_code == 422
    assert "Pilih salah satu dari daftar." in wrong.text


def test_a_market_closes_its_own_and_leaves_those_of_its_stalls(stall, admin):
    own, of_stall = make_voucher(stall.market, "BAZAR"), make_voucher(stall, "SANAN10")
    address = f"/kelola/{stall.market.slug}/voucher"
    page = admin.get(address).text
    assert "BAZAR" in page
    assert "SANAN10" not in page
    assert admin.post(f"{address}/{of_stall.id}/penutupan").status_code == 404
    assert admin.post(f"{address}/{own.id}/penutupan").status_code == 302
    assert own.closed_at


def test_strangers_find_no_vouchers(stall, client, sign_in):
    voucher = make_voucher(stall)
    neighbour = make_stall(stall.market)
    stranger = sign_in(make_producer(neighbour))
    far = sign_in(make_admin(make_market()))
    here = f"/penjual/{stall.slug}/voucher"
    assert stranger.get(here).status_code == 404
    assert stranger.get(f"{here}/baru").status_code == 404
    assert stranger.post(f"{here}/baru", data=typed(kode="CURANG")).status_code == 404
    own_desk = f"/penjual/{neighbour.slug}/voucher/{voucher.id}/penutupan"
    assert stranger.post(own_desk).status_code == 404
    assert stranger.post(f"{here}/{voucher.id}/penutupan").status_code == 404
    assert far.get(f"/kelola/{stall.market.slug}/voucher").status_code == 404
    assert client.get(here).status_code == 302
    assert only_voucher().closed_at is None


@pytest.mark.parametrize("desk", ["stall", "market"])
def test_the_list_costs_the_same_for_one_and_for_many(stall, browser, admin, desk):
    owner = stall if desk == "stall" else stall.market
    visitor = browser if desk == "stall" else admin
    home = f"/penjual/{stall.slug}" if desk == "stall" else f"/kelola/{stall.market.slug}"
    make_voucher(owner, "KODE0")
    with statements() as few:
        assert visitor.get(f"{home}/voucher").status_code == 200
    for number in range(1, 13):
        make_voucher(owner, f"KODE{number}")
    with statements() as many:
        page = visitor.get(f"{home}/voucher").text
    assert "Berikutnya" in page
    assert len(many) == len(few) <= 15
