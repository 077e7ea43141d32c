"""A resident applies for a stall, step by step, on whatever phone is at hand."""

import io

import pytest
from PIL import Image

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.kit.clock import now
from marketplace.regions.actions import close_market
from marketplace.stalls.actions import apply_for_stall, return_stall
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import begin_write, db
from tests.make import make_admin, make_market, make_stall, make_user, make_village

ABOUT = {
    "name": "Dapur Bu Sri",
    "owner_name": "Sri Wahyuni",
    "rt": "3",
    "address": "Gang 3 nomor 12",
}
CONTACT = {"whatsapp": "0812-0000-0123", "shows_whatsapp": "y", "halal": "not_yet"}


def jpeg():
    sent = io.BytesIO()
    Image.new("RGB", (400, 400), "brown").save(sent, "JPEG")
    sent.seek(0)
    return sent


def begin(browser, market):
    """Choose the market; gives the address of the draft."""
    village = market.rw.village.code
    answer = browser.post(
        "/buka-lapak/pasar", data={"village": village, "number": market.rw.number}
    )
    assert answer.status_code == 302, answer.text
    return answer.location.rpartition("/")[0]


def test_from_the_first_step_to_the_rw_admin(app, sign_in):
    market, user = make_market(), make_user()
    browser = sign_in(user)

    draft = begin(browser, market)
    assert browser.post(f"{draft}/tentang", data=ABOUT).status_code == 302
    goods = {"plans": "Keripik tempe", "story": "Sejak 1998.", "photo": (jpeg(), "foto.jpg")}
    assert browser.post(f"{draft}/dagangan", data=goods).status_code == 302
    answer = browser.post(f"{draft}/kontak", data=CONTACT | {"nib": "123"}, follow_redirects=True)
    assert "NIB biasanya 13 angka" in answer.text
    assert "Kirim ke pengurus" in answer.text
    page = browser.post(f"{draft}/pengajuan", follow_redirects=True)

    assert "Pengurus RW akan memeriksanya" in page.text
    stall = db.session.scalar(db.select(Stall))
    assert stall.status is StallStatus.SUBMITTED
    assert (stall.slug, stall.rt, stall.whatsapp) == ("dapur-bu-sri", 3, "6281200000123")
    assert stall.photo
    assert stall.applicant_id == user.id


def test_it_goes_on_on_another_phone(app, sign_in):
    market, user = make_market(), make_user()
    draft = begin(sign_in(user), market)
    sign_in(user).post(f"{draft}/tentang", data=ABOUT)

    other = sign_in(user)
    assert "Dapur Bu Sri" in other.get("/buka-lapak").text
    assert 'value="Gang 3 nomor 12"' in other.get(f"{draft}/tentang").text


def test_beginning_twice_is_one_draft(app, sign_in):
    market, browser = make_market(), sign_in(make_user())
    assert begin(browser, market) == begin(browser, market)


def test_a_link_to_a_market_fills_in_the_first_step(app, sign_in):
    market = make_market(number=15)
    page = sign_in(make_user()).get(f"/buka-lapak/pasar?pasar={market.slug}").text
    assert 'value="15"' in page
    assert f'<option selected value="{market.rw.village.code}">' in page


def test_a_market_that_is_not_open_is_said_kindly_with_open_neighbours(app, sign_in):
    make_market(number=4)
    make_market("sawojajar-rw-02")
    village = make_village()

    answer = sign_in(make_user()).post(
        "/buka-lapak/pasar", data={"village": village.code, "number": "7"}
    )

    assert answer.status_code == 422
    assert "Pasar RW 07 Purwantoro belum buka." in answer.text
    assert "/buka-lapak/pasar?pasar=purwantoro-rw-04" in answer.text
    assert "sawojajar" not in answer.text
    assert 'value="7"' in answer.text


def test_what_is_wrong_is_said_at_the_field_and_the_rest_stays(app, sign_in):
    browser = sign_in(make_user())
    draft = begin(browser, make_market())
    answer = browser.post(f"{draft}/tentang", data=ABOUT | {"rt": "seratus"})
    assert answer.status_code == 422
    assert "angka bulat" in answer.text
    assert 'value="Gang 3 nomor 12"' in answer.text


def test_a_good_photo_is_kept_when_something_else_was_wrong(app, sign_in):
    browser = sign_in(make_user())
    draft = begin(browser, make_market())
    answer = browser.post(f"{draft}/dagangan", data={"plans": "", "photo": (jpeg(), "a.jpg")})
    assert answer.status_code == 422
    digest = answer.text.partition('name="kept" type="hidden" value="')[2][:64]

    browser.post(f"{draft}/dagangan", data={"plans": "Keripik", "kept": digest})

    assert db.session.scalar(db.select(Stall.photo)) == digest


