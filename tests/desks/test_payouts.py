"""A stall's money in other hands: asked for by the stall, paid by treasurer or operator, never more than there is."""

import csv
import io
import re

import pytest

from marketplace.accounts.actions import grant
from marketplace.accounts.models import AuditEntry
from marketplace.accounts.rules import Role
from marketplace.kit.clock import month_before, month_moments, now, today
from marketplace.ledger.actions import mark_sent, post, request_payout
from marketplace.ledger.checks import problems
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import kas_with_operator, payable_to, standing_of
from marketplace.ledger.rules import (
    OPERATOR,
    PayoutStatus,
    Sale,
    collected,
    direct_sale,
    frozen_lines,
    refund_owed,
    treasurer,
)
from marketplace.orders.rules import Bearer
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.ledger.books import sale_at, sell
from tests.make import make_admin, make_producer, make_stall, make_user
from tests.make_orders import let_stall_take_money, make_order
from tests.visitor import words_of

PAYABLE = 48_750  # Rp50.000 less 2,5 %


@pytest.fixture
def stall(app):
    """Rp48.750 with the treasurer, Rp29.250 with the operator, Rp500 of kas not handed in."""
    stall = make_stall(name="Dapur Bu Sri")
    let_stall_take_money(stall)
    at = now()
    sell(stall, 50_000, holder=treasurer(stall.market_id), key="a", at=at)
    sell(stall, 30_000, holder=OPERATOR, key="b", at=at)
    sell(stall, 20_000, holder=None, key="c", at=at)
    return stall


@pytest.fixture
def producer(stall, sign_in):
    return sign_in(make_producer(stall))


@pytest.fixture
def purse(stall, sign_in):
    """The treasurer's browser, who is no RW admin, and the address of the payouts."""
    browser = sign_in(make_admin(stall.market, make_user(name="Pak Budi"), Role.TREASURER))
    return browser, f"/kelola/{stall.market.slug}/setoran"


@pytest.fixture
def operator(app, sign_in):
    user = make_user(name="Mas Galih")
    grant(user, Role.OPERATOR)
    db.session.commit()
    return sign_in(user)


def ask(stall, amount=PAYABLE, holder=None, at=None):
    someone = make_user(name="Bu Sri")
    holder = holder or treasurer(stall.market_id)
    payout = request_payout(stall, amount, someone, at or now(), holder)
    db.session.commit()
    return payout


def payouts():
    return list(db.session.scalars(db.select(Payout).order_by(Payout.id)))


def trail():
    return list(db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)))


# -- the stall asks


def test_a_stall_sees_what_is_whose_and_asks_for_all_of_it(stall, producer):
    path = f"/penjual/{stall.slug}/uang"
    page = producer.get(path)
    words = words_of(page.text)
    assert "Bisa kamu minta sekarang Rp78.000" in words
    assert "Rp500" in words.split("Yang harus kamu berikan")[1]
    assert 'name="bendahara-jumlah" type="text" value="48.750"' in page.text

    typed = {"bendahara-jumlah": "48.750", "bendahara-terlihat": "48750"}
    after = producer.post(f"{path}/bendahara", data=typed, follow_redirects=True)

    assert "Setoran diminta." in after.text
    assert "Sedang dikirim kepadamu: Rp48.750" in words_of(after.text)
    assert [(p.amount, p.holder) for p in payouts()] == [(PAYABLE, str(treasurer(stall.market_id)))]
    assert payable_to(stall) == 29_250
    assert problems() == []


