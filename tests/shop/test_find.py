"""The page of results: what it says, and that every choice shows as many goods as it promises."""

from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from marketplace.catalogue.rules import ProductMove
from marketplace.kit.clock import now, today
from marketplace.regions.actions import create_cluster
from marketplace.regions.rules import Board
from marketplace.stalls.actions import set_holiday
from marketplace.stalls.rules import HalalStatus, StallMove
from marketplace.web.db import begin_write, db
from tests.make import make_category, make_market, make_product, make_stall

HOSTILE = '<script>alert("x")</script> & keripik'


class Shown:
    """One page as a visitor reads it."""

    def __init__(self, client: Any, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, address
        self.text = answer.text
        self.soup = BeautifulSoup(answer.text, "html.parser")

    @property
    def count(self) -> int:
        return int(self.soup.select_one(".browse .head h2").text.split()[0])

    @property
    def titles(self) -> list[str]:
        return [title.text for title in self.soup.select(".card__title")]

    @property
    def marks(self) -> list[str]:
        return [mark.text for mark in self.soup.select("mark.hit")]

    @property
    def chips(self) -> dict[str, str]:
        return {a.text.strip(): a["href"] for a in self.soup.select("a.chip[aria-label^=Buang]")}

    @property
    def names(self) -> list[str]:
        return [a["href"] for a in self.soup.select(".found a")]

    def choice(self, label: str) -> Any:
        return next(a for a in self.soup.select("a.tick") if a.text.startswith(label))

    def promises(self) -> dict[str, int]:
        """Addresses of all choices, links and boxes, with the number that stands beside them."""
        found = {a["href"]: number(a) for a in self.soup.select("a.tick:not([aria-current])")}
        form = self.soup.select_one("form.facets")
        fields = form.select("[type=hidden], [inputmode], [checked]:not([disabled])")
        sent = [(field["name"], field["value"]) for field in fields]
        for box in form.select("[type=checkbox]:not([checked]):not([disabled])"):
            query = urlencode([*sent, (box["name"], box["value"])])
            found[f"/cari?{query}"] = number(box.parent)
        return found


def number(row: Any) -> int:
    return int(row.small.contents[0])


@pytest.fixture
def city(app) -> dict[str, Any]:
    """Goods of three stalls in three markets of two kecamatan, so that every filter parts them."""
    sanan, lesanpuro = make_market("purwantoro-rw-15", nickname="Sanan"), make_market(number=4)
    sukun = make_market("sukun-rw-05")
    kue, keripik = make_category("kue", "Kue kering"), make_category()
    halal = make_stall(sanan, name="Dapur Bu Sri")
    other, far = make_stall(lesanpuro, name="Tempe Pak Slamet"), make_stall(sukun, name="Pia Ning")
    for stall, title, price, category, stock in (
        (halal, "Keripik tempe", 8_000, keripik, 5),
        (halal, "Keripik bayam", 15_000, keripik, 0),
        (halal, "Nastar nanas", 60_000, kue, 3),
        (other, "Keripik tempe pedas", 20_000, keripik, 4),
        (other, "Kue keripik kentang", 25_000, kue, 4),
        (far, "Keripik pisang", 12_000, keripik, 2),
        (far, "Pia kacang hijau", 120_000, kue, 0),
    ):
        make_product(stall, title=title, price=price, category=category, stock=stock)
    begin_write()
    halal.halal = HalalStatus.CERTIFIED
    create_cluster("sanan", "Kampung Tempe", "Tempe", Board.DAUN, [sanan.rw, lesanpuro.rw])
    db.session.commit()
    return {"halal": halal, "other": other, "far": far}


@pytest.mark.parametrize(
    "address",
    [
        "/cari",
        "/cari?siap=1&max=15000",
        "/cari?q=keripik",
        "/cari?q=keripik&kategori=keripik&siap=1",
        "/cari?q=keripik&pasar=purwantoro-rw-15&halal=1",
        "/cari?q=keripik&kecamatan=blimbing&min=10000&max=19999",
        "/cari?q=keripik+di+bawah+20+ribu",
        "/cari?q=keripik+halal+siap+hari+ini",
        "/cari?q=keripik+di+purwantoro",
        "/cari?q=kripik&lapak=dapur-bu-sri",
        "/cari?q=keripik&klaster=sanan&urut=termurah",
        "/cari?kategori=kue&dekat=sukun-rw-05",
        "/cari?q=keripik+di+bawah+20+ribu&persis=1",
    ],
)
def test_every_choice_shows_as_many_goods_as_it_says(client, city, address):
    page = Shown(client, address)
    promises = page.promises()
    assert promises
    assert 0 not in promises.values()
    for link, count in promises.items():
        assert Shown(client, link).count == count, link


def test_filters_in_the_words_are_chips_that_cut_the_words(client, city):
    page = Shown(client, "/cari?q=keripik+halal+di+bawah+10+ribu&urut=termurah")
    assert page.titles == ["Keripik tempe"]
    assert list(page.chips) == ["Halal", "Sampai Rp10.000"]
    assert page.chips["Halal"] == "/cari?q=keripik+di+bawah+10+ribu&urut=termurah"
    box = page.soup.select_one("[name=halal]")
    assert box.has_attr("checked")
    assert box.has_attr("disabled"), "it goes with the words"


def test_chips_of_the_address_let_go_one_by_one(client, city):
    page = Shown(client, "/cari?q=keripik&kategori=keripik&min=10000&max=19999&siap=1")
    assert page.titles == ["Keripik pisang"]
    assert list(page.chips) == ["Keripik", "Siap hari ini", "Rp10.000–20.000"]
    assert page.chips["Rp10.000–20.000"] == "/cari?q=keripik&kategori=keripik&siap=1"
    assert "3 dipakai" in page.text


def test_a_misspelling_is_put_right_and_may_be_kept(client, city):
    page = Shown(client, "/cari?q=keripk+pisang")
    assert page.titles[0] == "Keripik pisang"
    assert page.soup.select_one(".meant strong").text == "keripik pisang"
    keep = page.soup.select_one(".meant a")
    assert keep.text == "Cari “keripk pisang” saja"
    literal = Shown(client, keep["href"])
    assert "Dicari persis seperti yang kamu ketik" in literal.text
    assert literal.soup.select_one(".meant a")["href"] == "/cari?q=keripk+pisang"


def test_taken_literally_the_words_are_no_filters(client, city):
    assert list(Shown(client, "/cari?q=keripik+halal&persis=1").chips) == []


def test_looked_for_words_are_marked_and_titles_stay_harmless(client, city):
    make_product(city["far"], title=HOSTILE)
    page = Shown(client, "/cari?q=kripik")
    assert HOSTILE in page.titles
    assert set(page.marks) == {"Keripik", "keripik"}
    assert "<script>alert" not in page.text


def test_a_scope_is_a_chip_and_leaves_its_market_near(client, city):
    stall = Shown(client, "/cari?q=keripik&lapak=dapur-bu-sri")
    assert set(stall.titles) == {"Keripik tempe", "Keripik bayam"}
    near = "/cari?q=keripik&dekat=purwantoro-rw-15"
    assert stall.chips == {"Dapur Bu Sri": near}
    market = Shown(client, "/cari?q=keripik&pasar=purwantoro-rw-15")
    assert market.chips == {"RW 15 Purwantoro": near}
    after = Shown(client, near)
    assert after.count == 5
    assert after.chips == {"Dekat RW 15 Purwantoro": "/cari?q=keripik"}
    assert "dipakai" not in after.text, "near is an order, no filter"


def test_a_cluster_is_searched_alone(client, city):
    page = Shown(client, "/cari?q=keripik&klaster=sanan")
    assert page.count == 4
    assert page.chips == {"Kampung Tempe": "/cari?q=keripik"}
    assert "sukun" not in str(page.soup.select_one("form.facets"))


@pytest.mark.parametrize(
    "address", ["/pasar/purwantoro-rw-15", "/lapak/dapur-bu-sri", "/klaster/sanan", "/kategori/kue"]
)
def test_the_field_of_a_page_searches_that_page(client, city, address):
    form = BeautifulSoup(client.get(address).text, "html.parser").select_one("form.search")
    name = {"pasar": "pasar", "lapak": "lapak", "klaster": "klaster", "kategori": "kategori"}
    kind, slug = address.strip("/").split("/")
    assert form["action"] == "/cari"
    assert form.select_one(f"[type=hidden][name={name[kind]}]")["value"] == slug


def test_the_field_of_results_keeps_the_filters(client, city):
    page = Shown(client, "/cari?q=keripik&halal=1&kecamatan=blimbing&urut=termurah&fbclid=x")
    kept = {i["name"]: i["value"] for i in page.soup.select("form.search [type=hidden]")}
    assert kept == {"halal": "1", "kecamatan": "blimbing", "urut": "termurah"}


@pytest.mark.parametrize(
    "unknown", ["pasar=x", "lapak=x", "klaster=x", "dekat=x", "kategori=x", "kecamatan=x", "hal=x"]
)
def test_what_is_not_there_narrows_nothing(client, city, unknown):
    page = Shown(client, f"/cari?q=keripik&{unknown}")
    assert page.count == 5
    assert page.chips == {}


def test_a_market_says_more_than_its_kecamatan(client, city):
    page = Shown(client, "/cari?q=keripik&pasar=sukun-rw-05&kecamatan=blimbing")
    assert page.titles == ["Keripik pisang"]
    assert list(page.chips) == ["RW 05 Sukun"]


def test_a_choice_that_is_on_lets_go(client, city):
    page = Shown(client, "/cari?q=keripik&kategori=kue")
    chosen = page.choice("Kue kering")
    assert chosen["aria-current"] == "true"
    assert chosen["href"] == "/cari?q=keripik"


def test_names_hold_all_words_in_any_order_and_spelling(client, city):
    assert Shown(client, "/cari?q=sri+bu").names == ["/lapak/dapur-bu-sri"]
    assert Shown(client, "/cari?q=selamet").names in ([], ["/lapak/tempe-pak-slamet"])
    assert Shown(client, "/cari?q=bu+slamet").names == []
    assert "/klaster/sanan" in Shown(client, "/cari?q=kampung+tempe").names
    assert Shown(client, "/cari?q=pasar+sanan").names == ["/pasar/purwantoro-rw-15"]
    assert "/pasar/sukun-rw-05" in Shown(client, "/cari?q=sukun").names


def test_results_are_not_for_search_engines(client, city):
    assert 'content="noindex, follow"' in Shown(client, "/cari?q=keripik").text
    assert "noindex" not in Shown(client, "/cari").text


def test_past_the_end_is_the_last_page(client, city):
    answer = client.get("/cari?q=keripik&hal=9")
    assert answer.location == "/cari?q=keripik"


def test_nothing_found_leads_on(client, city):
    page = Shown(client, "/cari?q=zzzzz")
    assert "Tidak ada “zzzzz”" in page.text
    assert "Siap diambil hari ini" in page.text
    assert "Keripik pisang" in page.titles
    assert page.soup.select_one("form[action='/cari/kabari'] [name=alamat]")["value"].endswith(
        "/cari?q=zzzzz"
    )


def test_filters_that_left_nothing_show_what_is_there_without_them(client, city):
    page = Shown(client, "/cari?q=nastar&max=1000")
    assert page.count == 0
    assert page.titles == ["Nastar nanas"]
    assert page.soup.select_one(".empty a")["href"] == "/cari?q=nastar"


def test_a_kind_that_is_named_shows_its_goods(client, city):
    make_category("batik", "Batik tulis")
    assert "Siap diambil hari ini" in Shown(client, "/cari?q=batik").text
    page = Shown(client, "/cari?q=qqqq&persis=1&kategori=kue")
    assert "Nastar nanas" in page.titles


@pytest.fixture
def unseen(city) -> str:
    """A word that only goods and names have which a visitor may not see."""
    at = now()
    make_product(city["far"], title="Wingko babat", published=False)
    hidden = make_product(city["far"], title="Wingko ketan", price=7_000)
    resting = make_product(make_stall(city["far"].market, name="Wingko Libur"), title="Wingko")
    closed = make_stall(make_market("bareng-rw-01"), name="Wingko Tutup")
    make_product(closed, title="Wingko tutup")
    make_stall(make_market("bareng-rw-02", nickname="Wingko", opened=False), name="Wingko Nanti")
    make_stall(city["far"].market, name="Wingko Tunggu", approved=False)
    begin_write()
    hidden.make(ProductMove.HIDE, at)
    set_holiday(resting.stall, today(at), today(at))
    closed.make(StallMove.CLOSE, at)
    db.session.commit()
    return "wingko"


def test_what_a_visitor_may_not_see_is_in_no_card_count_or_name(client, unseen):
    page = Shown(client, f"/cari?q={unseen}")
    assert page.count == 0
    assert not any("ingko" in title for title in page.titles)
    assert page.names == ["/lapak/wingko-libur"], "its page opens on holiday too"
    everything = Shown(client, "/cari")
    assert everything.count == 7
    for link, count in everything.promises().items():
        assert Shown(client, link).count == count, link


@pytest.mark.parametrize(
    "scope", ["lapak=wingko-tutup", "lapak=wingko-tunggu", "pasar=bareng-rw-02"]
)
def test_a_place_that_is_not_open_is_no_scope(client, unseen, scope):
    assert Shown(client, f"/cari?{scope}").chips == {}
