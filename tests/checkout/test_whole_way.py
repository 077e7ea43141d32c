"""A guest orders from two stalls at once; both producers do their part; money and goods agree."""

import re

from marketplace.catalogue.rules import Stock
from marketplace.orders.checks import problems as order_problems
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.checks import problems as payment_problems
from marketplace.web.db import db
from tests.make import make_market, make_producer, make_product, make_stall
from tests.make_orders import let_stall_take_money


def test_guest_orders_from_two_stalls_and_collects(app, client, sign_in):
    market = make_market()
    stalls = [make_stall(market), make_stall(market)]
    for stall in stalls:
        let_stall_take_money(stall)
    products = [make_product(stall, stock=5) for stall in stalls]
    producers = [sign_in(make_producer(stall)) for stall in stalls]
    slugs = [stall.slug for stall in stalls]
    for product in products:
        added = client.post("/keranjang/tambah", data={"varian": product.variants[0].id})
        assert added.status_code == 302

    begun = client.post("/checkout")
    page = client.get(begun.location)
    assert page.status_code == 200, page.text
    total = re.search(r'name="total" value="(\d+)"', page.text)[1]
    form = {"nama": "Rina", "wa": "0812-0000-0777", "total": total}
    for stall in stalls:
        for name in ("ambil", "bayar"):
            first = re.search(rf'name="s{stall.id}-{name}"[^>]*value="([^"]+)"', page.text)
            form[f"s{stall.id}-{name}"] = first[1]
        slot = re.search(
            rf'name="s{stall.id}-jam".*?<option selected value="([^"]+)"', page.text, re.S
        )
        form[f"s{stall.id}-jam"] = slot[1]
    placed = client.post(begun.location, data=form)
    assert placed.status_code == 302, placed.text
    assert placed.location.startswith("/bayar/PRW-")
    pay = client.get(placed.location)
    assert pay.status_code == 200
    assert "Bayar tepat segini" in pay.text

    orders = db.session.scalars(db.select(Order).order_by(Order.id)).all()
    codes = [order.code for order in orders]
    for code, slug, producer in zip(codes, slugs, producers, strict=True):
        base = f"/penjual/{slug}/pesanan/{code}"
        for press in ("uang-masuk", "terima", "siap", "serah-terima"):
            answer = producer.post(f"{base}/{press}")
            assert answer.status_code == 302, answer.text
        assert producer.get(base).status_code == 200
        assert producer.get(f"/penjual/{slug}").status_code == 200
        shown = client.get(f"/pesanan/{code}")
        assert "Selesai" in shown.text

    for order in db.session.scalars(db.select(Order)):
        assert order.status is OrderStatus.COMPLETED
        assert order.lines[0].pool.stock == Stock(on_hand=4, reserved=0)
    assert order_problems() + payment_problems() == []