def test_what_the_operator_holds_is_asked_of_the_operator(stall, producer):
    typed = {"pengelola-jumlah": "10.000"}
    assert producer.post(f"/penjual/{stall.slug}/uang/pengelola", data=typed).status_code == 302
    assert [(p.amount, p.holder) for p in payouts()] == [(10_000, str(OPERATOR))]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("48.751", "Sekarang ada Rp48.750."),
        ("0", "Tulis jumlah di atas Rp0."),
        ("", "Tulis jumlahnya."),
        ("12,5", "Tulis jumlahnya seperti 15.000, tanpa koma."),
        ("-5", "Tulis jumlahnya seperti"),
        ("99999999999999", "Jumlahnya terlalu besar."),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence_and_stays_typed(stall, producer, typed, sentence):
    answer = producer.post(
        f"/penjual/{stall.slug}/uang/bendahara", data={"bendahara-jumlah": typed}
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert 'name="pengelola-jumlah" type="text" value="29.250"' in answer.text
    assert payouts() == []


def test_a_press_that_comes_twice_asks_once(stall, producer):
    path = f"/penjual/{stall.slug}/uang"
    typed = {"bendahara-jumlah": "20.000", "bendahara-terlihat": "48750"}

    first = producer.post(f"{path}/bendahara", data=typed)
    second = producer.post(f"{path}/bendahara", data=typed)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Mungkin baru saja diambil lebih dulu." in second.text
    assert 'name="bendahara-terlihat" type="hidden" value="28750"' in second.text
    assert len(payouts()) == 1


def test_without_a_bank_account_nothing_is_asked(stall, producer):
    begin_write()
    stall.bank_account = ""
    db.session.commit()
    path = f"/penjual/{stall.slug}/uang"

    assert "Isi rekening dulu" in producer.get(path).text
    answer = producer.post(f"{path}/bendahara", data={"bendahara-jumlah": "1.000"})
    assert answer.status_code == 422
    assert "Isi dulu rekening bank lapakmu" in answer.text
    assert payouts() == []


def test_a_balance_below_zero_is_shown_and_cannot_be_asked_for(stall, producer):
    order = make_order()
    sale = sale_at(stall, 60_000, order=order.id)
    legs = refund_owed(treasurer(stall.market_id), sale, sale.parts)
    post("re:1", "Uang kembali", legs, now(), stall.market)
    db.session.commit()

    page = producer.get(f"/penjual/{stall.slug}/uang")

    assert "−Rp9.750" in page.text
    assert "Penjualan berikutnya menutupnya" in page.text
    assert "bendahara-jumlah" not in page.text
    assert "Bisa kamu minta sekarang Rp29.250" in words_of(page.text)
    refused = producer.post(
        f"/penjual/{stall.slug}/uang/bendahara", data={"bendahara-jumlah": "1.000"}
    )
    assert refused.status_code == 422
    assert "Sekarang sudah habis." in refused.text


def test_a_stall_takes_its_request_back_before_it_is_sent(stall, producer):
    mine, other = ask(stall, 10_000), ask(make_paid("Lapak Lain"), 10_000)
    base = f"/penjual/{stall.slug}/uang/setoran"

    assert producer.post(f"{base}/{other.id}/pembatalan").status_code == 404
    page = producer.post(f"{base}/{mine.id}/pembatalan", follow_redirects=True)

    assert "Permintaan dibatalkan." in page.text
    assert (mine.status, mine.reason) == (PayoutStatus.CANCELLED, "Dibatalkan lapak")
    late = producer.post(f"{base}/{mine.id}/pembatalan")
    assert late.status_code == 409
    assert "Setoran ini keburu berubah" in late.text
    assert other.status is PayoutStatus.REQUESTED


def make_paid(name, **more):
    stall = make_stall(name=name, **more)
    let_stall_take_money(stall)
    sell(stall, 50_000, holder=treasurer(stall.market_id), key=f"paid:{stall.id}", at=now())
    return stall


def test_the_statement_of_a_month_runs_to_what_is_owed(stall, producer):
    last_month = month_before(today(now()).replace(day=1))
    begin_write()
    stall.created_at = month_moments(last_month)[0]
    sell(stall, 40_000, key="old", at=month_moments(last_month)[0])
    path = f"/penjual/{stall.slug}/uang"

    this = words_of(producer.get(path).text)
    assert "Penjualan" in this
    assert "+Rp48.750 Rp87.750" in this
    assert "Awal bulan Rp39.000" in this
    earlier = words_of(producer.get(f"{path}?bulan={last_month:%Y-%m}").text)
    assert "+Rp39.000 Rp39.000" in earlier
    assert "Awal bulan Rp0" in earlier


def test_a_long_month_goes_on_from_the_last_line(stall, producer):
    for n in range(40):
        sell(stall, 1_000, key=f"n{n}", at=now(), bps=0)
    path = f"/penjual/{stall.slug}/uang"

    first = producer.get(path).text
    link = first.split("Yang lebih awal di bulan ini")[0].rsplit('href="', 1)[1].split("#")[0]
    second = words_of(producer.get(link.replace("&amp;", "&")).text)

    assert "+Rp1.000 Rp118.000" in words_of(first)
    assert "+Rp1.000 Rp88.000" in second
    assert "Awal bulan Rp0" in second


def test_a_new_stall_reads_that_there_is_nothing(app, sign_in):
    stall = make_stall()
    page = sign_in(make_producer(stall)).get(f"/penjual/{stall.slug}/uang").text

    assert "Belum ada setoran." in page
    assert "Tidak ada yang masuk atau keluar di bulan ini." in page
    assert "Minta setoran" not in page


# -- the treasurer pays


def test_a_treasurer_sends_what_was_asked_and_the_stall_reads_the_reference(stall, producer, purse):
    browser, base = purse
    payout = ask(stall)
    listed = words_of(browser.get(base).text)
    assert "1 setoran, Rp48.750" in listed
    assert stall.bank_account in listed

    page = browser.post(
        f"{base}/{payout.id}/terkirim", data={"rujukan": "BCA 77"}, follow_redirects=True
    )

    assert "Setoran tercatat terkirim." in page.text
    assert (payout.status, payout.reference) == (PayoutStatus.SENT, "BCA 77")
    assert "rujukan BCA 77" in producer.get(f"/penjual/{stall.slug}/uang").text
    late = browser.post(f"{base}/{payout.id}/terkirim", data={"rujukan": "BCA 78"})
    assert late.status_code == 409
    assert payout.reference == "BCA 77"
    assert problems() == []


@pytest.mark.parametrize(
    ("step", "field", "sentence"),
    [("terkirim", "rujukan", "Tulis nomor rujukan"), ("batal", "alasan", "Tulis alasannya")],
)
def test_a_step_without_its_words_is_not_taken(stall, purse, step, field, sentence):
    browser, base = purse
    payout = ask(stall)

    for typed in ("", "   ", "x" * 201):
        answer = browser.post(f"{base}/{payout.id}/{step}", data={field: typed})
        assert answer.status_code == 422
        assert (sentence in answer.text) == (not typed.strip())
    assert payout.status is PayoutStatus.REQUESTED


def test_what_the_bank_gives_back_is_payable_again_with_the_reason(stall, producer, purse):
    browser, base = purse
    payout = ask(stall)
    browser.post(f"{base}/{payout.id}/terkirim", data={"rujukan": "TRX"})

    browser.post(f"{base}/{payout.id}/gagal", data={"alasan": "Rekening ditutup"})

    assert payout.status is PayoutStatus.FAILED
    assert payable_to(stall, treasurer(stall.market_id)) == PAYABLE
    assert "Rekening ditutup" in producer.get(f"/penjual/{stall.slug}/uang").text
    assert trail()[-2:] == ["mengirim setoran", "mencatat setoran gagal"]


def test_a_cancelled_payout_is_payable_again(stall, purse):
    browser, base = purse
    payout = ask(stall)

    browser.post(f"{base}/{payout.id}/batal", data={"alasan": "Minta ditunda"})

    assert (payout.status, payout.reason) == (PayoutStatus.CANCELLED, "Minta ditunda")
    assert "Minta ditunda" in browser.get(f"{base}/{payout.id}").text
    assert payable_to(stall, treasurer(stall.market_id)) == PAYABLE


def test_a_treasurer_pays_out_what_nobody_asked_for(stall, purse):
    browser, base = purse
    path = f"{base}/lapak/{stall.id}"
    assert 'name="terlihat" type="hidden" value="48750"' in browser.get(path).text

    done = browser.post(path, data={"jumlah": "30.000", "terlihat": "48750"})
    again = browser.post(path, data={"jumlah": "18.000", "terlihat": "48750"})

    assert (done.status_code, again.status_code) == (302, 422)
    assert [p.amount for p in payouts()] == [30_000]
    assert "menyiapkan setoran" in trail()
    assert problems() == []


@pytest.mark.parametrize(
    ("way", "left", "action"),
    [
        ("masuk", (PAYABLE, 300), "menerima kas dari lapak"),
        ("potong", (PAYABLE - 200, 300), "memotong kas dari hak lapak"),
    ],
)
def test_a_stall_hands_in_its_kas(stall, purse, way, left, action):
    browser, base = purse
    path = f"{base}/lapak/{stall.id}"

    typed = {f"{way}-jumlah": "200", f"{way}-terlihat": "500"}
    assert browser.post(f"{path}/kas/{way}", data=typed).status_code == 302
    again = browser.post(f"{path}/kas/{way}", data=typed)

    assert again.status_code == 422
    assert "Sekarang ada Rp300." in again.text
    standing = standing_of(stall)
    assert (standing.by_treasurer, standing.to_kas) == left
    assert trail()[-1] == action
    assert problems() == []


def test_the_kas_gives_back_a_discount_that_it_bears(stall, purse):
    browser, base = purse
    lines = frozen_lines([(50_000, 1)], 5_000, 250)
    sale = Sale(9, stall.id, stall.market_id, lines, borne_by=Bearer.MARKET)
    post("d", "Penjualan", direct_sale(sale), now(), stall.market)
    db.session.commit()
    assert standing_of(stall).to_kas == -3_375

    refused = browser.post(f"{base}/lapak/{stall.id}/kas/masuk", data={"masuk-jumlah": "1"})
    given = browser.post(f"{base}/lapak/{stall.id}/kas/keluar", data={"keluar-jumlah": "3.375"})

    assert (refused.status_code, given.status_code) == (422, 302)
    assert standing_of(stall).to_kas == 0
    assert problems() == []


def test_the_trial_balance_shows_both_sides_with_one_sum(stall, purse):
    browser, base = purse
    order = make_order()
    sale = sale_at(stall, 10_000, order=order.id)
    legs = refund_owed(treasurer(stall.market_id), sale, sale.parts)
    post("re:1", "Uang kembali", legs, now(), stall.market)
    db.session.commit()

    words = words_of(browser.get(base.replace("setoran", "neraca")).text)

    assert "Uang di bendahara RW: RW" in words
    assert "Hak lapak di bendahara RW: Dapur Bu Sri Rp39.000" in words
    assert "Uang yang harus kembali ke pembeli (1) Rp10.000" in words
    assert words.count("Jumlah Rp80.500") == 2
    assert order.code not in words


def test_a_treasurer_is_led_to_the_money_and_to_nothing_else(stall, purse):
    browser, base = purse

    money = f"/kelola/{stall.market.slug}/uang"
    assert f'href="{money}"' in browser.get("/akun").text
    assert browser.get("/kelola").location == money
    assert f'href="{base}"' in browser.get(money).text
    page = browser.get(base).text
    assert "Bendahara" in page
    for part in ("antrean", "lapak", "pengaturan", "pengurus", "catatan"):
        assert f'href="/kelola/{stall.market.slug}/{part}"' not in page
    assert browser.get(f"/kelola/{stall.market.slug}/pengaturan").status_code == 404


def test_an_admin_of_one_market_who_is_treasurer_of_another_chooses(stall, sign_in):
    user = make_admin(stall.market, make_user(), Role.TREASURER)
    other = make_stall().market
    make_admin(other, user)

    page = sign_in(user).get("/kelola").text

    assert f"/kelola/{stall.market.slug}/uang" in page
    assert f'"/kelola/{other.slug}"' in page


def test_an_admin_has_the_treasurers_pages_too(stall, sign_in):
    browser = sign_in(make_admin(stall.market))
    ask(stall)

    page = browser.get(f"/kelola/{stall.market.slug}").text

    assert f'href="/kelola/{stall.market.slug}/setoran"' in page
    assert "Setoran <b>1" in page


def test_the_money_of_another_market_is_out_of_reach(stall, purse):
    browser, base = purse
    elsewhere = make_paid("Lapak Jauh")
    payout, cards = ask(elsewhere), ask(stall, 10_000, OPERATOR)

    for id in (payout.id, cards.id, 999_999):
        assert browser.get(f"{base}/{id}").status_code == 404
        sent = browser.post(f"{base}/{id}/terkirim", data={"rujukan": "TRX"})
        assert sent.status_code == 404
    assert browser.get(f"{base}/lapak/{elsewhere.id}").status_code == 404
    kas = browser.post(f"{base}/lapak/{elsewhere.id}/kas/masuk", data={"masuk-jumlah": "1"})
    assert kas.status_code == 404
    assert browser.get(f"/kelola/{elsewhere.market.slug}/setoran").status_code == 404
    assert browser.get("/pengelola/setoran").status_code == 403
    assert payout.status is cards.status is PayoutStatus.REQUESTED


# -- the list for the bank


def test_the_list_for_the_bank_has_text_and_no_formulas(stall, purse):
    browser, base = purse
    begin_write()
    stall.bank_name, stall.bank_account = "=HYPERLINK(1)", "0012345678901234567"
    stall.bank_holder = "+Sri, \"=cmd|'/C calc'!A0\""
    db.session.commit()
    payout = ask(stall)
    cash = make_stall(stall.market)
    sell(cash, 50_000, holder=treasurer(stall.market_id), key="cash", at=now())
    ask(cash, 1_000)
    ask(stall, 10_000, OPERATOR)

    assert browser.get(f"{base}/daftar").status_code == 405
    answer = browser.post(f"{base}/daftar")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    heads, *rows = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""))
    assert heads == ["Bank", "Nomor rekening", "Atas nama", "Jumlah", "Berita"]
    assert rows == [
        [
            "'=HYPERLINK(1)",
            "\t0012345678901234567",
            "'+Sri, \"=cmd|'/C calc'!A0\"",
            "48750",
            f"Setoran {payout.id} Pasar RW",
        ]
    ]
    assert trail()[-1] == "mengunduh daftar transfer"


