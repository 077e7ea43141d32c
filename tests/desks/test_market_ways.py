"""Who gets the money of a market: methods, kas RW, the treasurer's QRIS and account; each change remembered."""

import io

import pytest
from bs4 import BeautifulSoup

from marketplace.accounts.models import AuditEntry, User
from marketplace.accounts.rules import Role
from marketplace.payments.payees import NothingToCollectWith, StillCollects, set_qris, set_ways
from marketplace.payments.qris import read_static
from marketplace.payments.rules import Method
from marketplace.regions.models import Market
from marketplace.web.db import begin_write, db
from tests.catalogue.test_races import at_once
from tests.make import make_admin, make_market, make_user
from tests.payments.test_qris import KERIPIK as STICKER
from tests.payments.test_scanning import wall

WAYS = {"qris": "stall", "transfer": "stall", "cash": "stall", "card": "y", "kas": "0"}
ACCOUNT = {"bank_name": "BRI", "bank_account": "0021 0123 4567", "bank_holder": "Tono Raharjo"}


@pytest.fixture
def market(app):
    return make_market()


@pytest.fixture
def admin(market, sign_in):
    return sign_in(make_admin(market))


@pytest.fixture
def treasurer(market, sign_in):
    return sign_in(make_admin(market, make_user(name="Pak Tono Raharjo"), Role.TREASURER))


def at(market, part=""):
    return f"/kelola/{market.slug}/uang/cara-bayar{part}"


def trail():
    about_money = AuditEntry.subject.startswith("market:"), AuditEntry.before.is_not(None)
    return list(db.session.scalars(db.select(AuditEntry).where(*about_money)))


def give_treasurer_everything(market):
    begin_write()
    market.qris, market.qris_merchant = STICKER, "KERIPIK TEMPE CONTOH"
    market.bank_name, market.bank_account, market.bank_holder = "BRI", "002101234567", "Tono"
    db.session.commit()


def test_a_treasurer_comes_straight_to_the_money_and_sees_nothing_else(market, treasurer):
    home = treasurer.get("/kelola", follow_redirects=True)

    assert home.request.path == f"/kelola/{market.slug}/uang"
    assert "Bendahara" in home.text
    assert "Perlu diputuskan" not in home.text
    assert "Meja bendahara" in treasurer.get("/akun").text


def test_the_page_says_who_gets_what(market, admin):
    page = admin.get(at(market)).text

    assert "QRIS: langsung ke lapak" in page
    assert "Kartu: dikumpulkan pengelola situs" in page
    assert "Tidak ada iuran" in page
    assert "Belum dipasang" in page
    assert "Belum ada rekening" in page


def test_the_admin_lets_the_treasurer_collect_and_sets_kas(market, admin):
    give_treasurer_everything(market)
    typed = WAYS | {"qris": "treasurer", "cash": "tidak", "kas": "2,5"}

    page = admin.post(at(market, "/pilihan"), data=typed, follow_redirects=True).text

    assert "QRIS: dikumpulkan bendahara RW" in page
    assert "2,5% dari harga dagangan" in page
    assert (market.takes_qris, market.collects_qris) == (True, True)
    assert (market.takes_cash, market.collects_cash) == (False, False)
    assert (market.takes_card, market.fee_basis_points) == (True, 250)
    log = admin.get(f"/kelola/{market.slug}/catatan").text
    assert "mengubah cara bayar dan kas RW" in log
    assert "Kas RW: 0% menjadi 2,5%" in log
    assert "QRIS dikumpulkan bendahara: tidak menjadi ya" in log


def test_the_form_shows_what_holds_now(market, admin):
    begin_write()
    market.fee_basis_points, market.takes_transfer, market.collects_cash = 205, False, True
    db.session.commit()

    page = admin.get(at(market, "/pilihan")).text

    assert 'value="2,05"' in page
    soup = BeautifulSoup(page, "html.parser")
    chosen = {box["name"]: box["value"] for box in soup.select("input[type=radio][checked]")}
    assert chosen == {"qris": "stall", "transfer": "tidak", "cash": "treasurer"}


