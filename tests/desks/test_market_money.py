"""The treasurer's desk: collected money is seen, confirmed, questioned and given back; strangers see nothing."""

import io
import re

import pytest
from PIL import Image

from marketplace.accounts.rules import Role
from marketplace.kit.clock import now
from marketplace.orders.models import OrderEvent
from marketplace.orders.rules import Actor, Move, OrderStatus
from marketplace.payments.actions import confirm_received, send_proof
from marketplace.payments.refunds import refunds_of
from marketplace.payments.rules import Method, PaymentStatus, RefundStatus
from marketplace.web.db import begin_write, db
from marketplace.web.photos import take_private
from tests.counting import statements
from tests.make import make_admin, make_market, make_producer, make_user
from tests.make_collected import let_collect, make_collected, payments_of
from tests.make_orders import make_order
from tests.visitor import words_of

S, P = OrderStatus, PaymentStatus
BUYER, PHONE = "Rina Kusuma", "6281200000431"


@pytest.fixture
def market(app):
    return make_market()


@pytest.fixture
def browser(market, sign_in):
    return sign_in(make_admin(market, make_user(name="Pak Tono"), Role.TREASURER))


def bought(market, method=Method.TRANSFER, **more):
    """A purchase at two stalls, and the payment it asked for."""
    purchase = make_collected(method, market=market, name=BUYER, phone=PHONE, **more)
    return purchase, payments_of(purchase)[0]


def desk(market, payment=None, part=""):
    base = f"/kelola/{market.slug}/uang"
    return f"{base}/{payment.id}{part}" if payment else base


def picture():
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(out, "PNG")
    return io.BytesIO(out.getvalue())


def prove(payment):
    key = take_private(picture())
    begin_write()
    send_proof(payment, key, now())
    db.session.commit()


def move(order, what, by):
    begin_write()
    order.make(what, by, now(), note="Uji")
    db.session.commit()