# -- many in one transfer


def all_sent(browser, base, words="JTM 1", **seen):
    return browser.post(f"{base}/semua-terkirim", data={"rujukan": words} | seen)


def seen_on(page):
    """What the fold for a bulk transfer says it lists."""
    found = re.findall(r'name="(sampai|jumlah)" type="hidden" value="(\d+)"', page.text)
    return dict(found)


def test_one_reference_sends_all_that_go_by_bank(stall, producer, purse):
    browser, base = purse
    first, second = ask(stall, 10_000), ask(stall, 20_000)
    cash = make_stall(stall.market)
    sell(cash, 50_000, holder=treasurer(stall.market_id), key="cash", at=now())
    by_hand, elsewhere = ask(cash, 1_000), ask(stall, 10_000, OPERATOR)
    page = browser.get(base)
    assert "2 setoran lewat bank, Rp30.000" in words_of(page.text)

    answer = all_sent(browser, base, "JTM 2911", **seen_on(page))

    assert answer.status_code == 302
    assert {first.reference, second.reference} == {"JTM 2911"}
    assert by_hand.status is elsewhere.status is PayoutStatus.REQUESTED
    assert trail()[-2:] == ["mengirim setoran"] * 2
    assert problems() == []


def test_what_was_asked_for_meanwhile_is_looked_at_first(stall, purse):
    browser, base = purse
    first, second = ask(stall, 10_000), ask(stall, 20_000)
    seen = seen_on(browser.get(base))
    third = ask(stall, 5_000)

    late = all_sent(browser, base, **seen)

    assert late.status_code == 422
    assert "Daftarnya baru saja berubah" in late.text
    assert 'value="JTM 1"' in late.text
    assert {one.status for one in (first, second, third)} == {PayoutStatus.REQUESTED}
    assert all_sent(browser, base, **seen_on(late)).status_code == 302
    again = all_sent(browser, base, **seen_on(late))
    assert again.status_code == 422
    assert "Daftarnya baru saja berubah" in again.text