def test_saving_the_same_again_leaves_no_trace(market, admin):
    admin.post(at(market, "/pilihan"), data=WAYS)

    assert [entry.action for entry in trail()] == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"qris": "treasurer"}, "Bendahara belum punya QRIS di sini."),
        ({"transfer": "treasurer"}, "Bendahara belum punya rekening di sini."),
        (
            {"qris": "tidak", "transfer": "tidak", "cash": "tidak"},
            "Pilih paling sedikit satu cara bayar selain kartu.",
        ),
        ({"qris": "operator"}, "Pilih salah satu"),
        ({"qris": ""}, "Pilih salah satu"),
        ({"kas": ""}, "Isi persennya, 0 kalau tidak ada iuran."),
        ({"kas": "sedikit"}, "Tulis persennya seperti 2 atau 2,5."),
        ({"kas": "-1"}, "Tulis persennya seperti 2 atau 2,5."),
        ({"kas": "2,555"}, "Tulis persennya seperti 2 atau 2,5."),
        ({"kas": "10,01"}, "Paling banyak 10%."),
        ({"kas": "999"}, "Paling banyak 10%."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_is_kept(market, admin, changed, sentence):
    typed = WAYS | {"kas": "3,75"} | changed

    answer = admin.post(at(market, "/pilihan"), data=typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed["kas"]}"' in answer.text
    db.session.expire_all()
    assert (market.takes_qris, market.collects_qris, market.fee_basis_points) == (True, False, 0)
    assert trail() == []


@pytest.mark.parametrize("rate", ["0", "10", "10,00", "0,01", "2.5", "2,5 %"])
def test_every_rate_from_none_to_a_tenth_is_taken(market, admin, rate):
    assert admin.post(at(market, "/pilihan"), data=WAYS | {"kas": rate}).status_code == 302


def test_the_treasurer_may_not_change_methods_or_kas(market, treasurer):
    assert treasurer.get(at(market, "/pilihan")).status_code == 404
    assert treasurer.post(at(market, "/pilihan"), data=WAYS | {"kas": "9"}).status_code == 404
    assert market.fee_basis_points == 0
    page = treasurer.get(at(market)).text
    assert "/pilihan" not in page
    assert "diubah oleh pengurus RW" in page


def test_the_treasurers_sticker_is_read_back_and_kept_only_when_confirmed(market, treasurer):
    read = treasurer.post(at(market, "/qris"), data={"payload": STICKER})
    assert read.status_code == 200
    assert "Benar ini QRIS bendahara?" in read.text
    assert "KERIPIK TEMPE CONTOH" in read.text
    assert "tidak mirip dengan" in read.text
    assert market.qris is None

    unsure = treasurer.post(at(market, "/qris"), data={"payload": STICKER, "step": "konfirmasi"})
    assert unsure.status_code == 422
    assert "Centang dulu" in unsure.text

    sure = {"payload": STICKER, "step": "konfirmasi", "is_mine": "y"}
    page = treasurer.post(at(market, "/qris"), data=sure, follow_redirects=True).text
    assert "QRIS bendahara atas nama KERIPIK TEMPE CONTOH terpasang." in page
    assert (market.qris, market.qris_merchant) == (STICKER, "KERIPIK TEMPE CONTOH")
    assert [entry.action for entry in trail()] == ["mengganti QRIS bendahara"]
    assert trail()[0].market_id == market.id


def test_a_photographed_sticker_of_the_treasurer_is_read_back_too(market, admin):
    out = io.BytesIO()
    wall(STICKER).save(out, "JPEG", quality=70)

    read = admin.post(at(market, "/qris"), data={"foto": (io.BytesIO(out.getvalue()), "a.jpg")})

    assert read.status_code == 200
    assert f'name="payload" value="{STICKER}"' in read.text


def test_a_name_like_the_treasurers_is_no_stranger(market, sign_in):
    browser = sign_in(make_admin(market, make_user(name="Pak Tempe Wahono"), Role.TREASURER))

    assert "tidak mirip" not in browser.post(at(market, "/qris"), data={"payload": STICKER}).text


def test_a_broken_sticker_is_refused_with_all_that_is_wrong(market, treasurer):
    answer = treasurer.post(at(market, "/qris"), data={"payload": STICKER[:-1] + "0"})

    assert answer.status_code == 422
    assert "terpotong atau berubah" in answer.text
    assert STICKER[:-1] + "0" in answer.text
    assert market.qris is None


def test_the_treasurers_account_is_whole_or_not_at_all(market, treasurer):
    answer = treasurer.post(at(market, "/rekening"), data={"bank_name": "BRI"})
    assert answer.status_code == 422
    assert "6 sampai 20 angka" in answer.text
    assert "Tulis atas nama siapa" in answer.text

    page = treasurer.post(at(market, "/rekening"), data=ACCOUNT, follow_redirects=True).text
    assert "BRI 002101234567 a.n. Tono Raharjo" in page
    [entry] = trail()
    assert entry.action == "mengganti rekening bendahara"
    assert "002101234567" not in str(entry.after)


def test_what_the_treasurer_collects_with_cannot_be_taken_away(market, admin):
    give_treasurer_everything(market)
    admin.post(at(market, "/pilihan"), data=WAYS | {"qris": "treasurer", "transfer": "treasurer"})

    page = admin.post(at(market, "/qris/pencabutan"), follow_redirects=True).text
    empty = dict.fromkeys(ACCOUNT, "")
    refused = admin.post(at(market, "/rekening"), data=empty)

    assert "QRIS masih dikumpulkan bendahara." in page
    assert refused.status_code == 422
    assert "Transfer masih dikumpulkan bendahara." in refused.text
    db.session.expire_all()
    assert market.qris
    assert market.bank_account

    admin.post(at(market, "/pilihan"), data=WAYS)
    admin.post(at(market, "/qris/pencabutan"))
    admin.post(at(market, "/rekening"), data=empty)
    db.session.expire_all()
    assert (market.qris, market.bank_account) == (None, "")


@pytest.mark.parametrize("part", ["", "/pilihan", "/qris", "/rekening"])
def test_strangers_find_nothing(market, app, sign_in, part):
    other = make_market()
    neighbour = sign_in(make_admin(other))
    their_treasurer = sign_in(make_admin(other, make_user(), Role.TREASURER))

    assert neighbour.get(at(market, part)).status_code == 404
    assert their_treasurer.get(at(market, part)).status_code == 404
    assert "/masuk" in app.test_client().get(at(market, part)).location


@pytest.mark.parametrize("part", ["/pilihan", "/qris", "/qris/pencabutan", "/rekening"])
def test_strangers_change_nothing(market, sign_in, part):
    give_treasurer_everything(market)
    neighbour = sign_in(make_admin(make_market()))

    sent = WAYS | ACCOUNT | {"payload": STICKER, "is_mine": "y"}
    assert neighbour.post(at(market, part), data=sent).status_code == 404
    assert trail() == []


@pytest.mark.race
def test_collecting_and_taking_the_sticker_away_at_once_leave_one_of_them(app):
    """Whoever comes second is refused: never a market that collects with nothing."""
    market, admin = make_market(), make_user()
    give_treasurer_everything(market)
    market_id, admin_id = market.id, admin.id

    def here():
        return db.session.get_one(Market, market_id), db.session.get_one(User, admin_id)

    def collect():
        market, by = here()
        set_ways(market, {Method.QRIS}, {Method.QRIS}, 0, by)

    def take_away():
        market, by = here()
        set_qris(market, None, by)

    raised = at_once(app, collect, take_away)

    assert [type(error) for error in raised if error] in ([NothingToCollectWith], [StillCollects])
    assert market.collects_qris == bool(market.qris)


def test_the_sticker_is_kept_as_it_was_read(app):
    market, by = make_market(), make_user()

    set_qris(market, read_static(f" {STICKER}\n"), by)
    db.session.commit()

    assert market.qris == STICKER
