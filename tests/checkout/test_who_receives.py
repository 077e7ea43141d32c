"""Before paying and after, the buyer reads who gets the money: each stall, the treasurer, or the operator."""

import io

import pytest
from PIL import Image

from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.actions import ask_for_rest, confirm_received, send_proof
from marketplace.payments.refunds import refunds_of
from marketplace.payments.rules import Method
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall, make_user
from tests.make_collected import TREASURERS_NAME, current, let_collect, make_collected
from tests.make_orders import let_stall_take_money, make_order
from tests.visitor import filled_in, words_of


@pytest.fixture
def mine(app, sign_in):
    buyer = make_user(name="Rina")
    return buyer, sign_in(buyer)


def at_checkout(client, *stalls, **fields):
    """The checkout with one thing of each stall: its path, the page as read, the form as it stands."""
    for stall in stalls:
        let_stall_take_money(stall)
        product = make_product(stall, **fields)
        client.post("/keranjang/tambah", data={"varian": product.variants[0].id})
    path = client.post("/checkout").location
    page = client.get(path).text
    return path, words_of(page), filled_in(page) | {"nama": "Rina", "wa": "0812-0000-0601"}


def test_each_way_to_pay_says_who_gets_the_money(app, client):
    collecting, direct = let_collect(make_market(), Method.QRIS), make_market()
    near, far = make_stall(collecting), make_stall(direct)

    _path, words, _form = at_checkout(client, near, far)

    assert f"QRIS ke bendahara {collecting.rw.label}" in words
    assert "Transfer ke lapak" in words
    assert "QRIS ke lapak" in words


def test_the_sum_names_every_receiver_and_what_it_gets(app, client):
    collecting, direct = let_collect(make_market()), make_market()
    stalls = [make_stall(collecting), make_stall(collecting), make_stall(direct)]

    _path, words, _form = at_checkout(client, *stalls)

    together = f"QRIS ke bendahara {collecting.label}, atas nama {TREASURERS_NAME} Rp30.000"
    alone = f"QRIS ke {stalls[2].name}, atas nama KERIPIK TEMPE CONTOH Rp15.000"
    assert "2 kali bayar" in words
    assert together in words
    assert alone in words


def test_the_treasurers_code_is_shown_once_for_all_stalls(mine):
    buyer, browser = mine
    purchase = make_collected(Method.QRIS, buyer=buyer, name="Rina")

    page = browser.get(f"/bayar/{purchase.code}")

    words = words_of(page.text)
    label = purchase.orders[0].stall.market.rw.label
    assert page.text.count("Bayar tepat segini") == 1
    assert f"Yang menerima: {TREASURERS_NAME} , bendahara {label}" in words.replace(
        f"{TREASURERS_NAME}, ", f"{TREASURERS_NAME} , "
    )
    assert "Rp35.000" in words


def test_one_of_several_orders_shows_its_own_total_and_what_is_paid_at_once(mine):
    buyer, browser = mine
    purchase = make_collected(Method.TRANSFER, buyer=buyer, name="Rina")
    order, payment = purchase.orders[0], current(purchase.orders[0])

    words = words_of(browser.get(f"/pesanan/{order.code}").text)

    assert "Total Rp15.000" in words
    assert "Dibayar sekaligus dengan 1 pesanan lain ke bendahara" in words
    assert f"{payment.due:,}".replace(",", ".") in words
    assert "supaya bendahara" in words


def test_a_proof_goes_to_the_treasurers_eyes(mine):
    buyer, browser = mine
    purchase = make_collected(Method.QRIS, buyer=buyer, name="Rina")
    order = purchase.orders[0]
    label = order.stall.market.rw.label
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(out, "PNG")
    sent = {"bukti": (io.BytesIO(out.getvalue()), "bukti.png")}

    page = browser.post(f"/pesanan/{order.code}/bukti", data=sent, follow_redirects=True).text

    assert f"Bendahara {label} akan mengecek uangnya." in page
    assert f"Bendahara {label} sedang mengecek uangnya." in page
    assert "Lapak sedang mengecek" not in page


def test_cancelling_says_who_gives_the_money_back_and_only_this_orders_part(mine):
    buyer, browser = mine
    purchase = make_collected(Method.QRIS, buyer=buyer, name="Rina")
    order, payment = purchase.orders[0], current(purchase.orders[0])
    begin_write()
    confirm_received(payment, payment.due, Actor.TREASURER, now())
    db.session.commit()
    label = order.stall.market.rw.label
    before = words_of(browser.get(f"/pesanan/{order.code}").text)
    assert f"Uangmu Rp15.000 dicatat sebagai utang bendahara {label}" in before

    page = browser.post(
        f"/pesanan/{order.code}/pembatalan", data={"alasan": "salah"}, follow_redirects=True
    )

    assert f"Uangmu dikembalikan bendahara {label}." in page.text
    assert f"Dikembalikan bendahara {label}, langsung ke kamu." in page.text
    assert purchase.orders[1].status is OrderStatus.PLACED
    assert refunds_of(purchase.orders)[purchase.orders[1].id] == []