def told(page):
    """Words as they are read, without what is only heard."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))


def test_an_empty_desk_says_so(market, browser):
    assert "Tidak ada uang yang perlu dicek" in browser.get(desk(market)).text
    assert "Belum ada uang yang dikumpulkan" in browser.get(desk(market) + "/semua").text


def test_proofs_come_first_then_what_is_open(market, browser):
    _first, waiting = bought(market)
    second, proved = bought(market)
    _third, cash = bought(market, Method.CASH)
    prove(proved)

    page = browser.get(desk(market))

    words = told(page)
    places = [
        words.index(head)
        for head in ("Bukti yang perlu dicek", "Tunai yang belum diterima", "Menunggu dibayar")
    ]
    assert places == sorted(places)
    assert f"<mark>{f'{proved.due:,}'[-3:]}</mark>" in page.text
    assert ", ".join(order.stall.name for order in second.orders) in words
    assert page.text.index(f"/uang/{proved.id}") < page.text.index(f"/uang/{waiting.id}")
    assert f"/uang/{cash.id}" in page.text


def test_a_payment_names_the_buyer_and_its_orders(market, browser):
    purchase, payment = bought(market)

    words = told(browser.get(desk(market, payment)))

    assert BUYER in words
    assert "0812-0000-0431" in words
    assert f"Masuk ke Bank Contoh {market.bank_account}" in words
    for order in purchase.orders:
        assert order.stall.name in words
        assert order.code in words
    assert "Rp15.000" in words
    assert "Rp20.000" in words


def test_exact_money_is_confirmed_once_and_both_orders_go_on(market, browser):
    purchase, payment = bought(market)

    page = browser.post(desk(market, payment, "/uang-masuk"), follow_redirects=True)

    assert "Uang dicatat masuk." in page.text
    db.session.expire_all()
    assert [order.status for order in purchase.orders] == [S.PLACED, S.PLACED]
    assert (payment.status, payment.received) == (P.PAID, payment.due)
    [event] = db.session.scalars(
        db.select(OrderEvent).where(
            OrderEvent.order_id == purchase.orders[0].id, OrderEvent.move == Move.PAY
        )
    )
    assert event.by is Actor.TREASURER
    assert event.actor_id is not None
    assert browser.post(desk(market, payment, "/uang-masuk")).status_code == 409


def test_the_proof_is_shown_to_the_treasurer_by_post(market, browser):
    _purchase, payment = bought(market)
    assert browser.post(desk(market, payment, "/bukti")).status_code == 404
    prove(payment)

    answer = browser.post(desk(market, payment, "/bukti"))

    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.get(desk(market, payment, "/bukti")).status_code == 405


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Isi jumlah uang yang masuk."),
        ("0", "Isi jumlah lebih dari nol."),
        ("banyak", "Tulis jumlahnya seperti 15.000"),
        ("-5", "Tulis jumlahnya seperti 15.000"),
    ],
)
def test_an_amount_that_cannot_be_is_said_at_its_field(market, browser, typed, sentence):
    _purchase, payment = bought(market)

    answer = browser.post(desk(market, payment, "/uang-masuk"), data={"jumlah": typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert payment.received == 0


def test_too_little_may_be_taken_as_it_is(market, browser):
    purchase, payment = bought(market)
    page = browser.post(
        desk(market, payment, "/uang-masuk"), data={"jumlah": "30.000"}, follow_redirects=True
    )
    assert "Jumlahnya tidak cocok." in page.text
    assert "Jumlahnya tidak cocok" in told(browser.get(desk(market)))

    browser.post(desk(market, payment, "/tidak-cocok"), data={"pilihan": "terima"})

    db.session.expire_all()
    assert payment.status is P.PAID
    assert [order.status for order in purchase.orders] == [S.PLACED, S.PLACED]


def test_the_rest_may_be_waited_for(market, browser):
    purchase, payment = bought(market, Method.QRIS)
    browser.post(desk(market, payment, "/uang-masuk"), data={"jumlah": "30.000"})
    browser.post(desk(market, payment, "/tidak-cocok"), data={"pilihan": "tunggu"})
    assert "Uang masuk Rp5.000" in told(browser.get(desk(market, payment)))

    browser.post(desk(market, payment, "/uang-masuk"))

    db.session.expire_all()
    assert (payment.status, payment.received) == (P.PAID, 35_000)
    assert [order.status for order in purchase.orders] == [S.PLACED, S.PLACED]


def test_a_wrong_amount_may_go_back_with_a_proof(market, browser):
    purchase, payment = bought(market, Method.QRIS)
    browser.post(desk(market, payment, "/uang-masuk"), data={"jumlah": "40.000"})
    page = browser.get(desk(market, payment)).text
    assert "Tunggu kekurangannya" not in page

    browser.post(desk(market, payment, "/tidak-cocok"), data={"pilihan": "kembalikan"})

    db.session.expire_all()
    assert [order.status for order in purchase.orders] == [S.CANCELLED, S.CANCELLED]
    assert "Harus dikembalikan ke pembeli" in told(browser.get(desk(market)))
    for refunds in refunds_of(purchase.orders).values():
        [refund] = refunds
        path = desk(market, payment, f"/pengembalian/{refund.id}")
        sent = {f"r{refund.id}-bukti": (picture(), "bukti.png"), f"r{refund.id}-catatan": ""}
        assert browser.post(path, data=sent).status_code == 302
        again = browser.post(path, data={f"r{refund.id}-catatan": "Tunai"})
        assert again.status_code == 409
        assert (refund.status, bool(refund.proof)) == (RefundStatus.RETURNED, True)
    assert "Tidak ada uang yang perlu dicek" in browser.get(desk(market)).text


def test_giving_back_needs_a_proof_or_words(market, browser):
    purchase, payment = bought(market)
    browser.post(desk(market, payment, "/uang-masuk"))
    move(purchase.orders[0], Move.REFUSE, Actor.PRODUCER)
    [refund] = refunds_of(purchase.orders)[purchase.orders[0].id]
    path = desk(market, payment, f"/pengembalian/{refund.id}")

    nothing = browser.post(path, data={f"r{refund.id}-catatan": ""})
    no_photo = browser.post(path, data={f"r{refund.id}-bukti": (io.BytesIO(b"x"), "a.png")})

    assert (nothing.status_code, no_photo.status_code) == (422, 422)
    assert "Kirim bukti, atau tulis cara mengembalikannya." in nothing.text
    assert "bukan foto" in no_photo.text
    db.session.expire_all()
    assert refund.status is RefundStatus.OWED


@pytest.mark.parametrize("choice", ["", "apa saja"])
def test_a_choice_must_be_made(market, browser, choice):
    _purchase, payment = bought(market)
    browser.post(desk(market, payment, "/uang-masuk"), data={"jumlah": "1.000"})

    answer = browser.post(desk(market, payment, "/tidak-cocok"), data={"pilihan": choice})

    assert answer.status_code == 422
    assert payment.status is P.MISMATCH


def test_what_matches_cannot_be_decided_upon(market, browser):
    _purchase, payment = bought(market)

    answer = browser.post(desk(market, payment, "/tidak-cocok"), data={"pilihan": "terima"})

    assert answer.status_code == 409


def test_cash_is_confirmed_here_before_the_goods_change_hands(market, browser, sign_in):
    purchase, payment = bought(market, Method.CASH, prices=[15_000])
    [order] = purchase.orders
    stall = sign_in(make_producer(order.stall))
    path = f"/penjual/{order.stall.slug}/pesanan/{order.code}"
    for what in (Move.ACCEPT, Move.PREPARE):
        move(order, what, Actor.PRODUCER)
    assert "Serahkan barangnya sesudah tunainya diterima bendahara." in stall.get(path).text
    assert stall.post(f"{path}/serah-terima").status_code == 409

    wrong = browser.post(desk(market, payment, "/uang-masuk"), data={"jumlah": "10.000"})
    assert wrong.status_code == 422
    assert "Catat tunai kalau sudah pas Rp15.000." in wrong.text
    browser.post(desk(market, payment, "/uang-masuk"))

    assert "Uang diterima bendahara" in stall.get(path).text
    assert stall.post(f"{path}/serah-terima").status_code == 302
    db.session.expire_all()
    assert (order.status, payment.received) == (S.COMPLETED, 15_000)


def test_a_proof_that_came_too_late_is_judged_here(market, browser):
    purchase, payment = bought(market, Method.QRIS)
    for order in purchase.orders:
        if order.status is S.AWAITING_PAYMENT:
            move(order, Move.EXPIRE, Actor.CLOCK)
    prove(payment)
    assert "Bukti yang datang terlambat" in browser.get(desk(market)).text
    assert BUYER in browser.get(desk(market, payment)).text

    page = browser.post(
        desk(market, payment, "/uang-masuk"), data={"jumlah": "35.000"}, follow_redirects=True
    )

    assert "Uangnya datang terlambat." in page.text
    db.session.expire_all()
    assert [order.status for order in purchase.orders] == [S.PLACED, S.PLACED]


def test_the_stall_sees_who_has_the_money_and_may_press_nothing(market, browser, sign_in):
    purchase, payment = bought(market)
    order = purchase.orders[0]
    stall = sign_in(make_producer(order.stall))
    path = f"/penjual/{order.stall.slug}/pesanan/{order.code}"
    prove(payment)

    page = stall.get(path).text

    assert f"dikumpulkan bendahara {market.rw.label}" in page
    assert "uang-masuk" not in page
    for part in ("uang-masuk", "tidak-cocok", "bukti"):
        assert stall.post(f"{path}/{part}", data={"pilihan": "terima"}).status_code == 404
    assert "Tidak ada uang yang perlu dicek." in stall.get(f"/penjual/{order.stall.slug}").text
    browser.post(desk(market, payment, "/uang-masuk"))
    assert f"Uang diterima bendahara {market.rw.label}" in stall.get(path).text


def test_the_stall_does_not_owe_what_the_treasurer_holds(market, browser, sign_in):
    purchase, payment = bought(market)
    order = purchase.orders[0]
    browser.post(desk(market, payment, "/uang-masuk"))
    stall = sign_in(make_producer(order.stall))
    path = f"/penjual/{order.stall.slug}/pesanan/{order.code}"

    page = stall.post(f"{path}/tolak", data={"alasan": "habis"}, follow_redirects=True)

    assert "perlu kamu kembalikan" not in page.text
    assert "belum dikembalikan oleh bendahara" in page.text
    [refund] = refunds_of([order])[order.id]
    sent = {"catatan": "Tunai"}
    assert stall.post(f"{path}/pengembalian/{refund.id}", data=sent).status_code == 404
    assert "Harus kamu kembalikan" not in stall.get(f"/penjual/{order.stall.slug}").text


def test_money_that_goes_straight_to_a_stall_is_not_the_treasurers_business(market, browser):
    order = make_order()
    mine = make_order(product=None)
    for one in (order, mine):
        payment = payments_of(one.purchase)[0]
        assert browser.get(desk(market, payment)).status_code == 404
        assert browser.post(desk(market, payment, "/uang-masuk")).status_code == 404


@pytest.mark.parametrize("part", ["", "/uang-masuk", "/tidak-cocok", "/bukti", "/pengembalian/1"])
def test_strangers_find_nothing(market, sign_in, part):
    purchase, payment = bought(market)
    other = let_collect(make_market())
    strangers = [
        make_admin(other),
        make_admin(other, make_user(), Role.TREASURER),
        make_producer(purchase.orders[0].stall),
    ]
    for stranger in strangers:
        client = sign_in(stranger)
        ask = client.post if part else client.get
        assert ask(desk(market, payment, part)).status_code == 404
        assert ask(desk(other, payment, part)).status_code == 404
    assert client.get(desk(market)).status_code == 404
    assert payment.received == 0


def test_a_refund_of_another_payment_is_not_here(market, browser):
    purchase, payment = bought(market)
    _other, elsewhere = bought(market)
    browser.post(desk(market, payment, "/uang-masuk"))
    move(purchase.orders[0], Move.REFUSE, Actor.PRODUCER)
    [refund] = refunds_of(purchase.orders)[purchase.orders[0].id]

    path = desk(market, elsewhere, f"/pengembalian/{refund.id}")

    assert browser.post(path, data={f"r{refund.id}-catatan": "Tunai"}).status_code == 404


def test_debts_of_another_treasurer_are_not_on_the_page(market, browser):
    purchase, payment = bought(make_market())
    begin_write()
    confirm_received(payment, payment.due, Actor.TREASURER, now())
    db.session.commit()
    move(purchase.orders[0], Move.REFUSE, Actor.PRODUCER)

    page = browser.get(desk(market)).text

    assert BUYER not in page
    assert f"/{payment.id}#" not in page


def test_the_buyer_is_forgotten_when_all_is_done(market, browser):
    purchase, payment = bought(market)
    browser.post(desk(market, payment, "/uang-masuk"))
    for order in purchase.orders:
        for what in (Move.ACCEPT, Move.PREPARE, Move.HAND_OVER):
            move(order, what, Actor.PRODUCER)

    for page in (browser.get(desk(market, payment)), browser.get(desk(market) + "/semua")):
        assert BUYER not in page.text
        assert "0812-0000-0431" not in page.text
    assert f"/uang/{payment.id}" in page.text


@pytest.mark.parametrize("part", ["", "/semua"])
def test_the_desk_asks_as_much_for_one_as_for_many(market, browser, part):
    def count():
        with statements() as sent:
            assert browser.get(desk(market) + part).status_code == 200
        return len(sent)

    _purchase, payment = bought(market)
    prove(payment)
    one = count()
    for method in (Method.QRIS, Method.CASH, Method.TRANSFER):
        bought(market, method)
    assert count() == one <= 15


def test_the_tab_counts_what_waits_for_the_treasurer(market, browser):
    """Proofs, wrong sums and money to give back; what is merely open does not count."""
    badge = "Uang masuk 1 menunggu"
    _purchase, payment = bought(market)
    assert "menunggu" not in tab_of(browser.get(desk(market)))

    prove(payment)
    assert badge in tab_of(browser.get(desk(market)))
    browser.post(desk(market, payment, "/uang-masuk"), data={"jumlah": "1000"})
    assert badge in tab_of(browser.get(desk(market)))
    browser.post(desk(market, payment, "/tidak-cocok"), data={"pilihan": "tunggu"})
    page = browser.get(desk(market, payment))
    assert "menunggu" not in tab_of(page)
    assert "Kurang" in told(page)
    assert "masih%20kurang%20Rp" in page.text


def tab_of(page):
    tabs = page.text.partition('<nav class="wrap" aria-label="Meja bendahara">')[2]
    return words_of(tabs.partition("</nav>")[0])


def test_a_late_press_leads_back_to_the_payment(market, browser):
    _purchase, payment = bought(market)
    browser.post(desk(market, payment, "/uang-masuk"))

    late = browser.post(desk(market, payment, "/uang-masuk"))
    opened = browser.get(desk(market, payment, "/uang-masuk"))

    assert (late.status_code, opened.status_code) == (409, 405)
    for page in (late, opened):
        assert f'href="{desk(market, payment)}">Lihat keadaan terbaru' in page.text
