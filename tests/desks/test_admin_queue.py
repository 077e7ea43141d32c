"""The RW admin decides who and what is in the market."""

from datetime import date

import pytest

from marketplace.accounts.models import AuditEntry, User
from marketplace.accounts.rules import Role
from marketplace.catalogue.actions import submit_product
from marketplace.catalogue.rules import ProductStatus
from marketplace.desks.checks import checks_of_product, checks_of_stall
from marketplace.kit.clock import now
from marketplace.stalls.actions import approve_stall, save_licence
from marketplace.stalls.rules import LicenceKind, StallStatus
from marketplace.web.db import db
from tests.make import make_admin, make_market, make_product, make_stall, make_user

DAY = date(2026, 11, 25)


def waiting_product(market, **more):
    product = make_product(make_stall(market), published=False, **more)
    submit_product(product, now())
    db.session.commit()
    return product


def trail():
    return [(e.action, e.about) for e in db.session.scalars(db.select(AuditEntry))]


def test_stalls_and_products_wait_in_one_queue(app, sign_in):
    market = make_market()
    stall, product = (
        make_stall(market, approved=False, name="Dapur Mbak Ning"),
        waiting_product(market),
    )
    page = sign_in(make_admin(market)).get(f"/kelola/{market.slug}").text
    assert "2 hal menunggu keputusan" in page
    assert stall.name in page
    assert product.title in page
    assert "Label" in page
    assert page.count("<option>Tulis sendiri</option>") == 2


def test_an_empty_queue_says_what_to_do_next(app, sign_in):
    market = make_market()
    page = sign_in(make_admin(market)).get(f"/kelola/{market.slug}").text
    assert "Tidak ada yang menunggu" in page
    assert f"/kelola/{market.slug}/pilihan" in page


def test_approving_a_stall(app, sign_in):
    market = make_market()
    stall, admin = make_stall(market, approved=False), make_admin(market)
    page = sign_in(admin).post(
        f"/kelola/{market.slug}/lapak/{stall.id}/persetujuan", follow_redirects=True
    )
    assert f"{stall.name} disetujui." in page.text
    assert stall.status is StallStatus.APPROVED
    assert db.session.get(User, stall.applicant_id).has(Role.PRODUCER, stall_id=stall.id)
    assert ("menyetujui lapak", stall.name) in trail()


def test_approving_a_product(app, sign_in):
    market = make_market()
    product = waiting_product(market)
    sign_in(make_admin(market)).post(f"/kelola/{market.slug}/dagangan/{product.id}/persetujuan")
    assert product.status is ProductStatus.PUBLISHED
    assert product.title in [about for _, about in trail()]


@pytest.mark.parametrize("kind", ["lapak", "dagangan"])
def test_returning_with_a_usual_reason_and_own_words(app, sign_in, kind):
    market = make_market()
    thing = make_stall(market, approved=False) if kind == "lapak" else waiting_product(market)
    reason = "Nomor izin perlu dibetulkan."
    sign_in(make_admin(market)).post(
        f"/kelola/{market.slug}/{kind}/{thing.id}/pengembalian",
        data={"alasan": reason, "catatan": "Yang P-IRT."},
    )
    assert thing.status.value == "returned"
    assert thing.return_reason == "Nomor izin perlu dibetulkan. Yang P-IRT."
    [entry] = db.session.scalars(
        db.select(AuditEntry).where(AuditEntry.action.like("mengembalikan%"))
    )
    assert entry.after["reason"] == thing.return_reason


def test_own_words_are_needed_when_no_usual_reason_was_chosen(app, sign_in):
    market = make_market()
    stall = make_stall(market, approved=False)
    answer = sign_in(make_admin(market)).post(
        f"/kelola/{market.slug}/lapak/{stall.id}/pengembalian", data={"alasan": "Tulis sendiri"}
    )
    assert answer.status_code == 422
    assert "supaya penjual tahu" in answer.text
    assert stall.status is StallStatus.SUBMITTED


def test_a_reason_that_is_too_long_is_kept_in_the_form(app, sign_in):
    market = make_market()
    stall = make_stall(market, approved=False)
    words = "panjang " * 60
    answer = sign_in(make_admin(market)).post(
        f"/kelola/{market.slug}/lapak/{stall.id}/pengembalian",
        data={"alasan": "Tulis sendiri", "catatan": words},
    )
    assert answer.status_code == 422
    assert words.strip() in answer.text


def test_two_admins_decide_at_once_and_the_second_is_told_kindly(app, sign_in):
    market = make_market()
    stall = make_stall(market, approved=False)
    second = sign_in(make_admin(market))
    approve_stall(stall, make_admin(market, make_user()), now())
    db.session.commit()
    answer = second.post(f"/kelola/{market.slug}/lapak/{stall.id}/persetujuan")
    assert answer.status_code == 409
    assert "keburu berubah" in answer.text
    assert 'href="/kelola"' in answer.text


def test_the_second_to_publish_a_product_is_told_kindly(app, sign_in):
    market = make_market()
    product = waiting_product(market)
    browser = sign_in(make_admin(market))
    address = f"/kelola/{market.slug}/dagangan/{product.id}/persetujuan"
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 409


