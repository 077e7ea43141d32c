"""A cart as its owner fills, changes and keeps it."""

import pytest

from marketplace.cart.models import Cart, CartLine
from marketplace.cart.queries import COOKIE
from marketplace.catalogue.actions import set_shelf
from marketplace.catalogue.models import Product
from marketplace.kit.clock import now, tanggal, today
from marketplace.stalls.actions import set_holiday
from marketplace.web.db import begin_write, db
from tests.make import make_batch, make_product, make_user
from tests.make_orders import make_cart


def add(client, product, quantity="1"):
    data = {"varian": product.variants[0].id, "jumlah": quantity}
    return client.post("/keranjang/tambah", data=data)


def lines():
    return db.session.scalars(db.select(CartLine).order_by(CartLine.id)).all()


def test_a_cart_is_born_at_the_first_add_and_never_by_looking(client):
    assert "masih kosong" in client.get("/keranjang").text
    assert db.session.scalar(db.select(db.func.count()).select_from(Cart)) == 0
    add(client, make_product())
    assert client.get_cookie(COOKIE)
    assert [line.quantity for line in lines()] == [1]


def test_adding_again_adds_up_and_stops_at_what_is_left(client):
    product = make_product(stock=3)
    add(client, product, "2")
    answer = client.post(
        "/keranjang/tambah",
        data={"varian": product.variants[0].id, "jumlah": "5"},
        follow_redirects=True,
    )
    assert "tinggal 3" in answer.text
    assert [line.quantity for line in lines()] == [3]


@pytest.mark.parametrize("typed", ["-1", "0", "1e9", "1.5", "１", "1e3", "NaN", "1000000000"])
def test_a_quantity_that_is_none_is_refused(client, typed):
    assert add(client, make_product(), typed).status_code == 422
    assert lines() == []


def test_two_quantities_at_once_are_refused(client):
    product = make_product()
    data = {"varian": product.variants[0].id, "jumlah": ["1", "2"]}
    assert client.post("/keranjang/tambah", data=data).status_code == 422


def test_what_cannot_be_seen_or_had_cannot_be_added(client):
    gone = make_product(stock=0)
    hidden = make_product(published=False)
    resting = make_product()
    begin_write()
    set_holiday(resting.stall, now().date(), None)
    db.session.commit()
    for product in (gone, hidden, resting):
        assert add(client, product).status_code == 409
    assert lines() == []


def test_a_round_is_added_by_its_pool(client):
    batch = make_batch()
    page = client.post("/keranjang/tambah", data={"varian": batch_variant(batch)})
    assert page.status_code == 302
    assert lines()[0].pool.batch_id == batch.id


def batch_variant(batch):
    return db.session.get_one(Product, batch.product_id).variants[0].id


def test_plus_minus_and_typing_change_a_line_and_zero_takes_it_out(client):
    add(client, make_product(stock=5), "2")
    line = lines()[0]
    client.post(f"/keranjang/{line.id}", data={"jumlah": "2", "ubah": "tambah"})
    assert lines()[0].quantity == 3
    client.post(f"/keranjang/{line.id}", data={"jumlah": "9"})
    assert lines()[0].quantity == 5
    client.post(f"/keranjang/{line.id}", data={"jumlah": "5", "ubah": "kurang"})
    assert lines()[0].quantity == 4
    client.post(f"/keranjang/{line.id}", data={"jumlah": "0"})
    assert lines() == []


def test_another_visitors_line_does_not_exist(client, app):
    make_cart([make_product()])
    line = lines()[0]
    assert client.post(f"/keranjang/{line.id}", data={"jumlah": "0"}).status_code == 404
    add(client, make_product())
    assert client.post(f"/keranjang/{line.id}", data={"jumlah": "0"}).status_code == 404
    assert len(lines()) == 2


def test_the_page_says_what_has_changed_since(client):
    short, gone, dearer = (make_product(stock=5) for _ in range(3))
    for product in (short, gone, dearer):
        add(client, product, "4")
    begin_write()
    set_shelf(short.variants[0], 2, now())
    set_shelf(gone.variants[0], 0, now())
    dearer.variants[0].price = 17_000
    db.session.commit()
    page = client.get("/keranjang").text
    assert "Tinggal 2" in page
    assert "Sedang tidak bisa dipesan" in page
    assert "dulu Rp15.000" in page


def test_a_guests_cart_survives_sign_in_and_merges_up_to_the_stock(app, client):
    product, other = make_product(stock=5), make_product()
    user = make_user(phone="6281200000401", password="jalan-sanan-gang-tiga")
    make_cart([product], quantity=3, buyer=user)
    add(client, product, "4")
    add(client, other)
    client.post("/masuk", data={"nomor": "0812-0000-0401", "sandi": "jalan-sanan-gang-tiga"})
    carts = db.session.scalars(db.select(Cart)).all()
    assert [cart.user_id for cart in carts] == [user.id]
    assert {line.pool.variant.product_id: line.quantity for line in carts[0].lines} == {
        product.id: 5,
        other.id: 1,
    }


@pytest.mark.parametrize("typed", ["-1", "abc", "", "1.5", "1000"])
def test_a_faulty_number_is_refused_at_its_line_and_stays_as_typed(client, typed):
    add(client, make_product(stock=5), "2")
    add(client, make_product())
    line = lines()[0]
    answer = client.post(f"/keranjang/{line.id}", data={"jumlah": typed})
    assert answer.status_code == 422
    assert f'href="#n-{line.id}"' in answer.text
    assert f'aria-invalid="true" aria-describedby="n-{line.id}-e"' in answer.text
    assert f'id="n-{line.id}" name="jumlah" value="{typed}"' in answer.text
    assert [line.quantity for line in lines()] == [2, 1]


def test_plus_starts_from_the_number_on_the_screen(client):
    add(client, make_product(stock=9), "2")
    path = f"/keranjang/{lines()[0].id}"
    for _press_of_a_double_tap in range(2):
        client.post(path, data={"jumlah": "4", "ubah": "tambah"})
    assert lines()[0].quantity == 5
    client.post(path, data={"jumlah": "abc", "ubah": "kurang"})
    assert lines()[0].quantity == 4


def test_what_ran_out_meanwhile_leaves_the_cart_with_a_word(client):
    product = make_product(stock=5)
    add(client, product, "2")
    begin_write()
    set_shelf(product.variants[0], 0, now())
    db.session.commit()
    answer = client.post(f"/keranjang/{lines()[0].id}", data={"jumlah": "3"}, follow_redirects=True)
    assert "baru saja habis" in answer.text
    assert lines() == []


def test_a_stall_on_holiday_says_until_when(client):
    product = make_product()
    add(client, product)
    begin_write()
    set_holiday(product.stall, today(now()), today(now()))
    db.session.commit()
    page = client.get("/keranjang").text
    assert f"sedang libur sampai {tanggal(now())}." in page
    assert "Belum ada yang bisa dipesan sekarang." in page
