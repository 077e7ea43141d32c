"""A buyer writes a review, changes it, and what is refused on the way."""

import io
from datetime import timedelta

import pytest

from marketplace.accounts.models import User
from marketplace.kit.clock import now
from marketplace.orders.models import OrderEvent, OrderLine
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import confirm_received
from marketplace.payments.refunds import payment_of
from marketplace.reviews.actions import Said, hide, say
from marketplace.reviews.checks import problems
from marketplace.reviews.models import Review
from marketplace.reviews.rules import OPEN_FOR, NotReviewable
from marketplace.web.db import begin_write, db
from marketplace.web.photos import current_store
from tests.catalogue.test_races import at_once
from tests.counting import statements
from tests.make import make_admin, make_product, make_user
from tests.make_orders import make_order, make_purchase
from tests.reviews.conftest import TYPED, a_photo, collected_order, said_by, stars_of


def reviews() -> list[Review]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Review)))


def collected_before(order, age: timedelta) -> None:
    begin_write()
    event = db.session.scalars(
        db.select(OrderEvent).filter_by(order_id=order.id, move=Move.HAND_OVER)
    ).one()
    event.at = now() - age
    db.session.commit()


def test_a_buyer_reviews_what_was_collected(buyer, order, path, product, client):
    assert path in buyer.get(f"/pesanan/{order.code}").text
    assert "Gimana rasanya?" in buyer.get(path).text

    page = buyer.post(path, data=TYPED, follow_redirects=True).text

    assert "Ulasanmu tersimpan" in page
    assert "Ubah ulasan" in page
    shown = client.get(f"/produk/{product.id}-{product.slug}").text
    assert "Renyah sekali" in shown
    assert "<strong>Rina</strong>" in shown
    assert "Kusuma" not in shown
    assert stars_of(product) == (4, 1)
    assert problems() == []


def test_the_form_asks_little(buyer, order, path):
    said_by(order, 5)
    with statements() as asked:
        buyer.get(path)

    assert len(asked) <= 12


def test_a_second_press_changes_and_does_not_double(buyer, path, product):
    buyer.post(path, data=TYPED)
    page = buyer.post(path, data=TYPED | {"bintang": "2", "ulasan": "Ternyata melempem"}).location

    (review,) = reviews()
    assert "Ternyata melempem" in buyer.get(path).text
    assert page.startswith("/pesanan/")
    assert (review.stars, review.edited_at is None) == (2, False)
    assert stars_of(product) == (2, 1)
    assert problems() == []


def test_many_presses_at_once_leave_one_review_and_true_sums(app, order, product):
    line_id = order.lines[0].id
    db.session.commit()

    def press(stars):
        return lambda: say(db.session.get_one(OrderLine, line_id), Said(stars), now())

    assert at_once(app, *(press(stars) for stars in (1, 2, 3, 4, 5))) == [None] * 5

    (review,) = reviews()
    assert stars_of(product) == (review.stars, 1)
    assert problems() == []


def test_a_change_and_a_hiding_at_once_leave_true_sums(app, order, product):
    review_id, line_id = said_by(order, 5).id, order.lines[0].id
    admin_id = make_admin(product.stall.market).id
    db.session.commit()

    def change():
        say(db.session.get_one(OrderLine, line_id), Said(2), now())

    def hiding():
        admin = db.session.get_one(User, admin_id)
        hide(db.session.get_one(Review, review_id), "Bohong", admin, now())

    assert at_once(app, change, hiding) == [None, None]

    assert reviews()[0].stars == 2
    assert stars_of(product) == (0, 0)
    assert problems() == []


def test_two_buyers_of_one_product_add_up(product):
    said_by(collected_order(product), 5)
    said_by(collected_order(product), 2)

    assert stars_of(product) == (7, 2)


def test_a_guest_with_the_key_may_review(app, product):
    order = collected_order(product, buyer=None, guest_key="kuncitamu", name="Bu Tini")
    path = f"/pesanan/{order.code}/ulasan/{order.lines[0].id}"
    guest, stranger = app.test_client(), app.test_client()
    guest.set_cookie("kunci", "kuncitamu")

    assert stranger.get(path).status_code == 404
    assert stranger.post(path, data=TYPED).status_code == 404
    assert guest.post(path, data=TYPED).status_code == 302
    assert reviews()[0].by == "Bu Tini"


def test_a_stranger_and_a_line_of_another_order_are_not_there(buyer, order, path, sign_in):
    other = collected_order(make_product())
    beside = f"/pesanan/{order.code}/ulasan/{other.lines[0].id}"

    assert sign_in(make_user()).post(path, data=TYPED).status_code == 404
    assert buyer.get(beside).status_code == 404
    assert buyer.post(beside, data=TYPED).status_code == 404
    assert reviews() == []


def test_what_is_missing_is_said_at_the_field_and_the_rest_is_kept(buyer, path):
    answer = buyer.post(
        path, data={"ulasan": "Sudah panjang-panjang", "tampil": "neighbour", "rt": "120"}
    )

    assert answer.status_code == 422
    assert "Pilih bintangnya dulu." in answer.text
    assert "Isi antara 1 dan 99." in answer.text
    assert "Sudah panjang-panjang" in answer.text
    assert reviews() == []