def test_a_broken_photo_keeps_the_words(app, sign_in):
    browser = sign_in(make_user())
    draft = begin(browser, make_market())
    sent = {"plans": "Keripik tempe", "photo": (io.BytesIO(b"no picture"), "a.jpg")}
    answer = browser.post(f"{draft}/dagangan", data=sent)
    assert answer.status_code == 422
    assert "bukan foto" in answer.text
    assert "Keripik tempe" in answer.text


def test_an_unfinished_application_says_what_is_missing(app, sign_in):
    browser = sign_in(make_user())
    draft = begin(browser, make_market())
    assert "RT belum diisi." in browser.get(f"{draft}/periksa").text
    answer = browser.post(f"{draft}/pengajuan")
    assert answer.status_code == 422
    assert "Alamat belum diisi." in answer.text


def test_a_name_like_a_neighbours_is_refused_at_its_field(app, sign_in):
    market = make_market()
    make_stall(market, name="Dapur Bu Sri")
    browser = sign_in(make_user())
    draft = begin(browser, market)
    answer = browser.post(f"{draft}/tentang", data=ABOUT | {"name": "DAPUR BU SR1"})
    assert answer.status_code == 422
    assert "Mirip dengan Dapur Bu Sri di pasar ini." in answer.text


def test_a_name_taken_meanwhile_is_said_when_sending(app, sign_in):
    market, user = make_market(), make_user()
    begin_write()
    mine = apply_for_stall(
        user, market, name="Dapur Bu Sri", rt=1, address="Gang 1", plans="Keripik"
    )
    db.session.commit()
    make_stall(market, name="Dapur Bu Sri")
    answer = sign_in(user).post(f"/buka-lapak/{mine.id}/pengajuan")
    assert answer.status_code == 422
    assert "Nama lapaknya perlu diganti" in answer.text


def test_a_returned_application_shows_the_reason_and_can_be_mended(app, sign_in):
    user = make_user()
    stall = make_stall(approved=False, applicant=user)
    return_stall(stall, make_admin(stall.market), "Alamat dapur belum lengkap.", now())
    db.session.commit()
    browser = sign_in(user)

    page = browser.get(f"/buka-lapak/{stall.id}").text
    assert "Alamat dapur belum lengkap." in page
    browser.post(f"/buka-lapak/{stall.id}/tentang", data=ABOUT | {"address": "Gang 9 nomor 1"})
    browser.post(f"/buka-lapak/{stall.id}/pengajuan")

    db.session.refresh(stall)
    assert (stall.status, stall.address) == (StallStatus.SUBMITTED, "Gang 9 nomor 1")


@pytest.mark.parametrize("step", ["tentang", "dagangan", "kontak"])
def test_what_was_sent_cannot_be_changed_under_the_admins_eyes(app, sign_in, step):
    user = make_user()
    stall = make_stall(approved=False, applicant=user)
    answer = sign_in(user).post(f"/buka-lapak/{stall.id}/{step}", data=ABOUT)
    assert answer.status_code == 409
    assert "keburu berubah" in answer.text


def test_a_stall_that_was_sent_cannot_be_sent_again(app, sign_in):
    user = make_user()
    stall = make_stall(approved=False, applicant=user)
    assert sign_in(user).post(f"/buka-lapak/{stall.id}/pengajuan").status_code == 409


@pytest.mark.parametrize("page", ["", "/tentang", "/dagangan", "/kontak", "/periksa", "/pasar"])
def test_another_persons_application_does_not_exist(app, sign_in, page):
    stall = make_stall(approved=False, submitted=False)
    assert sign_in(make_user()).get(f"/buka-lapak/{stall.id}{page}").status_code == 404
    assert sign_in(make_user()).post(f"/buka-lapak/{stall.id}/pengajuan").status_code == 404


def test_visitors_sign_in_first(app, client):
    answer = client.get("/buka-lapak")
    assert answer.status_code == 302
    assert "/masuk" in answer.location


def test_a_draft_moves_to_the_market_of_another_rw(app, sign_in):
    browser, other = sign_in(make_user()), make_market()
    draft = begin(browser, make_market())
    village = other.rw.village.code
    browser.post(f"{draft}/pasar", data={"village": village, "number": other.rw.number})
    assert db.session.scalar(db.select(Stall.market_id)) == other.id


def test_a_closed_market_takes_no_applications(app, sign_in):
    market = make_market()
    close_market(market, now())
    db.session.commit()
    answer = sign_in(make_user()).post(
        "/buka-lapak/pasar", data={"village": market.rw.village.code, "number": market.rw.number}
    )
    assert answer.status_code == 422


def test_a_new_producer_finds_the_desk(app, sign_in):
    user = make_user()
    stall = make_stall(applicant=user)
    assert f"/penjual/{stall.slug}" in sign_in(user).get(f"/buka-lapak/{stall.id}").text
    assert db.session.get(User, user.id).has(Role.PRODUCER, stall_id=stall.id)