def test_many_are_not_sent_without_a_reference(stall, purse):
    browser, base = purse
    payouts = [ask(stall, 10_000), ask(stall, 20_000)]
    seen = seen_on(browser.get(base))

    for words in ("", " ", "x" * 81):
        assert all_sent(browser, base, words, **seen).status_code == 422
    for broken in ({}, {"sampai": "１", "jumlah": "-5"}, {"sampai": "9" * 16, "jumlah": "<b>"}):
        assert all_sent(browser, base, **broken).status_code == 422
    assert {one.status for one in payouts} == {PayoutStatus.REQUESTED}


def test_the_operator_sends_many_at_once_and_a_stranger_none(stall, operator, producer, purse):
    browser, base = purse
    payouts = [ask(stall, 10_000, OPERATOR), ask(stall, 5_000, OPERATOR)]
    seen = seen_on(operator.get("/pengelola/setoran"))

    for stranger in (producer, browser):
        assert all_sent(stranger, "/pengelola/setoran", **seen).status_code in (403, 404)
    assert all_sent(producer, base, **seen).status_code == 404
    assert all_sent(operator, "/pengelola/setoran", "XFR 9", **seen).status_code == 302
    assert {one.reference for one in payouts} == {"XFR 9"}


def test_hostile_words_of_a_step_are_shown_as_words(stall, purse, producer):
    browser, base = purse
    payout, evil = ask(stall, 10_000), "=1+1<script>alert(1)</script>\u202e"

    browser.post(f"{base}/{payout.id}/terkirim", data={"rujukan": evil})

    for page in (browser.get(f"{base}/{payout.id}"), producer.get(f"/penjual/{stall.slug}/uang")):
        assert "<script>alert" not in page.text
        assert "=1+1&lt;script&gt;" in page.text
    assert payout.reference == "=1+1<script>alert(1)</script>"


