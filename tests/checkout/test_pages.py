"""Checkout and payment pages: what they say, and what they keep when something is refused."""

import re

import pytest

from marketplace.catalogue.actions import set_shelf
from marketplace.catalogue.models import Product
from marketplace.kit.clock import now
from marketplace.orders.rules import Actor, Move
from marketplace.payments.refunds import payment_of
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_product, make_stall, make_user, make_village
from tests.make_orders import let_stall_take_money, make_order, make_purchase
from tests.visitor import filled_in


@pytest.fixture
def mine(app, sign_in):
    """A buyer and their browser."""
    buyer = make_user(name="Rina")
    return buyer, sign_in(buyer)


def ids_of(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


def shopping_from(client, stall):
    """At the checkout with one thing of this stall: path, page and the form as it stands."""
    let_stall_take_money(stall)
    client.post("/keranjang/tambah", data={"varian": make_product(stall).variants[0].id})
    path = client.post("/checkout").location
    page = client.get(path).text
    return path, filled_in(page) | {"nama": "Rina", "wa": "0812-0000-0601"}


def test_a_courier_that_does_not_come_is_said_and_the_address_stays(client):
    far = make_village("Gadang")
    stall = make_stall(make_market("purwantoro-rw-15"))
    path, form = shopping_from(client, stall)
    address = {"jalan": "Gang 3 nomor 7", "rt": "5", "rw": "1", "kelurahan": far.id}
    form |= {f"s{stall.id}-ambil": "courier"} | address
    again = client.post(f"{path}/hitung", data=form)
    assert "Belum sampai ke alamatmu" in again.text
    assert 'value="Gang 3 nomor 7"' in again.text
    refused = client.post(path, data=form | {"total": filled_in(again.text)["total"]})
    assert refused.status_code == 422
    assert "Kurir RW belum sampai ke alamatmu." in refused.text
    assert "Jam ini bukan untuk cara" not in refused.text
    near = form | {"kelurahan": stall.market.rw.village_id, "rw": "15"}
    page = client.post(f"{path}/hitung", data=near).text
    assert "Rp3.000" in page
    placed = client.post(path, data=near | filled_in(page) | {"nama": "Rina", "wa": form["wa"]})
    assert placed.status_code == 302


def test_recounting_without_scripts_follows_with_an_hour_of_the_chosen_way(client):
    stall = make_stall(make_market("purwantoro-rw-15"), delivers=True, delivery_fee=2000)
    path, form = shopping_from(client, stall)
    page = client.post(f"{path}/hitung", data=form | {f"s{stall.id}-ambil": "stall"}).text
    hours = re.search(r'<optgroup label="Sekitar[^>]*>(.*?)</optgroup>', page, re.S)[1]
    assert "<option selected" in hours
    assert "Ongkir" in page


def test_a_refused_checkout_counts_its_faults_and_leads_to_them(client):
    path, form = shopping_from(client, make_stall())
    page = client.post(path, data=form | {"nama": "", "wa": "12"}).text
    assert "Dua hal perlu dibetulkan" in page
    targets = re.findall(r'<a class="link" href="#([^"]+)"><span>', page)
    assert targets == ["nama", "wa"]
    ids = ids_of(page)
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_what_ran_out_meanwhile_is_named_where_the_sum_changed(client):
    stall = make_stall()
    let_stall_take_money(stall)
    gone, short = (
        make_product(stall, title=title, stock=5) for title in ("Opak", "Kembang goyang")
    )
    for product in (gone, short):
        data = {"varian": product.variants[0].id, "jumlah": "3"}
        client.post("/keranjang/tambah", data=data)
    path = client.post("/checkout").location
    form = filled_in(client.get(path).text) | {"nama": "Rina", "wa": "0812-0000-0603"}
    begin_write()
    set_shelf(gone.variants[0], 0, now())
    set_shelf(short.variants[0], 2, now())
    db.session.commit()
    page = client.post(path, data=form)
    assert page.status_code == 409
    assert "Opak, 150 g: sedang tidak bisa dipesan, jadi tidak ikut." in page.text
    assert "Kembang goyang, 150 g: tinggal 2, jadi dihitung segitu." in page.text
    again = filled_in(page.text) | {"nama": "Rina", "wa": form["wa"]}
    assert client.post(path, data=again).status_code == 302
    assert "Opak" in client.get("/keranjang").text


def test_a_checkout_whose_goods_are_all_gone_leads_back_to_the_cart(client):
    stall = make_stall()
    path, form = shopping_from(client, stall)
    begin_write()
    set_shelf(stall_product(stall).variants[0], 0, now())
    db.session.commit()
    answer = client.post(path, data=form)
    assert answer.status_code == 409
    assert 'href="/keranjang">Ke keranjang</a>' in answer.text


def stall_product(stall):
    return db.session.scalar(db.select(Product).where(Product.stall_id == stall.id))


def test_the_sum_on_the_last_button_is_what_is_asked_then(client):
    market = make_market("purwantoro-rw-15")
    stalls = [make_stall(market, delivers=True, delivery_fee=2000), make_stall(market)]
    for stall in stalls:
        let_stall_take_money(stall)
        client.post("/keranjang/tambah", data={"varian": make_product(stall).variants[0].id})
    path = client.post("/checkout").location
    form = filled_in(client.get(path).text)
    form |= {"nama": "Rina", "wa": "0812-0000-0602", f"s{stalls[0].id}-bayar": "transfer"}
    page = client.post(f"{path}/hitung", data=form).text
    form |= filled_in(page) | {"nama": "Rina", "wa": "0812-0000-0602"}
    shown = int(form["total"])
    pay = client.get(client.post(path, data=form).location).text
    asked = re.findall(r'<p class="pay__sum">Rp([\d.]+)(?:<u>(\d+)</u>)?', pay)
    assert sum(int(f"{head}{tail}".replace(".", "")) for head, tail in asked) == shown
    assert f"total Rp{shown:,}".replace(",", ".") in pay


def test_only_what_can_still_be_paid_is_added_up(mine):
    buyer, client = mine
    purchase = make_purchase(make_product(), make_product(price=7000), buyer=buyer)
    begin_write()
    purchase.orders[0].make(Move.CANCEL, Actor.BUYER, now())
    db.session.commit()
    page = client.get(f"/bayar/{purchase.code}").text
    left = payment_of(purchase.orders[1]).due
    assert f"total Rp{left:,}".replace(",", ".") in page
    assert page.count("Bayar tepat segini") == 1
    begin_write()
    purchase.orders[1].make(Move.CANCEL, Actor.BUYER, now())
    db.session.commit()
    assert "Tidak ada lagi yang perlu dibayar." in client.get(f"/bayar/{purchase.code}").text


def test_codes_to_copy_are_digits_alone(mine):
    buyer, client = mine
    order = make_order(buyer=buyer)
    page = client.get(f"/pesanan/{order.code}").text
    assert re.findall(r'data-text="([^"]*)"', page) == [
        str(payment_of(order).due),
        payment_of(order).account_number,
    ]


def test_the_link_of_an_older_purchase_carries_its_own_key(client):
    purchases = []
    for number in (1, 2):
        path, form = shopping_from(client, make_stall())
        purchases.append(client.post(path, data=form | {"wa": f"0812-0000-061{number}"}).location)
    links = [
        re.search(r'href="http[^"]*(/bayar/[^"]+\?k=[^"]+)"', client.get(path).text)[1]
        for path in purchases
    ]
    assert len({link.split("k=")[1] for link in links}) == 2
    for link in links:
        other = client.application.test_client()
        clean = other.get(link).location
        assert "k=" not in clean
        assert other.get(clean).status_code == 200


def test_every_state_has_a_page_with_ids_of_its_own(mine):
    buyer, client = mine
    ways = ((), (Move.PAY,), (Move.PAY, Move.CANCEL), (Move.EXPIRE,), (Move.PAY, Move.ACCEPT))
    for moves in ways:
        ids = ids_of(client.get(f"/pesanan/{make_order(*moves, buyer=buyer).code}").text)
        assert len(ids) == len(set(ids))
    purchase = make_purchase(make_product(), make_product(), buyer=buyer)
    ids = ids_of(client.get(f"/bayar/{purchase.code}").text)
    assert len(ids) == len(set(ids))
