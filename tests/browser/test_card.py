"""One card payment over two stalls in a real browser, at the local Stripe: declined, then confirmed by the bank."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from devtools.stripe.control import LocalStripe
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.gateways import gateway_of
from marketplace.payments.jobs import expected_balance
from marketplace.web.db import db
from tests.gateway.till import SECRET, with_cards
from tests.make import make_market, make_product, make_stall
from tests.serving import serving
from tests.stripe.shop import CHALLENGED, DECLINED

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def account() -> Iterator[LocalStripe]:
    with LocalStripe() as running:
        yield running


@pytest.fixture
def server(app: Flask, account: LocalStripe) -> Iterator[str]:
    with with_cards(app, account), serving(app) as address:
        account.add_endpoint(f"{address}/webhook/stripe", SECRET)
        yield address


@pytest.fixture
def goods(app: Flask) -> list[Any]:
    market = make_market("purwantoro-rw-15", nickname="Sanan")
    return [
        make_product(make_stall(market, name=name), title=title, price=price)
        for name, title, price in (
            ("Dapur Bu Sri", "Keripik tempe tipis", 15_000),
            ("Tempe Pak Slamet", "Keripik tempe pedas", 30_000),
        )
    ]


def order_by_card(page: Any) -> str:
    """Both stalls by card: one payment. Gives the purchase's code."""
    page.goto("/pasar/purwantoro-rw-15")
    for title in ("Keripik tempe tipis", "Keripik tempe pedas"):
        page.get_by_role("button", name=re.compile(f"keranjang.*{title}")).first.click()
        expect(page.get_by_text(re.compile(f"{title} masuk keranjang"))).to_be_visible()
    page.goto("/keranjang")
    page.get_by_role("button", name="Lanjut pesan").click()
    for stall in page.locator("section.lapak").all():
        by_card = stall.locator("input[value=card]")
        by_card.check(force=True)  # the label over it is what a finger meets
        expect(by_card).to_be_checked()
    page.get_by_label(re.compile("^Nama")).fill("Rina")
    page.get_by_label(re.compile("Nomor WhatsApp")).fill("0812 0000 0555")
    page.get_by_role("button", name=re.compile("Kirim pesanan")).click()
    page.wait_for_url(re.compile("/bayar/PRW-"))
    return str(page.url.rsplit("/", 1)[1])


def type_card(page: Any, number: str) -> None:
    page.get_by_label("Nomor kartu").fill(number)
    page.get_by_label("Masa berlaku").fill("12/34")
    page.get_by_label("CVC").fill("123")
    page.get_by_role("button", name=re.compile("^Bayar Rp")).click()


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_card_is_declined_then_confirmed_and_pays_two_stalls(people, goods, account, scripts):
    if scripts:
        account.drop_mail()  # the way back has to settle it
    buyer = people.come(scripts=scripts)
    code = order_by_card(buyer)
    expect(buyer.get_by_text("Sekali bayar untuk 2 lapak.")).to_be_visible()

    buyer.get_by_role("button", name="Bayar pakai kartu").click()
    expect(buyer.get_by_text("Total Rp45.000")).to_be_visible()
    type_card(buyer, DECLINED)
    expect(buyer.get_by_role("alert")).to_contain_text("ditolak")
    type_card(buyer, CHALLENGED)
    buyer.get_by_role("button", name="Ya, setujui").click()
    buyer.wait_for_url(re.compile(f"/bayar/{code}"))
    if not scripts and buyer.get_by_role("button", name="Cek pembayaran").is_visible():
        buyer.get_by_role("button", name="Cek pembayaran").click()

    expect(buyer.get_by_text(re.compile("Pembayaran diterima"))).to_be_visible()
    statuses = db.session.scalars(db.select(Order.status)).all()
    assert statuses == [OrderStatus.PLACED] * 2
    assert expected_balance() == gateway_of("stripe").balance()
    assert people.complaints == []
