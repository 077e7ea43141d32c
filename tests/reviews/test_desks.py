"""The stall answers once; the committee hides with a reason and shows again."""

import pytest

from marketplace.accounts.models import AuditEntry
from marketplace.reviews.checks import problems
from marketplace.reviews.models import Review
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.make import make_admin, make_market, make_producer, make_product, make_stall
from tests.reviews.conftest import TYPED, collected_order, said_by, stars_of


@pytest.fixture
def review(order):
    return said_by(order, 1, "Kurang asin")


@pytest.fixture
def desk(product, sign_in):
    """The stall's browser and its page of reviews."""
    return sign_in(make_producer(product.stall)), f"/penjual/{product.stall.slug}/ulasan"


@pytest.fixture
def committee(product, sign_in):
    market = product.stall.market
    return sign_in(make_admin(market)), f"/kelola/{market.slug}/ulasan"


def fresh(review) -> Review:
    db.session.expire_all()
    return db.session.get_one(Review, review.id)


def test_desks_without_reviews_say_so(desk, committee):
    for browser, path in (desk, committee):
        assert "Belum ada ulasan" in browser.get(path).text
    assert "Semua sudah dibalas" in desk[0].get(f"{desk[1]}?tampil=belum").text
    assert (
        "Tidak ada yang disembunyikan"
        in committee[0].get(f"{committee[1]}?tampil=tersembunyi").text
    )


def test_the_stall_answers_once(desk, review, product, client):
    browser, path = desk
    answer = f"{path}/{review.id}/balasan"
    assert "Kurang asin" in browser.get(path).text

    page = browser.post(answer, data={"balasan": "Siap, kami tambah."}, follow_redirects=True)
    again = browser.post(answer, data={"balasan": "Eh, satu lagi."})

    assert "Balasanmu tampil" in page.text
    assert again.status_code == 409
    assert fresh(review).reply == "Siap, kami tambah."
    assert "Siap, kami tambah." in client.get(f"/produk/{product.id}-{product.slug}").text
    assert "Kurang asin" not in browser.get(f"{path}?tampil=belum").text


def test_an_empty_or_endless_answer_is_refused_at_the_field(desk, review):
    browser, path = desk
    for words, sentence in (("", "Tulis balasannya dulu."), ("x" * 501, "paling banyak 500 huruf")):
        answer = browser.post(f"{path}/{review.id}/balasan", data={"balasan": words})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert words in answer.text
    assert fresh(review).replied_at is None


def test_another_stall_and_another_market_are_strangers(review, sign_in, product):
    other = make_stall()
    market = make_market("sukun-rw-05")
    stall, admin = sign_in(make_producer(other)), sign_in(make_admin(market))
    presses = [
        (stall, f"/penjual/{other.slug}/ulasan/{review.id}/balasan", {"balasan": "Halo"}),
        (stall, f"/penjual/{product.stall.slug}/ulasan/{review.id}/balasan", {"balasan": "Halo"}),
        (admin, f"/kelola/{market.slug}/ulasan/{review.id}/penyembunyian", {"alasan": "Bohong"}),
        (admin, f"/kelola/{market.slug}/ulasan/{review.id}/penayangan", {}),
        (admin, f"/kelola/{product.stall.market.slug}/ulasan/{review.id}/penyembunyian", {}),
    ]

    assert {browser.post(path, data=data).status_code for browser, path, data in presses} == {404}
    assert stall.get(f"/penjual/{product.stall.slug}/ulasan").status_code == 404
    assert "Kurang asin" not in admin.get(f"/kelola/{market.slug}/ulasan").text


def test_what_is_hidden_leaves_the_page_and_the_average(committee, review, product, client):
    said_by(collected_order(product), 5, "Mantap")
    browser, path = committee
    shown = f"/produk/{product.id}-{product.slug}"
    assert stars_of(product) == (6, 2)

    browser.post(f"{path}/{review.id}/penyembunyian", data={"alasan": "Menghina tetangga"})

    page = client.get(shown).text
    assert "Kurang asin" not in page
    assert "Mantap" in page
    assert stars_of(product) == (5, 1)
    assert problems() == []
    assert "Menghina tetangga" in browser.get(f"{path}?tampil=tersembunyi").text

    browser.post(f"{path}/{review.id}/penayangan")

    assert "Kurang asin" in client.get(shown).text
    assert stars_of(product) == (6, 2)
    assert problems() == []


def test_hiding_and_showing_stand_in_the_trail(committee, review, product):
    browser, path = committee
    browser.post(f"{path}/{review.id}/penyembunyian", data={"alasan": "Menghina tetangga"})
    browser.post(f"{path}/{review.id}/penayangan")

    trail = browser.get(f"/kelola/{product.stall.market.slug}/catatan").text
    entries = db.session.scalars(db.select(AuditEntry).filter_by(subject=f"review:{review.id}"))
    assert [entry.action for entry in entries] == [
        "menyembunyikan ulasan",
        "menampilkan lagi ulasan",
    ]
    assert "Menghina tetangga" in trail


def test_a_reason_is_needed_and_a_second_press_is_late(committee, review, product):
    browser, path = committee
    hide, show = f"{path}/{review.id}/penyembunyian", f"{path}/{review.id}/penayangan"

    refused = browser.post(hide, data={"alasan": " "})
    assert refused.status_code == 422
    assert "Tulis alasannya dulu." in refused.text
    assert browser.post(show).status_code == 409
    assert browser.post(hide, data={"alasan": "Bohong"}).status_code == 302
    assert browser.post(hide, data={"alasan": "Bohong"}).status_code == 409
    assert stars_of(product) == (0, 0)


def test_a_hidden_review_may_be_changed_but_stays_hidden(committee, review, buyer, path, product):
    browser, desk = committee
    browser.post(f"{desk}/{review.id}/penyembunyian", data={"alasan": "Menghina tetangga"})

    assert "Menghina tetangga" in buyer.get(path).text
    buyer.post(path, data=TYPED)

    assert fresh(review).stars == 4
    assert stars_of(product) == (0, 0)
    assert problems() == []


def test_a_hidden_review_is_not_answered(committee, desk, review):
    committee[0].post(f"{committee[1]}/{review.id}/penyembunyian", data={"alasan": "Bohong"})

    answer = desk[0].post(f"{desk[1]}/{review.id}/balasan", data={"balasan": "Halo"})

    assert answer.status_code == 409
    assert fresh(review).reply == ""


def test_desks_cost_the_same_for_one_and_for_ten(committee, desk, review, product):
    def costs() -> list[int]:
        found = []
        for browser, path in (committee, desk):
            with statements() as asked:
                browser.get(path)
            found.append(len(asked))
        return found

    few = costs()
    for number in range(9):
        said_by(collected_order(make_product(product.stall)), 1 + number % 5, "Enak")

    assert costs() == few
    assert max(few) <= 15


def test_the_check_finds_sums_that_do_not_agree(review, product):
    begin_write()
    product.stars_sum = 9
    db.session.commit()

    assert problems() == [f"product {product.id}: keeps 9 stars of 1, reviews give 1 of 1"]
