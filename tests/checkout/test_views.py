"""Checkout and order pages as a visitor reads and presses them."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from marketplace.cart.queries import COOKIE as CART
from marketplace.catalogue.actions import set_shelf
from marketplace.jobs.models import Job
from marketplace.kit.clock import now
from marketplace.orders.models import Order, Purchase
from marketplace.orders.queries import COOKIE as KEYS
from marketplace.orders.rules import Move, OrderStatus
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import Method, PaymentStatus
from marketplace.regions.rules import ZoneReach
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.make import make_market, make_product, make_stall, make_user
from tests.make_orders import let_stall_take_money, make_cart, make_order, make_purchase
from tests.visitor import filled_in


@pytest.fixture
def shopping(client):
    """A guest with one product in the cart, at the checkout: gives path, form and product."""
    product = make_product(stock=5)
    let_stall_take_money(product.stall)
    client.post("/keranjang/tambah", data={"varian": product.variants[0].id})
    path = client.post("/checkout").location
    form = filled_in(client.get(path).text) | {"nama": "Rina", "wa": "0812-0000-0301"}
    return path, form, product


def count(model) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def test_an_empty_cart_has_no_checkout(client):
    assert client.post("/checkout").location == "/keranjang"
    assert client.get("/checkout").location == "/keranjang"
    assert client.get("/checkout/nothing").location == "/keranjang"


def test_a_guest_orders_and_the_browser_holds_the_key(client, shopping):
    path, form, _product = shopping
    placed = client.post(path, data=form)
    assert placed.location.startswith("/bayar/PRW-")
    assert client.get_cookie(KEYS)
    assert "Pesananmu sudah dicatat" in client.get(placed.location).text
    assert client.get("/keranjang").text.count("Keranjangmu masih kosong") == 1


def test_a_faulty_form_says_so_at_the_field_and_keeps_the_rest(client, shopping):
    path, form, _product = shopping
    answer = client.post(path, data=form | {"wa": "0812-0000"})
    assert answer.status_code == 422
    assert "kurang angka" in answer.text
    assert 'value="Rina"' in answer.text
    assert 'value="0812-0000"' in answer.text
    assert count(Purchase) == 0


def test_a_changed_price_is_shown_and_waits_for_another_press(client, shopping):
    path, form, product = shopping
    begin_write()
    product.variants[0].price = 20_000
    db.session.commit()
    answer = client.post(path, data=form)
    assert answer.status_code == 409
    assert "Jumlahnya berubah" in answer.text
    assert count(Purchase) == 0
    again = client.post(path, data=filled_in(answer.text) | {"nama": "Rina", "wa": form["wa"]})
    assert again.status_code == 302
    assert db.session.scalar(db.select(Purchase.total)) == 20_000


@pytest.mark.parametrize("total", ["1", "", "-15000", "１５０００", "15e3", "nan", "9" * 30])
def test_a_sum_from_elsewhere_is_never_charged(client, shopping, total):
    path, form, _product = shopping
    assert client.post(path, data=form | {"total": total}).status_code == 409
    assert count(Purchase) == 0


def test_transfer_shows_its_unique_code_before_the_last_button(client, shopping):
    path, form, product = shopping
    form[f"s{product.stall_id}-bayar"] = "transfer"
    refused = client.post(path, data=form)
    assert refused.status_code == 409
    page = client.post(f"{path}/hitung", data=form)
    assert "Kode unik transfer" in page.text
    placed = client.post(path, data=filled_in(page.text) | {"nama": "Rina", "wa": form["wa"]})
    assert placed.status_code == 302
    payment = payment_of(db.session.scalar(db.select(Order)))
    assert payment.due == int(filled_in(page.text)["total"])
    assert 1 <= payment.unique_code <= 999


def test_goods_that_run_out_meanwhile_are_refused_kindly(client, shopping):
    path, form, product = shopping
    begin_write()
    set_shelf(product.variants[0], 0, now())
    db.session.commit()
    answer = client.post(path, data=form)
    assert answer.status_code == 409
    assert "habis" in answer.text


def test_delivery_needs_an_address_and_the_courier_is_paid_once_a_trip(client):
    market = make_market("purwantoro-rw-15")
    stalls = [make_stall(market), make_stall(market)]
    for stall in stalls:
        let_stall_take_money(stall)
        client.post("/keranjang/tambah", data={"varian": make_product(stall).variants[0].id})
    path = client.post("/checkout").location
    page = client.get(path).text
    hour = re.search(r'<optgroup label="Diantar tetangga[^>]*>.*?value="([^"]+)"', page, re.S)[1]
    form = filled_in(page) | {"nama": "Rina", "wa": "0812-0000-0302"}
    for stall in stalls:
        form |= {f"s{stall.id}-ambil": "courier", f"s{stall.id}-jam": hour}
    refused = client.post(path, data=form)
    assert refused.status_code == 422
    assert "Tulis alamat untuk diantar." in refused.text
    form |= {"jalan": "Gang 3 nomor 7", "rt": "5", "rw": "15", "kelurahan": market.rw.village_id}
    page = client.post(f"{path}/hitung", data=form).text
    form["total"] = filled_in(page)["total"]
    assert client.post(path, data=form).status_code == 302
    orders = db.session.scalars(db.select(Order)).all()
    assert [order.delivery_fee for order in orders] == [1500, 1500]
    assert {zone.reach: zone.fee for zone in market.zones}[ZoneReach.SAME_RW] == 3000
    assert "RT 05/RW 15, Kel. Purwantoro" in orders[0].place


def test_another_visitor_meets_a_stranger_everywhere(app, client):
    order = make_order()
    code, purchase = order.code, order.purchase.code
    for path in (f"/pesanan/{code}", f"/bayar/{purchase}"):
        assert client.get(path).status_code == 404
    for noun in ("pembatalan", "serah-terima", "bukti", "lihat-bukti"):
        answer = client.post(f"/pesanan/{code}/{noun}", data={"alasan": "lain"})
        assert answer.status_code == 404
    assert order.status is OrderStatus.AWAITING_PAYMENT


def test_the_key_in_a_link_opens_the_order_and_leaves_the_address(app, client):
    order = make_order(guest_key="abc123")
    answer = client.get(f"/pesanan/{order.code}?k=abc123")
    assert answer.location == f"/pesanan/{order.code}"
    assert client.get(answer.location).status_code == 200
    assert client.get(f"/pesanan/{order.code}?k=wrong").status_code == 302


def test_a_buyer_cancels_with_a_reason_and_sees_what_is_owed(app, sign_in):
    buyer = make_user()
    order = make_order(Move.PAY, buyer=buyer)
    client = sign_in(buyer)
    refused = client.post(f"/pesanan/{order.code}/pembatalan")
    assert refused.status_code == 422
    assert "Pilih salah satu" in refused.text
    answer = client.post(
        f"/pesanan/{order.code}/pembatalan", data={"alasan": "salah"}, follow_redirects=True
    )
    assert "Salah pesan" in answer.text
    assert "Uang kembali" in answer.text
    late = client.post(f"/pesanan/{order.code}/pembatalan", data={"alasan": "salah"})
    assert late.status_code == 409


def picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (600, 900), "white").save(file, "JPEG")
    file.seek(0)
    return file


def test_a_proof_is_kept_for_its_owner_alone(app, sign_in, client):
    buyer = make_user()
    order = make_order(buyer=buyer)
    mine = sign_in(buyer)
    bad = mine.post(f"/pesanan/{order.code}/bukti", data={"bukti": (BytesIO(b"GIF89a"), "x.jpg")})
    assert bad.status_code == 422
    sent = mine.post(f"/pesanan/{order.code}/bukti", data={"bukti": (picture(), "bukti.jpg")})
    assert sent.status_code == 302
    assert payment_of(order).status is PaymentStatus.PROOF_SENT
    shown = mine.post(f"/pesanan/{order.code}/lihat-bukti")
    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.post(f"/pesanan/{order.code}/lihat-bukti").status_code == 404


def test_orders_of_a_visitor_stand_on_one_page(app, sign_in, client):
    buyer = make_user()
    order = make_order(buyer=buyer)
    other = make_order()
    page = sign_in(buyer).get("/pesanan").text
    assert order.code in page
    assert other.code not in page
    assert "Memesan dari HP lain?" in client.get("/pesanan").text


def test_a_guest_finds_orders_by_phone_and_code(app, client):
    order = make_order(phone="6281200000333")
    client.post("/pesanan/cari", data={"nomor": "0812 0000 0333"})
    digits = re.search(r"\b\d{6}\b", str(db.session.scalars(db.select(Job.arguments)).all()))[0]
    wrong = client.post(
        "/pesanan/cari/kode", data={"kode": "000000" if digits != "000000" else "1"}
    )
    assert wrong.status_code == 422
    found = client.post("/pesanan/cari/kode", data={"kode": digits})
    assert found.location == "/pesanan"
    assert order.code in client.get("/pesanan").text
    assert client.get(f"/pesanan/{order.code}").status_code == 200


def test_a_checkout_of_three_lines_keeps_to_its_statements(app, client):
    stall = make_stall()
    let_stall_take_money(stall)
    _cart, key = make_cart([make_product(stall) for _ in range(3)])
    client.set_cookie(CART, key)
    path = client.post("/checkout").location
    form = filled_in(client.get(path).text) | {"nama": "Rina", "wa": "0812-0000-0304"}
    with statements() as sent:
        placed = client.post(path, data=form)
    assert placed.status_code == 302
    assert len(sent) <= 20, "\n".join(s[:110] for s in sent)


def test_an_order_page_says_when_it_ends_and_what_comes_next(app, sign_in):
    buyer = make_user()
    purchase = make_purchase(make_product(), buyer=buyer, method=Method.QRIS)
    page = sign_in(buyer).get(f"/bayar/{purchase.code}").text
    assert "Bayar tepat segini" in page
    assert "WIB" in page
    assert payment_of(purchase.orders[0]).expires_at - now() < timedelta(hours=2, minutes=1)
