"""Kode voucher at the checkout, and the discount on every page after it."""

import re
from datetime import timedelta

import pytest

from marketplace.kit.clock import now
from marketplace.orders.messages import to_stall
from marketplace.orders.models import Order, Purchase
from marketplace.orders.rules import Bearer, OrderStatus
from marketplace.payments.refunds import payment_of
from marketplace.payments.vouchers.actions import close_voucher
from marketplace.payments.vouchers.models import Voucher, VoucherUse
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.make import make_admin, make_market, make_producer, make_product, make_stall, make_user
from tests.make_orders import let_stall_take_money
from tests.make_vouchers import disagreements, make_voucher
from tests.visitor import filled_in

WHO = {"nama": "Rina", "wa": "0812-0000-0311"}


class Shopper:
    """A browser at the last page before ordering."""

    def __init__(self, client, *products, **who):
        self.client, self.who = client, WHO | who
        for product in products:
            client.post("/keranjang/tambah", data={"varian": product.variants[0].id})
        self.path = client.post("/checkout").location
        self.form = filled_in(client.get(self.path).text) | self.who

    def recount(self, code, **more):
        page = self.client.post(f"{self.path}/hitung", data=self.form | {"kode": code} | more)
        assert page.status_code == 200
        self.form = filled_in(page.text) | self.who | {"kode": code}
        return page.text

    def press(self, **more):
        return self.client.post(self.path, data=self.form | more)


@pytest.fixture
def product(app):
    return make_good()


def make_good(market=None, price=30_000, **more):
    stall = make_stall(market or make_market(), **more)
    let_stall_take_money(stall)
    return make_product(stall, price=price, stock=50)


@pytest.fixture
def shopper(client, product):
    return Shopper(client, product)


def the_order() -> Order:
    return db.session.scalars(db.select(Order)).one()


def everything_agrees() -> None:
    db.session.rollback()
    db.session.expire_all()
    assert disagreements() == []


def sentence_at_the_field(page):
    found = re.search(r'<span class="error" id="kode-e">(?:<svg.*?</svg>)?([^<]*)', page, re.S)
    return found[1] if found else None


def test_a_code_lowers_the_sum_on_every_page(shopper, client, product):
    make_voucher(product.stall)
    page = shopper.recount("sanan 10")
    assert "Potongan SANAN10" in page
    assert "−Rp3.000" in page
    assert "Kirim pesanan, Rp27.000" in page
    assert 'value="sanan 10"' in page

    placed = shopper.press()

    assert placed.status_code == 302
    order = the_order()
    assert (order.goods_total, order.discount_total, order.total) == (30_000, 3000, 27_000)
    assert [line.discount for line in order.lines] == [3000]
    assert order.borne_by is Bearer.STALL
    assert payment_of(order).amount == 27_000
    assert "Potongan SANAN10" in client.get(placed.location).text
    shown = client.get(f"/pesanan/{order.code}").text
    assert "Potongan SANAN10" in shown
    assert "−Rp3.000" in shown
    assert db.session.scalars(db.select(Voucher)).one().used == 1
    everything_agrees()


def test_the_desks_see_the_discount_and_who_bears_it(shopper, product, sign_in):
    make_voucher(product.stall.market, "KAS10", borne_by=Bearer.MARKET)
    shopper.recount("kas10")
    shopper.press()
    code, stall = the_order().code, product.stall
    desk = sign_in(make_producer(stall)).get(f"/penjual/{stall.slug}/pesanan/{code}").text
    admin = sign_in(make_admin(stall.market))
    assert "Potongan KAS10, ditanggung kas RW" in desk
    assert "−Rp3.000" in desk
    assert "Potongan KAS10" in admin.get(f"/kelola/{stall.market.slug}/pesanan/{code}").text
    listed = admin.get(f"/kelola/{stall.market.slug}/voucher").text
    assert "Dipakai 1 kali, potongan <b>Rp3.000</b>" in listed


def test_pressing_without_counting_again_shows_the_new_sum_first(shopper, product):
    make_voucher(product.stall)
    answer = shopper.press(kode="SANAN10")
    assert answer.status_code == 409
    assert "Totalnya sekarang Rp27.000" in answer.text
    assert db.session.scalar(db.select(Purchase)) is None


