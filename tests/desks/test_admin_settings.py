"""The market's board, hours, places, fees, team, front row and trail."""

from datetime import time

import pytest

from marketplace.accounts.models import AuditEntry, Grant, UserSession
from marketplace.accounts.rules import Role
from marketplace.kit.clock import now
from marketplace.regions.actions import add_pickup_point
from marketplace.regions.models import PickupPoint
from marketplace.regions.rules import Board, MarketStatus
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db
from tests.make import make_admin, make_market, make_product, make_stall, make_user

BOARD = {
    "nickname": "Sanan",
    "story": "Kampung tempe sejak dulu.",
    "notice": "",
    "contact_name": "Bu Wiwik",
    "contact_phone": "0812-0000-0777",
    "board": "manggis",
}


@pytest.fixture
def market(app):
    return make_market()


@pytest.fixture
def browser(market, sign_in):
    return sign_in(make_admin(market))


def actions():
    return list(db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)))


def test_the_board_is_painted_and_remembered(market, browser):
    page = browser.post(f"/kelola/{market.slug}/pengaturan", data=BOARD, follow_redirects=True)
    assert "Pengaturan pasar tersimpan." in page.text
    assert (market.board, market.nickname) == (Board.MANGGIS, "Sanan")
    assert (market.takes_qris, market.takes_transfer) == (True, True)
    assert market.contact_phone == "6281200000777"
    log = browser.get(f"/kelola/{market.slug}/catatan").text
    assert "mengubah pengaturan pasar" in log
    assert "Warna papan: Daun menjadi Manggis" in log


def test_saving_without_a_change_leaves_no_trace(market, browser):
    browser.post(f"/kelola/{market.slug}/pengaturan", data=BOARD)
    browser.post(f"/kelola/{market.slug}/pengaturan", data=BOARD)
    assert actions().count("mengubah pengaturan pasar") == 1


