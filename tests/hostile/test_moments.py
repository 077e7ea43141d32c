"""Every button at the wrong moment: refused kindly, and stock, money and orders still agree."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from marketplace.desks.views.market_orders import PRESSES as ADMIN_PRESSES
from marketplace.desks.views.producer_orders import PRESSES
from marketplace.orders.models import Order
from marketplace.orders.rules import LEADS_TO, OPEN
from marketplace.site.commands import all_checks
from marketplace.web.db import db
from tests.make import make_product
from tests.make_orders import let_stall_take_money
from tests.visitor import filled_in

FORM = {"alasan": "lain", "catatan": "Uji", "jumlah": "1", "pilihan": "kembalikan"}
REACHABLE = {(start, end) for starts, end in LEADS_TO.values() for start in starts}


def test_every_button_in_every_state(side, browsers):
    """Buyer, producer and admin press all there is on all orders, the later steps first, until each has ended."""
    codes = [order.code for order in side.things["orders"]]
    steps = [step for code in codes for step in pressed(browsers, side, code)]

    assert [code for code in codes if status_of(code) in OPEN] == []
    assert [step for step in steps if step.answer not in (302, 404, 409, 422)] == []
    assert [step for step in steps if step.led and step.led not in REACHABLE] == []
    assert len([step for step in steps if step.answer != 302]) > 100
    assert disagreements() == []


class Step(NamedTuple):
    """A button, what was answered, and the states before and after when they differ."""

    path: str
    answer: int
    led: tuple[str, str] | None


def pressed(browsers: dict[str, Any], side: Any, code: str) -> Iterator[Step]:
    before = status_of(code)
    for who, path in buttons(side, code):
        answer = browsers[who].post(path, data=FORM).status_code
        after = status_of(code)
        yield Step(path, answer, (before, after) if after != before else None)
        before = after


def disagreements() -> list[str]:
    """Of orders, stock and money; the index waits for its worker."""
    checks = [(floor, problems) for floor, problems in all_checks() if floor != "search"]
    return [f"{floor}: {told}" for floor, problems in checks for told in problems()]


def buttons(side: Any, code: str) -> list[tuple[str, str]]:
    desk = f"/penjual/{side.things['stall'].slug}/pesanan/{code}"
    committee = f"/kelola/{side.market.slug}/pesanan/{code}"
    return [
        *(("producer", f"{desk}/{press}") for press in ("serah-terima", "siap", "antar", "terima")),
        ("buyer", f"/pesanan/{code}/serah-terima"),
        ("producer", f"{desk}/tidak-cocok"),
        ("producer", f"{desk}/uang-masuk"),
        ("buyer", f"/pesanan/{code}/bukti"),
        *(("producer", f"{desk}/{press}") for press in PRESSES),
        *(("admin", f"{committee}/{press}") for press in ADMIN_PRESSES),
        ("buyer", f"/pesanan/{code}/pembatalan"),
        ("producer", f"{desk}/ngawur"),
        ("producer", f"{desk}/tidak-cocok"),
        ("producer", f"{desk}/pengembalian/999999"),
    ]


def status_of(code: str) -> str:
    db.session.expire_all()
    return db.session.scalars(db.select(Order.status).where(Order.code == code)).one()


def test_the_last_button_without_the_steps_before_it(client):
    """No name, no number, no sum: each alone, and nothing at all. (How to receive and pay has a usual answer.)"""
    product = make_product()
    let_stall_take_money(product.stall)
    client.post("/keranjang/tambah", data={"varian": product.variants[0].id})
    path = client.post("/checkout").location
    form = filled_in(client.get(path).text) | {"nama": "Rina", "wa": "0812-0000-0301"}

    missing = [{k: v for k, v in form.items() if k != gone} for gone in ("nama", "wa", "total")]
    answers = [client.post(path, data=typed).status_code for typed in (*missing, {})]

    assert answers == [422, 422, 409, 422]
    assert db.session.scalars(db.select(Order)).all() == []
    assert client.post(path, data=form).status_code == 302


def test_applications_and_goods_are_not_moved_twice(side, browsers):
    admin, producer, applicant = (browsers[who] for who in ("admin", "producer", "applicant"))
    things = side.things
    committee, desk = f"/kelola/{side.market.slug}", f"/penjual/{things['stall'].slug}"
    refused = [
        applicant.post(f"/buka-lapak/{things['application'].id}/pengajuan"),
        admin.post(f"{committee}/lapak/{things['stall'].id}/persetujuan"),
        admin.post(f"{committee}/lapak/{things['application'].id}/pembukaan"),
        admin.post(f"{committee}/lapak/{things['application'].id}/penutupan"),
        admin.post(f"{committee}/dagangan/{things['product'].id}/persetujuan"),
        admin.post(f"{committee}/dagangan/{things['draft'].id}/persetujuan"),
        admin.post(f"{committee}/pembukaan"),
        producer.post(f"{desk}/dagangan/{things['product'].id}/pemulihan"),
        producer.post(f"{desk}/dagangan/{things['draft'].id}/pemajangan"),
    ]

    assert [answer.status_code for answer in refused if answer.status_code not in (404, 409)] == []
