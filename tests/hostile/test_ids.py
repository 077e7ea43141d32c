"""Ids that belong to something else, in the body of a form: nothing is linked, nothing is bought."""

import re
from datetime import timedelta
from typing import Any

import pytest

from marketplace.catalogue.models import Batch, Product, Variant
from marketplace.catalogue.rounds import cancel_batch
from marketplace.catalogue.rules import ProductMove, SellsBy
from marketplace.catalogue.shelves import set_shelf
from marketplace.catalogue.stock import StockPool
from marketplace.kit.clock import now, today
from marketplace.orders.models import Order, Purchase
from marketplace.payments.models import Refund
from marketplace.regions.actions import close_market
from marketplace.regions.models import Region
from marketplace.regions.rules import RegionKind
from marketplace.stalls.actions import close_stall, set_holiday
from marketplace.web.db import begin_write, db
from tests.make import make_batch, make_market, make_product, make_stall
from tests.make_orders import let_stall_take_money
from tests.visitor import filled_in


def past_cut_off(product: Product) -> None:
    batch = db.session.scalars(db.select(Batch).filter_by(product_id=product.id)).one()
    batch.closes_at = now() - timedelta(minutes=1)


def call_off(product: Product) -> None:
    cancel_batch(db.session.scalars(db.select(Batch).filter_by(product_id=product.id)).one(), now())


def stop_selling(product: Product) -> None:
    product.variants[0].is_active = False


ENDS = {  # what may happen to goods between looking and pressing
    "a size that is not sold any more": stop_selling,
    "the stall closed": lambda p: close_stall(p.stall, None, now()),
    "the market closed": lambda p: close_market(p.stall.market, now()),
    "the stall on holiday": lambda p: set_holiday(p.stall, today(now()), None),
    "hidden": lambda p: p.make(ProductMove.HIDE, now()),
    "archived": lambda p: p.make(ProductMove.ARCHIVE, now()),
    "returned by the committee": lambda p: p.make(ProductMove.RETURN, now(), "Foto gelap"),
    "sold out": lambda p: set_shelf(p.variants[0], 0, now()),
    "past its cut-off": past_cut_off,
    "called off": call_off,
}
ROUNDS = ("past its cut-off", "called off")


def goods(end: str) -> tuple[Product, int]:
    """A product that will end this way, with the pool it is bought from."""
    product = make_product(make_stall(), sells_by=SellsBy.BATCH if end in ROUNDS else SellsBy.SHELF)
    let_stall_take_money(product.stall)
    if end in ROUNDS:
        make_batch(product)
    query = db.select(StockPool.id).where(StockPool.variant_id == product.variants[0].id)
    return product, db.session.scalars(query.order_by(StockPool.id.desc())).first()


def bring_to(end: str, product: Product) -> None:
    begin_write()
    ENDS[end](product)
    db.session.commit()


@pytest.mark.parametrize("end", ENDS)
def test_what_ended_is_neither_added_nor_bought(client, end):
    product, pool = goods(end)
    client.post("/keranjang/tambah", data={"kolam": pool})
    path = client.post("/checkout").location
    form = filled_in(client.get(path).text) | {"nama": "Rina", "wa": "0812-0000-0301"}

    bring_to(end, product)

    assert client.post(path, data=form).status_code == 409
    assert client.get("/keranjang").status_code == 200
    assert client.post("/checkout").location == "/keranjang"
    for wanted in ({"kolam": pool}, {"varian": product.variants[0].id}):
        assert client.post("/keranjang/tambah", data=wanted).status_code == 409
    assert db.session.scalars(db.select(Purchase)).all() == []
    assert db.session.scalars(db.select(StockPool.reserved)).all() == [0] * count(StockPool)


def count(model: Any) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model)) or 0


@pytest.fixture
def at_checkout(client) -> tuple[str, dict[str, Any], Any, Any]:
    """Path, form and stall of a guest who may be delivered to, and a place of another market."""
    stall = make_stall(make_market("purwantoro-rw-15"), delivers=True)
    let_stall_take_money(stall)
    client.post("/keranjang/tambah", data={"varian": make_product(stall).variants[0].id})
    path = client.post("/checkout").location
    form = filled_in(client.get(path).text) | {"nama": "Rina", "wa": "0812-0000-0301"}
    form |= {"jalan": "Gang 3", "rt": "1", "rw": "15", "kelurahan": stall.market.rw.village_id}
    foreign = make_market("merjosari-rw-03").pickup_points[0]
    return path, form, stall, foreign