def test_a_bad_number_is_said_at_its_field(market, browser):
    answer = browser.post(f"/kelola/{market.slug}/pengaturan", data=BOARD | {"contact_phone": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.text
    assert "Kampung tempe sejak dulu." in answer.text
    assert market.nickname == ""


def test_opening_hours_of_the_week(market, browser):
    typed = {
        "senin-starts": "07:00",
        "senin-ends": "12:00",
        "sabtu-starts": "06.30",
        "sabtu-ends": "11:00",
    }
    browser.post(f"/kelola/{market.slug}/pengaturan/jam", data=typed)
    assert [(line.weekday, line.starts, line.ends) for line in market.hours] == [
        (0, time(7), time(12)),
        (5, time(6, 30), time(11)),
    ]
    assert "mengubah jam buka" in actions()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"senin-starts": "07:00"}, "<span>Senin: Isi dua-duanya"),
        ({"senin-starts": "12:00", "senin-ends": "07:00"}, "harus sesudah jam buka"),
        ({"senin-starts": "pagi", "senin-ends": "12:00"}, "Pilih jamnya"),
    ],
)
def test_hours_that_cannot_be(market, browser, typed, sentence):
    answer = browser.post(f"/kelola/{market.slug}/pengaturan/jam", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(market.hours) == 7


def test_a_pickup_place_with_its_hours(market, browser):
    base = f"/kelola/{market.slug}/pengaturan/tempat"
    first = {"weekday": "2", "starts": "16:00", "ends": "18:00"}
    browser.post(base, data={"name": "Pos kamling", "address": "Gang 5"} | first)
    point = db.session.scalar(db.select(PickupPoint).where(PickupPoint.name == "Pos kamling"))
    assert len(point.slots) == 1

    hour = {f"t{point.id}-{name}": value for name, value in (first | {"weekday": "4"}).items()}
    browser.post(f"{base}/{point.id}/jam", data=hour)
    browser.post(f"{base}/{point.id}/jam", data=hour)
    db.session.expire_all()
    assert [slot.weekday for slot in point.slots] == [2, 4]

    browser.post(f"{base}/{point.id}/jam/{point.slots[0].id}/penghapusan")
    db.session.expire_all()
    assert [slot.weekday for slot in point.slots] == [4]
    browser.post(f"{base}/{point.id}/penutupan")
    assert not point.is_active
    assert "Pos kamling" not in browser.get(base).text.partition("</h2>")[2].partition("Bagian")[0]
    assert {"menambah tempat ambil", "menghapus jam ambil", "menutup tempat ambil"} <= set(
        actions()
    )


def test_a_faulty_place_keeps_what_was_typed(market, browser):
    answer = browser.post(
        f"/kelola/{market.slug}/pengaturan/tempat",
        data={"name": "Pos", "address": "", "weekday": "1", "starts": "10:00", "ends": "09:00"},
    )
    assert answer.status_code == 422
    assert 'value="Pos"' in answer.text
    assert "supaya pembeli tidak tersesat" in answer.text


def test_a_faulty_hour_is_said_at_its_place(market, browser):
    [point] = market.pickup_points
    answer = browser.post(
        f"/kelola/{market.slug}/pengaturan/tempat/{point.id}/jam",
        data={
            f"t{point.id}-weekday": "1",
            f"t{point.id}-starts": "10:00",
            f"t{point.id}-ends": "09:00",
        },
    )
    assert answer.status_code == 422
    assert "Jam selesai harus sesudah jam mulai." in answer.text


def test_the_place_of_another_market_or_of_a_stall_does_not_exist(market, browser):
    other = make_market()
    stall = make_stall(market)
    terrace = add_pickup_point(market, "Teras", "Gang 1", stall=stall)
    db.session.commit()
    for point in (other.pickup_points[0], terrace):
        address = f"/kelola/{market.slug}/pengaturan/tempat/{point.id}"
        assert browser.post(f"{address}/penutupan").status_code == 404
        assert point.is_active


def test_courier_fees(market, browser):
    fees = {"same_rw": "2.000", "same_village": "", "city": "0"}
    browser.post(f"/kelola/{market.slug}/pengaturan/ongkir", data=fees)
    assert {zone.reach.value: zone.fee for zone in market.zones} == {"same_rw": 2000, "city": 0}
    answer = browser.post(f"/kelola/{market.slug}/pengaturan/ongkir", data={"city": "12,50"})
    assert answer.status_code == 422
    assert 'value="12,50"' in answer.text


def test_closing_and_opening_the_market(market, browser):
    browser.post(f"/kelola/{market.slug}/penutupan")
    assert market.status is MarketStatus.CLOSED
    assert browser.post(f"/kelola/{market.slug}/penutupan").status_code == 409
    browser.post(f"/kelola/{market.slug}/pembukaan")
    assert market.status is MarketStatus.OPEN
    assert actions()[-2:] == ["menutup pasar", "membuka pasar"]


def test_featuring_and_taking_down(market, browser):
    first, second = (make_product(make_stall(market), title=t) for t in ("Keripik tempe", "Nastar"))
    base = f"/kelola/{market.slug}/pilihan"
    browser.post(f"{base}/{first.id}", data={"catatan": "Renyah sampai habis."})
    browser.post(f"{base}/{second.id}", data={"catatan": "Selai buatan sendiri."})
    page = browser.get(base).text.partition('id="depan"')[2]
    assert page.index("Nastar") < page.index("Keripik tempe")
    assert "Tampil besar" in page

    browser.post(f"{base}/{second.id}/pencabutan")
    assert second.featured_at is None
    assert first.featured_note == "Renyah sampai habis."


def test_featuring_needs_a_word_why(market, browser):
    product = make_product(make_stall(market))
    answer = browser.post(f"/kelola/{market.slug}/pilihan/{product.id}", data={"catatan": "x" * 91})
    assert answer.status_code == 422
    assert "x" * 91 in answer.text
    assert product.featured_at is None


def test_only_shown_goods_of_this_market_are_featured(market, browser):
    foreign = make_product(make_stall(make_market()))
    unpublished = make_product(make_stall(market), published=False)
    for product in (foreign, unpublished):
        address = f"/kelola/{market.slug}/pilihan/{product.id}"
        assert browser.post(address, data={"catatan": "Enak."}).status_code == 404


def test_goods_are_found_by_title(market, browser):
    make_product(make_stall(market), title="Keripik tempe")
    make_product(make_stall(market), title="Nastar nanas")
    page = browser.get(f"/kelola/{market.slug}/pilihan?q=nastar").text
    assert "Nastar nanas" in page
    assert "Keripik tempe" not in page
    assert "Tidak ketemu" in browser.get(f"/kelola/{market.slug}/pilihan?q=bakso").text


def test_the_list_of_stalls_is_filtered_by_status(market, browser):
    make_stall(market, name="Dapur Bu Sri")
    make_stall(market, name="Dapur Pak Joko", approved=False)
    page = browser.get(f"/kelola/{market.slug}/lapak?status=submitted").text
    assert "Dapur Pak Joko" in page
    assert "Dapur Bu Sri" not in page
    assert "Tidak ada di sini" in browser.get(f"/kelola/{market.slug}/lapak?status=closed").text


def test_closing_and_readmitting_a_stall(market, browser):
    stall = make_stall(market)
    browser.post(f"/kelola/{market.slug}/lapak/{stall.id}/penutupan")
    assert stall.status is StallStatus.CLOSED
    assert browser.post(f"/kelola/{market.slug}/lapak/{stall.id}/penutupan").status_code == 409
    browser.post(f"/kelola/{market.slug}/lapak/{stall.id}/pembukaan")
    assert stall.status is StallStatus.SUBMITTED


def test_appointing_a_treasurer_by_phone(market, browser):
    neighbour = make_user(name="Pak Hadi")
    typed = {"phone": neighbour.phone, "role": "treasurer"}
    page = browser.post(f"/kelola/{market.slug}/pengurus", data=typed, follow_redirects=True)
    assert "Pak Hadi sekarang Bendahara RW" in page.text
    db.session.expire_all()
    assert neighbour.has(Role.TREASURER, market_id=market.id)
    assert "memberi peran" in actions()


def test_a_number_without_an_account_is_said_and_kept(market, browser):
    answer = browser.post(
        f"/kelola/{market.slug}/pengurus", data={"phone": "0812-0000-9999", "role": "rw_admin"}
    )
    assert answer.status_code == 422
    assert "belum punya akun" in answer.text
    assert 'value="0812-0000-9999"' in answer.text


def test_the_last_admin_stays(market, browser):
    [given] = db.session.scalars(db.select(Grant).where(Grant.market_id == market.id))
    page = browser.post(
        f"/kelola/{market.slug}/pengurus/{given.id}/pencabutan", follow_redirects=True
    )
    assert "Ini pengurus terakhir." in page.text
    assert browser.get(f"/kelola/{market.slug}").status_code == 200


def test_a_dismissed_admin_is_a_stranger_at_once(market, browser, sign_in):
    other = make_admin(market, make_user())
    theirs = sign_in(other)
    given = db.session.scalar(db.select(Grant).where(Grant.user_id == other.id))
    browser.post(f"/kelola/{market.slug}/pengurus/{given.id}/pencabutan")
    assert theirs.get(f"/kelola/{market.slug}").status_code == 404


def test_handing_over_ends_the_old_admins_sessions(market, sign_in):
    leaving, successor = make_admin(market), make_user(name="Bu Lastri")
    browser = sign_in(leaving)
    browser.post(
        f"/kelola/{market.slug}/pengurus/serah-tugas", data={"ganti-phone": successor.phone}
    )
    db.session.expire_all()
    assert successor.has(Role.RW_ADMIN, market_id=market.id)
    assert not leaving.has(Role.RW_ADMIN, market_id=market.id)
    live = db.select(UserSession).where(
        UserSession.user_id == leaving.id, UserSession.ended_at.is_(None)
    )
    assert db.session.scalars(live).all() == []
    assert sign_in(successor).get(f"/kelola/{market.slug}").status_code == 200


def test_nobody_hands_over_to_oneself(market, sign_in):
    admin = make_admin(market)
    answer = sign_in(admin).post(
        f"/kelola/{market.slug}/pengurus/serah-tugas", data={"ganti-phone": admin.phone}
    )
    assert answer.status_code == 422
    assert "Ini nomormu sendiri." in answer.text


def test_the_trail_is_this_markets_only_and_paged(market, browser):
    other = make_market()
    make_stall(other, name="Dapur Sebelah")
    for _ in range(13):
        make_stall(market)
    page = browser.get(f"/kelola/{market.slug}/catatan").text
    assert "Dapur Sebelah" not in page
    assert "hal=2" in page
    assert now().strftime("%Y") in page