@pytest.mark.parametrize("stars", ["0", "6", "-1", "4.5", "lima", "9" * 400])
def test_other_numbers_of_stars_are_refused(buyer, path, stars):
    assert buyer.post(path, data=TYPED | {"bintang": stars}).status_code == 422
    assert reviews() == []


def test_five_hundred_letters_fit_and_one_more_does_not(buyer, path):
    lines = "a" * 249 + "\r\n" + "b" * 250
    too_long = buyer.post(path, data=TYPED | {"ulasan": "x" * 501})

    assert too_long.status_code == 422
    assert "paling banyak 500 huruf" in too_long.text
    assert buyer.post(path, data=TYPED | {"ulasan": lines}).status_code == 302
    assert len(reviews()[0].text) == 500


def test_an_order_on_its_way_cannot_be_reviewed(app, sign_in):
    who = make_user()
    order = make_order(Move.PAY, Move.ACCEPT, buyer=who)
    browser, path = sign_in(who), f"/pesanan/{order.code}/ulasan/{order.lines[0].id}"

    assert path not in browser.get(f"/pesanan/{order.code}").text
    for answer in (browser.get(path), browser.post(path, data=TYPED)):
        assert answer.status_code == 409
        assert "Ulasan dibuka setelah barangnya kamu terima." in answer.text


def test_after_sixty_days_it_is_too_late(buyer, order, path):
    collected_before(order, OPEN_FOR + timedelta(minutes=1))

    assert "60 hari" in buyer.get(path).text
    assert buyer.post(path, data=TYPED).status_code == 409
    assert path not in buyer.get(f"/pesanan/{order.code}").text


def test_goods_that_were_paid_back_cannot_be_reviewed(buyer, order, path):
    begin_write()
    order.lines[0].refunded = order.lines[0].quantity
    db.session.commit()

    assert buyer.post(path, data=TYPED).status_code == 409
    begin_write()
    with pytest.raises(NotReviewable):
        say(order.lines[0], Said(5), now())


def test_who_wants_signs_as_a_neighbour(buyer, path, product, client):
    buyer.post(path, data=TYPED | {"tampil": "neighbour", "rt": "3"})

    shown = client.get(f"/produk/{product.id}-{product.slug}").text
    assert "Warga RT 03" in shown
    assert "Rina" not in shown


def test_photos_are_taken_without_what_the_camera_wrote(buyer, path, product, client):
    buyer.post(path, data=TYPED | {"foto": [(a_photo(c), f"{c}.jpg") for c in ("tan", "red")]})

    first, second = (photo.digest for photo in reviews()[0].photos)
    kept = (current_store().folder_of(first) / "1280.webp").read_bytes()
    assert b"gang 3" not in kept
    assert b"Exif" not in kept
    assert first in client.get(f"/produk/{product.id}-{product.slug}").text
    buyer.post(path, data=TYPED | {"foto": [f"2.{second}"]})
    assert [photo.digest for photo in reviews()[0].photos] == [second]


def test_three_photos_are_the_most(buyer, path):
    colours = ("tan", "red", "blue", "green")
    answer = buyer.post(path, data=TYPED | {"foto": [(a_photo(c), f"{c}.jpg") for c in colours]})

    assert answer.status_code == 422
    assert "Paling banyak 3 foto" in answer.text
    assert answer.text.count('type="checkbox" name="foto"') == 3


def test_a_file_that_is_no_photo_is_refused_by_its_name(buyer, path):
    answer = buyer.post(path, data=TYPED | {"foto": [(io.BytesIO(b"bukan"), "resep.txt")]})

    assert answer.status_code == 422
    assert "resep.txt" in answer.text


def test_hostile_words_are_shown_as_words(buyer, path, product, client):
    words = "\"'><i x9=1>&amp;{{7*7}}</textarea><script>alert(1)</script>"
    buyer.post(path, data=TYPED | {"ulasan": words})

    for page in (client.get(f"/produk/{product.id}-{product.slug}").text, buyer.get(path).text):
        assert "<i x9" not in page
        assert "<script>alert" not in page
        assert "&lt;i x9=1&gt;&amp;amp;{{7*7}}" in page


def test_each_line_of_an_order_has_its_own_review(app, sign_in):
    who = make_user()
    first = make_product(title="Satu")
    second = make_product(first.stall, title="Dua")
    purchase = make_purchase(first, second, buyer=who)
    begin_write()
    order = purchase.orders[0]
    payment = payment_of(order)
    confirm_received(payment, payment.due, Actor.PRODUCER, now())
    for move in (Move.ACCEPT, Move.PREPARE, Move.HAND_OVER):
        order.make(move, Actor.PRODUCER, now())
    db.session.commit()

    browser = sign_in(who)
    for line in order.lines:
        browser.post(f"/pesanan/{order.code}/ulasan/{line.id}", data=TYPED)

    assert len(reviews()) == 2
    assert (stars_of(first), stars_of(second)) == ((4, 1), (4, 1))
