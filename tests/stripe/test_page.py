"""The hosted page, as a buyer without JavaScript sees it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from devtools.stripe.control import Controls
from tests.stripe.shop import CHALLENGED, VISA, cart, paid


def test_it_shows_who_is_paid_what(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())

    page = BeautifulSoup(account.buyer(session.url).look().page, "html.parser")

    assert page.select("h1")[0].text == "Bayar ke Pasar RW"
    assert [line.text.split(" Rp") for line in page.select(".lines li")] == [
        ["2 × Keripik tempe", "30.000"],
        ["1 × Kopi Dampit", "15.000"],
    ]
    assert page.select(".total b")[0].text == "Rp45.000"
    assert page.find("a", href="http://pasar.invalid/bayar/batal")
    assert not page.find("script")


def test_every_field_has_a_label_and_the_form_works_as_it_stands(
    account: Controls, api: Any
) -> None:
    session = api.checkout.sessions.create(cart())
    page = BeautifulSoup(account.buyer(session.url).look().page, "html.parser")

    form = page.form
    assert form
    assert form["action"] == f"/c/pay/{session.id}"
    assert [label.input["name"] for label in form.find_all("label") if label.input] == [
        "number",
        "expiry",
        "cvc",
    ]


@pytest.mark.parametrize(
    ("number", "expiry", "cvc", "says"),
    [
        ("4111111111111111", "12/34", "123", "tidak dikenal"),
        ("", "12/34", "123", "tidak dikenal"),
        (VISA, "13/34", "123", "masa berlaku"),
        (VISA, "12/34", "12", "CVC"),
        (VISA, "01/20", "123", "sudah lewat"),
    ],
)
def test_what_is_typed_wrong_is_told_and_nothing_is_tried(
    account: Controls, api: Any, number: str, expiry: str, cvc: str, says: str
) -> None:
    session = api.checkout.sessions.create(cart())

    seen = account.buyer(session.url).pay(number, expiry, cvc)

    assert (seen.status, says in seen.page) == (402, True)
    assert api.events.list().data == []


def test_only_the_methods_asked_for_are_offered(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart(payment_method_types=["card"]))
    buyer = account.buyer(session.url)

    assert "Transfer bank" not in buyer.look().page
    assert buyer.pay_by_transfer().status == 400


def test_the_bank_names_the_amount(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    buyer = account.buyer(session.url)
    buyer.pay(CHALLENGED)

    page = buyer.ask("GET", f"{buyer.path}/3ds").page

    assert "Rp45.000 ke Pasar RW" in page
    assert "setujui" in page
    assert "tolak" in page


def test_a_paid_session_says_so_and_leads_back(account: Controls, api: Any) -> None:
    session = api.checkout.sessions.create(cart())
    buyer = account.buyer(session.url)
    buyer.pay(VISA)

    page = buyer.look().page

    assert "sudah selesai" in page
    assert f"sesi={session.id}" in page
    assert "cc-number" not in page


def test_a_page_of_nothing_is_404(account: Controls) -> None:
    assert account.buyer(f"{account.address}/c/pay/cs_test_x").look().status == 404


def test_the_way_back_names_the_session_too(account: Controls, api: Any) -> None:
    back = "http://pasar.invalid/batal/{CHECKOUT_SESSION_ID}"
    session = api.checkout.sessions.create(cart(cancel_url=back))

    assert f"http://pasar.invalid/batal/{session.id}" in account.buyer(session.url).look().page


def test_what_is_bought_cannot_write_into_the_page(account: Controls, api: Any) -> None:
    lines = cart()["line_items"]
    lines[0]["price_data"]["product_data"]["name"] = "<script>alert(1)</script>"

    session = api.checkout.sessions.create(cart(line_items=lines))

    assert "<script" not in account.buyer(session.url).look().page
    assert paid(account).payment_status == "paid"