def test_choices_that_were_not_offered_are_not_taken(client, at_checkout):
    """Places, hours and ways to pay of others; kelurahan that are none."""
    path, form, stall, foreign = at_checkout
    s = f"s{stall.id}-"
    district = db.session.scalar(db.select(Region.id).where(Region.kind == RegionKind.DISTRICT))
    brought = {f"{s}ambil": "stall", f"{s}jam": form[f"{s}jam"]}
    slot = re.sub(r"T\d\d", "T03", form[f"{s}jam"])
    changes = [
        *({f"{s}ambil": way} for way in (f"pickup:{foreign.id}", "pickup:0", "pickup:", "drone", "")),
        *({f"{s}jam": hour} for hour in (slot, "x", "", "9" * 400, "0001-01-01T00:00:00+00:00")),
        *({f"{s}bayar": how} for how in ("stripe", "", "paid", "0")),
        *(brought | {"kelurahan": id} for id in (999_999, district, 0, -1, "9" * 30)),
        {"rt": "１"} | brought, {"rt": "0"} | brought, {"rw": "1e3"} | brought,
    ]  # fmt: skip

    taken = []
    for change in changes:
        client.post(f"{path}/hitung", data=form | change)
        total = filled_in(client.get(path).text)["total"]
        answer = client.post(path, data=form | change | {"total": total})
        taken += [(change, answer.status_code)] * (answer.status_code not in (409, 422))

    assert taken == []
    assert count(Order) == 0


def test_totals_and_facts_that_no_buyer_decides_are_ignored(client, at_checkout):
    path, form, _stall, _foreign = at_checkout
    more = {"status": "paid", "paid_at": "2026-01-01", "delivery_fee": "-9000", "unit_price": "1"}
    more |= {
        "s999999-ambil": "stall",
        "buyer_id": "1",
        "discount": "100",
        "order-status": "completed",
    }

    assert client.post(path, data=form | more).status_code == 302
    order = db.session.scalars(db.select(Order)).one()
    assert (order.lines[0].unit_price, order.delivery_fee, order.total) == (15000, 0, 15000)
    assert order.status == "awaiting_payment"
    assert order.purchase.buyer_id is None


def test_rows_of_others_in_the_forms_of_a_desk(side, browsers):
    """Sizes, rounds, refunds, categories, photos, hours: those of another product, order or place."""
    browser, things = browsers["producer"], side.things
    desk = f"/penjual/{things['stall'].slug}"
    product, other = things["product"], things["neighbour's"]
    refund = db.session.scalars(db.select(Refund).where(Refund.order == things["orders"][4])).one()
    before = facts_of(other)

    edited = f"{desk}/dagangan/{product.id}"
    form = {"edition": product.edition, "title": "Keripik", "price": "15.000", "grams": "150"}
    form |= {
        "category": product.category_id,
        "others-0-id": other.variants[0].id,
        "sells_by": "shelf",
    }
    form |= {"others-0-title": "Curian", "others-0-price": "100", "photos": f"1.{'ab' * 32}"}
    statuses = [
        browser.post(edited, data=form).status_code,
        browser.post(edited, data=form | {"category": "99999"}).status_code,
        browser.post(edited, data=form | {"category": "9" * 30}).status_code,
        browser.post(
            f"{desk}/pesanan/{things['orders'][0].code}/pengembalian/{refund.id}",
            data={"catatan": "tunai"},
        ).status_code,
        browser.post(f"{desk}/stok/{other.variants[0].id}", data={"on_hand": "9"}).status_code,
        browser.post(
            f"{desk}/jadwal/{things['batch'].id}",
            data={"rows-0-id": shelf(other).id, "rows-0-capacity": "99"},
        ).status_code,
    ]

    assert statuses[:5] == [422, 422, 422, 404, 404]  # a product in the market needs its photo
    assert statuses[5] in (302, 422)
    assert facts_of(other) == before
    assert refund.status == "owed"


def shelf(product: Product) -> StockPool:
    return db.session.scalars(
        db.select(StockPool).where(StockPool.variant_id == product.variants[0].id)
    ).one()


def facts_of(product: Product) -> list[Any]:
    db.session.expire_all()
    variants = db.session.scalars(db.select(Variant).filter_by(product_id=product.id))
    return [(v.id, v.title, v.price, v.is_active, shelf(product).on_hand) for v in variants]