def test_cash_for_the_treasurer_is_paid_before_the_goods(mine):
    buyer, browser = mine
    purchase = make_collected(Method.CASH, [15_000], buyer=buyer, name="Rina")

    words = words_of(browser.get(f"/bayar/{purchase.code}").text)

    assert f"Bayar tunai ke bendahara {purchase.orders[0].stall.market.rw.label}" in words
    assert "Bayar sebelum barangnya diserahkan" in words


def test_direct_money_reads_as_before(mine):
    buyer, browser = mine
    order = make_order(method=Method.QRIS, buyer=buyer, name="Rina")

    words = words_of(browser.get(f"/pesanan/{order.code}").text)

    assert "Yang menerima: KERIPIK TEMPE CONTOH" in words
    assert "bendahara" not in words


def test_a_sticker_changed_meanwhile_does_not_change_the_name_of_an_old_code(mine):
    buyer, browser = mine
    order = make_order(method=Method.QRIS, buyer=buyer, name="Rina")
    begin_write()
    order.stall.qris, order.stall.qris_merchant = None, ""
    db.session.commit()

    assert "Yang menerima: KERIPIK TEMPE CONTOH" in words_of(
        browser.get(f"/pesanan/{order.code}").text
    )


def test_goods_and_delivery_together_must_fit_a_qris(app, client):
    stall = make_stall(delivers=True, delivery_fee=5_000)
    path, _words, form = at_checkout(client, stall, price=9_998_000)
    prefix = f"s{stall.id}-"
    fetched = form[f"{prefix}ambil"]
    address = {"jalan": "Gang 3", "rt": "5", "rw": "15", "kelurahan": stall.market.rw.village_id}
    form |= address | {f"{prefix}ambil": "stall", f"{prefix}bayar": "qris"}
    form["total"] = filled_in(client.post(f"{path}/hitung", data=form).text)["total"]

    refused = client.post(path, data=form)

    assert refused.status_code == 422
    assert "QRIS hanya sampai Rp10.000.000 sekali bayar." in refused.text
    form[f"{prefix}ambil"] = fetched
    form["total"] = filled_in(client.post(f"{path}/hitung", data=form).text)["total"]
    assert client.post(path, data=form).status_code == 302


def test_a_stalls_page_tells_the_ways_that_really_work(app, client):
    market = let_collect(make_market(), Method.QRIS, Method.CASH)
    stall = make_stall(market)
    make_product(stall)

    words = words_of(client.get(f"/lapak/{stall.slug}").text)

    assert "QRIS" in words
    assert "Tunai ke bendahara" in words
    assert "Transfer bank" not in words


def test_a_stall_without_a_sticker_sells_where_the_treasurer_collects(app, client):
    stall = make_stall(let_collect(make_market(), Method.QRIS), takes_cash=False)
    client.post("/keranjang/tambah", data={"varian": make_product(stall).variants[0].id})
    path = client.post("/checkout").location

    words = words_of(client.get(path).text)

    assert "QRIS ke bendahara" in words
    assert "belum bisa menerima pembayaran" not in words


def test_what_was_refused_by_the_stall_is_said_with_its_payer(mine):
    buyer, browser = mine
    order = make_order(Move.PAY, Move.REFUSE, buyer=buyer, name="Rina")

    assert "Dikembalikan lapak, langsung ke kamu." in browser.get(f"/pesanan/{order.code}").text


def test_after_one_of_several_was_cancelled_each_shows_its_own_sum(mine):
    """Its payment was closed, so nothing says that it was paid together with others."""
    buyer, browser = mine
    purchase = make_collected(Method.TRANSFER, buyer=buyer, name="Rina")
    first, second = purchase.orders
    old = current(first)
    browser.post(f"/pesanan/{first.code}/pembatalan", data={"alasan": "salah"})

    listed = words_of(browser.get(f"/bayar/{purchase.code}").text)

    assert f"Dibatalkan Rp{first.total:,}".replace(",", ".") in listed
    assert f"Rp{old.due:,}".replace(",", ".") not in listed
    assert f"Rp{current(second).due:,}".replace(",", ".") in listed
    assert "Dibayar sekaligus" not in browser.get(f"/pesanan/{first.code}").text


def test_a_short_payment_with_a_proof_waits_for_the_rest_not_for_the_treasurer(mine):
    buyer, browser = mine
    purchase = make_collected(Method.TRANSFER, buyer=buyer, name="Rina")
    order, payment = purchase.orders[0], current(purchase.orders[0])
    begin_write()
    send_proof(payment, "proofs/x", now())
    confirm_received(payment, Rupiah(10_000), Actor.TREASURER, now())
    ask_for_rest(payment, Actor.TREASURER, now())
    db.session.commit()

    page = browser.get(f"/pesanan/{order.code}").text

    assert "Bukti yang tadi sudah dicek." in page
    assert "Ditunggu sampai" in page
    assert "tinggal menunggu" not in page