# -- the operator


def test_the_operator_pays_card_money_of_every_market(stall, operator):
    payout, other = ask(stall, 10_000, OPERATOR), ask(stall, 1_000)
    page = words_of(operator.get("/pengelola/setoran").text)
    assert "1 setoran, Rp10.000" in page
    assert stall.market.label in page

    assert operator.get(f"/pengelola/setoran/{other.id}").status_code == 404
    operator.post(f"/pengelola/setoran/{payout.id}/terkirim", data={"rujukan": "MDR 5"})
    operator.post(f"/pengelola/setoran/lapak/{stall.id}", data={"jumlah": "19.250"})

    assert payout.status is PayoutStatus.SENT
    assert payable_to(stall, OPERATOR) == 0
    answer = operator.post("/pengelola/setoran/daftar")
    assert "19250" in answer.text
    assert "10000" not in answer.text
    assert problems() == []


def test_the_kas_of_card_sales_goes_on_to_the_treasurer(stall, operator):
    market = stall.market
    path = f"/pengelola/kas/{market.id}"
    assert kas_with_operator() == {market.id: 750}
    assert "Rp750" in operator.get("/pengelola/setoran").text
    assert 'name="terlihat" type="hidden" value="750"' in operator.get(path).text

    for typed, status in (("751", 422), ("500", 302), ("500", 422), ("250", 422)):
        answer = operator.post(f"{path}/serah", data={"jumlah": typed, "terlihat": "750"})
        assert answer.status_code == status
    assert operator.post(f"{path}/serah", data={"jumlah": "250"}).status_code == 302

    assert kas_with_operator() == {}
    assert "menyerahkan kas ke bendahara" in trail()
    assert "Semua kas sudah diserahkan" in operator.get("/pengelola/setoran").text
    assert problems() == []