def test_many_at_once(app, sign_in):
    market = make_market()
    stalls = [make_stall(market, approved=False) for _ in range(2)]
    product = waiting_product(market)
    keys = [f"stall:{stall.id}" for stall in stalls] + [f"product:{product.id}"]
    page = sign_in(make_admin(market)).post(
        f"/kelola/{market.slug}/persetujuan", data={"pilih": keys}, follow_redirects=True
    )
    assert "3 hal disetujui." in page.text
    assert {stall.status for stall in stalls} == {StallStatus.APPROVED}
    assert product.status is ProductStatus.PUBLISHED


@pytest.mark.parametrize("foreign", ["stall", "product", "nonsense", "stall:x", "stall:999999999"])
def test_a_form_that_mixes_own_and_foreign_things_is_refused_whole(app, sign_in, foreign):
    market, other = make_market(), make_market()
    own = make_stall(market, approved=False)
    key = foreign
    if foreign == "stall":
        key = f"stall:{make_stall(other, approved=False).id}"
    if foreign == "product":
        key = f"product:{waiting_product(other).id}"
    answer = sign_in(make_admin(market)).post(
        f"/kelola/{market.slug}/persetujuan", data={"pilih": [f"stall:{own.id}", key]}
    )
    assert answer.status_code == 404
    assert own.status is StallStatus.SUBMITTED


def test_nothing_ticked_changes_nothing(app, sign_in):
    market = make_market()
    stall = make_stall(market, approved=False)
    page = sign_in(make_admin(market)).post(
        f"/kelola/{market.slug}/persetujuan", follow_redirects=True
    )
    assert "Centang dulu" in page.text
    assert stall.status is StallStatus.SUBMITTED


def test_the_admin_of_another_rw_is_a_stranger(app, sign_in):
    market, other = make_market(), make_market()
    stall = make_stall(market, approved=False)
    stranger = sign_in(make_admin(other))
    for address in ("", f"/lapak/{stall.id}", "/lapak", "/catatan", "/pilihan", "/pengurus"):
        assert stranger.get(f"/kelola/{market.slug}{address}").status_code == 404
    assert stranger.post(f"/kelola/{market.slug}/lapak/{stall.id}/persetujuan").status_code == 404
    own_address = f"/kelola/{other.slug}/lapak/{stall.id}"
    assert stranger.get(own_address).status_code == 404
    assert stranger.post(f"{own_address}/persetujuan").status_code == 404
    assert stall.status is StallStatus.SUBMITTED


def test_a_producer_and_a_treasurer_are_strangers_too(app, sign_in):
    market = make_market()
    stall = make_stall(market)
    producer = db.session.get(User, stall.applicant_id)
    treasurer = make_admin(market, make_user(), role=Role.TREASURER)
    for person in (producer, treasurer):
        assert sign_in(person).get(f"/kelola/{market.slug}").status_code == 404


def test_a_draft_is_not_the_admins_business(app, sign_in):
    market = make_market()
    stall = make_stall(market, approved=False, submitted=False)
    browser = sign_in(make_admin(market))
    assert browser.get(f"/kelola/{market.slug}/lapak/{stall.id}").status_code == 404


def test_the_queue_is_paged(app, sign_in):
    market = make_market()
    for _ in range(13):
        make_stall(market, approved=False)
    browser = sign_in(make_admin(market))
    assert "13 hal menunggu" in browser.get(f"/kelola/{market.slug}").text
    assert browser.get(f"/kelola/{market.slug}?hal=2").text.count('name="pilih"') == 1


def test_the_detail_pages_show_what_a_decision_needs(app, sign_in):
    market = make_market()
    stall, product = make_stall(market, approved=False), waiting_product(market)
    save_licence(stall, LicenceKind.NIB, "123")
    db.session.commit()
    browser = sign_in(make_admin(market))
    page = browser.get(f"/kelola/{market.slug}/lapak/{stall.id}").text
    assert "NIB perlu dicek" in page
    assert "NIB biasanya 13 angka" in page
    assert stall.address in page
    page = browser.get(f"/kelola/{market.slug}/dagangan/{product.id}").text
    assert product.title in page
    assert "Belum ada di label" in page


def test_checks_of_a_stall_and_a_product(app):
    stall = make_stall()
    assert (False, "Tanpa foto") in checks_of_stall(stall, DAY)
    assert (False, "Belum ada izin") in checks_of_stall(stall, DAY)
    product = make_product(stall)
    checks = checks_of_product(product, DAY)
    assert any(words.startswith("Label ") for _, words in checks)
    save_licence(stall, LicenceKind.PIRT, "2063573010012-31")
    db.session.commit()
    assert (True, "P-IRT") in checks_of_stall(stall, DAY)


def test_kelola_leads_to_the_only_market_or_lets_choose(app, sign_in):
    first, second = make_market(), make_market()
    admin = make_admin(first)
    assert sign_in(admin).get("/kelola").location.endswith(f"/kelola/{first.slug}")
    make_admin(second, admin)
    page = sign_in(admin).get("/kelola").text
    assert f"/kelola/{first.slug}" in page
    assert f"/kelola/{second.slug}" in page
    assert "belum mengurus pasar" in sign_in(make_user()).get("/kelola").text