def test_a_typed_discount_is_never_believed(shopper, product):
    make_voucher(product.stall)
    shopper.recount("SANAN10")
    for total in ("1", "0", "-27000"):
        assert shopper.press(total=total, diskon="30000").status_code == 409
    assert db.session.scalar(db.select(Purchase)) is None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"code": "LAIN"}, "Kode SANAN10 tidak ada."),
        ({"starts_at": now() + timedelta(days=2)}, "Kode SANAN10 baru berlaku mulai"),
        ({"ends_at": now() - timedelta(days=1)}, "Kode SANAN10 berlaku sampai"),
        ({"least": 50_000}, "Kurang Rp20.000 lagi."),
        ({"limit_total": 1, "used": 1}, "Kode SANAN10 sudah habis dipakai."),
    ],
    ids="unknown not-begun ended below used-up".split(),
)
def test_a_code_that_gives_nothing_says_why_at_its_field(shopper, product, more, sentence):
    make_voucher(product.stall, **more)
    page = shopper.recount("sanan10", wa="0812-0000")
    assert sentence in sentence_at_the_field(page)
    assert 'value="sanan10"' in page
    assert 'value="0812-0000"' in page
    assert "Kirim pesanan, Rp30.000" in page

    answer = shopper.press()

    assert answer.status_code == 422
    assert sentence in sentence_at_the_field(answer.text)
    assert 'value="Rina"' in answer.text
    assert db.session.scalar(db.select(Purchase)) is None
    assert shopper.press(kode="").status_code == 302


def test_hostile_words_are_shown_as_words_and_are_no_code(shopper):
    words = "<i x9=1>{{7*7}}' OR 1=1--, ꦲꦏ\u202e😀"
    page = shopper.recount(words)
    assert "<i x9" not in page
    assert "Kode &lt;IX9=1&gt;{{7*7}}&#39;OR1=1-- tidak ada." in page
    assert shopper.press(kode="x" * 121).status_code == 422


def test_the_stall_reads_the_discount_on_whatsapp(shopper, product):
    make_voucher(product.stall)
    shopper.recount("SANAN10")
    shopper.press()
    assert "\nPotongan −Rp3.000\n*Total Rp27.000*" in to_stall(
        the_order(), "https://contoh.invalid"
    )


def test_codes_of_others_say_whose_they_are(shopper, product):
    far = make_good(make_market(), name="Warung Jauh")
    make_voucher(far.stall, "JAUH")
    make_voucher(far.stall.market, "BAZAR")
    told = sentence_at_the_field(shopper.recount("JAUH, BAZAR"))
    assert "Kode JAUH untuk Warung Jauh." in told
    assert f"Kode BAZAR untuk {far.stall.market.name}." in told


def test_a_closed_code_is_over(shopper, product):
    close_voucher(make_voucher(product.stall), make_user(), now())
    db.session.commit()
    page = shopper.recount("SANAN10")
    assert sentence_at_the_field(page) == "Kode SANAN10 sudah tidak berlaku."


def test_a_code_that_ran_out_meanwhile_is_refused_with_the_new_sum(shopper, product):
    voucher = make_voucher(product.stall, limit_total=1)
    shopper.recount("SANAN10")
    begin_write()
    voucher.used = 1
    db.session.commit()

    answer = shopper.press()

    assert answer.status_code == 409
    assert "Totalnya sekarang Rp30.000" in answer.text
    assert sentence_at_the_field(answer.text) == "Kode SANAN10 sudah habis dipakai."
    assert db.session.scalar(db.select(Purchase)) is None


def test_a_guests_uses_are_counted_by_phone(client, app, product):
    make_voucher(product.stall, limit_per_buyer=1)
    first = Shopper(client, product)
    first.recount("SANAN10")
    assert first.press().status_code == 302
    again = Shopper(app.test_client(), product)
    page = again.recount("SANAN10")
    assert "hanya 1 kali untuk tiap pembeli" in sentence_at_the_field(page)
    assert again.press().status_code == 422
    other = Shopper(app.test_client(), product, wa="0812-0000-0312")
    assert sentence_at_the_field(other.recount("SANAN10")) is None
    assert other.press().status_code == 302


def test_an_accounts_uses_are_counted_whatever_phone_is_typed(sign_in, product):
    make_voucher(product.stall, limit_per_buyer=1)
    browser = sign_in(make_user(name="Rina"))
    first = Shopper(browser, product, wa="0812-0000-0313")
    first.recount("SANAN10")
    assert first.press().status_code == 302
    again = Shopper(browser, product, wa="0812-0000-0314")
    assert "hanya 1 kali" in sentence_at_the_field(again.recount("SANAN10"))


def test_a_markets_code_is_shared_by_its_orders_alone(client):
    market = make_market()
    goods = [make_good(market, 20_000), make_good(market, 10_000), make_good(make_market(), 5000)]
    voucher = make_voucher(market, "KAS", rupiah=1000)
    shopper = Shopper(client, *goods)
    page = shopper.recount("kas")
    assert "Kirim pesanan, Rp34.000" in page

    assert shopper.press().status_code == 302

    orders = db.session.scalars(db.select(Order).order_by(Order.goods_total.desc())).all()
    assert [order.discount_total for order in orders] == [667, 333, 0]
    assert [order.borne_by for order in orders[:2]] == [Bearer.MARKET] * 2
    assert voucher.used == 1
    everything_agrees()