def test_a_kas_that_owes_the_operator_gives_it_back(stall, operator):
    lines = frozen_lines([(50_000, 1)], 5_000, 250)
    sale = Sale(9, stall.id, stall.market_id, lines, borne_by=Bearer.MARKET)
    post("d", "Penjualan", collected(OPERATOR, 45_000, [sale]), now(), stall.market)
    db.session.commit()
    path = f"/pengelola/kas/{stall.market_id}"
    assert kas_with_operator() == {stall.market_id: 750 + 1_125 - 5_000}

    assert operator.post(f"{path}/serah", data={"jumlah": "1"}).status_code == 422
    assert operator.post(f"{path}/terima", data={"jumlah": "3.125"}).status_code == 302

    assert kas_with_operator() == {}


def test_kas_withheld_or_given_back_elsewhere_does_not_count_as_held(stall, operator):
    """Refunds of card sales take their share along, those of a treasurer do not touch it."""
    order = make_order()
    sale = sale_at(stall, 10_000, order=order.id)
    post("re:1", "Kembali", refund_owed(OPERATOR, sale, sale.parts), now(), stall.market)
    at_market = treasurer(stall.market_id)
    post("re:2", "Kembali", refund_owed(at_market, sale, sale.parts), now(), stall.market)
    mark_sent(request_payout(stall, 1_000, make_user(), now()), "TRX", make_user(), now())
    db.session.commit()

    assert kas_with_operator() == {stall.market_id: 500}


def test_the_operators_trial_balance_adds_up_all_markets(stall, operator):
    make_paid("Lapak Jauh")

    words = words_of(operator.get("/pengelola/neraca").text)

    assert "Hak lapak di bendahara RW (2) Rp97.500" in words
    assert words.count("Jumlah Rp130.500") == 2


def test_the_operator_is_led_to_the_money(operator, purse):
    browser, base = purse

    assert 'href="/pengelola/setoran"' in operator.get("/akun").text
    assert 'href="/pengelola/setoran"' not in browser.get("/akun").text
    for path in ("setoran", "setoran/1", "setoran/lapak/1", "kas/1", "neraca"):
        assert browser.get(f"/pengelola/{path}").status_code == 403
        assert operator.get(f"/pengelola/{path}").status_code in (200, 404)
    assert operator.get(base).status_code == 404


# -- many


def test_desks_cost_the_same_for_many(stall, producer, purse, operator):
    browser, base = purse
    ask(stall, 100), ask(stall, 100, OPERATOR)
    pages = [
        (producer, f"/penjual/{stall.slug}/uang"),
        (browser, base),
        (browser, f"{base}/lapak/{stall.id}"),
        (browser, base.replace("setoran", "neraca")),
        (operator, "/pengelola/setoran"),
        (operator, "/pengelola/neraca"),
    ]

    def costs():
        found = []
        for visitor, path in pages:
            with statements() as seen:
                assert visitor.get(path).status_code == 200
            found.append(len(seen))
        return found

    before = costs()
    for n in range(25):
        more = make_stall(stall.market) if n < 21 else make_stall()
        for holder in (OPERATOR, treasurer(more.market_id), None):
            sell(more, 20_000, holder=holder, key=f"m{n}{holder}", at=now())
        for to in (treasurer(stall.market_id), OPERATOR):
            payout = ask(stall, 100, to)
            if n % 2:
                mark_sent(payout, "TRX", make_user(), now())
                db.session.commit()
    assert costs() == before
    assert max(before) <= 15


def test_long_lists_go_on_from_their_last_row(stall, purse):
    browser, base = purse
    for _ in range(22):
        ask(stall, 100)
    first, last = payouts()[0], payouts()[-1]

    page = browser.get(base).text
    assert f'"{base}/{first.id}"' in page
    assert f'"{base}/{last.id}"' not in page
    link = page.split("Permintaan berikutnya")[0].rsplit('href="', 1)[1].split('"')[0]
    assert f'"{base}/{last.id}"' in browser.get(link).text
    assert "22 setoran, Rp2.200" in words_of(page)