def test_two_codes_of_two_stalls_count_both(client):
    market = make_market()
    first, second = make_good(market), make_good(market, 10_000)
    make_voucher(first.stall, "SATU")
    make_voucher(second.stall, "DUA", rupiah=2000)
    shopper = Shopper(client, first, second)
    page = shopper.recount("satu, dua")
    assert "Potongan SATU" in page
    assert "Potongan DUA" in page
    assert shopper.press().status_code == 302
    assert sorted(order.discount_total for order in first_orders()) == [2000, 3000]
    everything_agrees()


def first_orders():
    return db.session.scalars(db.select(Order)).all()


def test_a_code_that_gives_way_is_told_and_not_used(shopper, product):
    lesser = make_voucher(product.stall, "LIMA", 5)
    make_voucher(product.stall, "SANAN10")
    page = shopper.recount("LIMA, SANAN10")
    assert "Kode LIMA tidak dipakai." in page
    assert shopper.press().status_code == 302
    assert the_order().discount_total == 3000
    assert lesser.used == 0


@pytest.mark.parametrize("method", ["qris", "transfer", "cash"])
def test_an_order_for_nothing_is_placed_without_a_payment(
    shopper, client, product, sign_in, method
):
    make_voucher(product.stall, "GRATIS", 100)
    page = shopper.recount("GRATIS", **{f"s{product.stall_id}-bayar": method})
    assert "Kirim pesanan, Rp0" in page
    assert "Kode unik" not in page

    placed = shopper.press()

    assert placed.status_code == 302
    order = the_order()
    assert (order.status, order.total) == (OrderStatus.PLACED, 0)
    assert payment_of(order) is None
    assert "Tidak ada lagi yang perlu dibayar." in client.get(placed.location).text
    assert "Pembayaran" not in client.get(f"/pesanan/{order.code}").text
    desk, home = sign_in(make_producer(product.stall)), f"/penjual/{product.stall.slug}"
    assert desk.get(f"{home}/pesanan/{order.code}").status_code == 200
    assert "Tanpa pembayaran" in desk.get(home).text
    for press in ("terima", "siap", "serah-terima"):
        assert desk.post(f"{home}/pesanan/{order.code}/{press}").status_code == 302
    assert the_order().status is OrderStatus.COMPLETED
    everything_agrees()


def test_the_same_press_twice_uses_it_once(shopper, product):
    voucher = make_voucher(product.stall, limit_total=5)
    shopper.recount("SANAN10")
    first, second = shopper.press(), shopper.press()
    assert first.location == second.location
    assert voucher.used == 1


def test_the_next_checkout_does_not_remember_the_code(shopper, client, product):
    make_voucher(product.stall)
    shopper.recount("SANAN10")
    shopper.press()
    again = Shopper(client, product)
    assert "SANAN10" not in client.get(again.path).text


def test_a_running_code_stands_on_the_stalls_page(client, product):
    make_voucher(product.stall, most=5000, least=20_000)
    make_voucher(product.stall, "NANTI", starts_at=now() + timedelta(days=1))
    make_voucher(product.stall, "LEWAT", ends_at=now() - timedelta(days=1))
    make_voucher(product.stall, "HABIS", limit_total=1, used=1)
    close_voucher(make_voucher(product.stall, "TUTUP"), make_user(), now())
    db.session.commit()
    page = client.get(f"/lapak/{product.stall.slug}").text
    assert "Potongan 10%, paling banyak Rp5.000 dengan kode" in page
    assert "SANAN10" in page
    assert not [code for code in ("NANTI", "LEWAT", "HABIS", "TUTUP") if code in page]


def test_a_code_costs_a_checkout_few_statements(client, app):
    market = make_market()
    goods = [make_good(market) for _ in range(3)]
    for product in goods:
        make_voucher(product.stall, f"LAPAK{product.stall_id}", limit_per_buyer=1)
    plain, saved = Shopper(client, *goods), Shopper(app.test_client(), *goods)
    saved.recount(", ".join(f"LAPAK{product.stall_id}" for product in goods))
    with statements() as without:
        assert plain.press().status_code == 302
    with statements() as sent:
        assert saved.press().status_code == 302
    assert len(sent) - len(without) <= 8
    assert db.session.scalar(db.select(db.func.count()).select_from(VoucherUse)) == 3
