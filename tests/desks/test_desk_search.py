"""Searching inside a desk finds what that desk may see, in every state, and nothing of anybody else's."""

from datetime import timedelta

import pytest

from marketplace.catalogue.actions import feature, submit_product
from marketplace.catalogue.rules import ProductMove, ProductStatus
from marketplace.kit.clock import now
from marketplace.search import indexer
from marketplace.search.engines import choosing
from marketplace.web.db import db
from tests.counting import statements
from tests.make import make_admin, make_market, make_producer, make_product, make_stall


@pytest.fixture(autouse=True)
def fresh_engines(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "search", choosing.engines(app))
    monkeypatch.setattr(indexer, "PATIENCE", timedelta())


@pytest.fixture(params=["whoosh", "database"])
def engine(request, app, monkeypatch):
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", request.param)


def waiting(stall, title):
    product = make_product(stall, title=title, published=False)
    submit_product(product, now())
    db.session.commit()
    return product


def moved(product, move):
    product.make(move, now())
    db.session.commit()
    return product


class City:
    """Two markets with two stalls each; every stall has the same goods in every state, named after it."""

    def __init__(self):
        self.markets = [make_market(), make_market()]
        self.stalls = [
            make_stall(market, name=f"Dapur {name}")
            for market, names in zip(
                self.markets, (("Anggrek", "Bougenvil"), ("Cempaka", "Dahlia")), strict=True
            )
            for name in names
        ]
        for stall in self.stalls:
            name = stall.name.split()[-1]
            make_product(stall, title=f"Nastar tampil {name}")
            make_product(stall, title=f"Nastar draf {name}", published=False)
            waiting(stall, f"Nastar antre {name}")
            moved(make_product(stall, title=f"Nastar simpan {name}"), ProductMove.HIDE)
            moved(
                make_product(stall, title=f"Nastar arsip {name}", published=False),
                ProductMove.ARCHIVE,
            )
        while indexer.one_round():
            pass


@pytest.fixture
def city(app):
    return City()


STRANGE_TO_A = ("Bougenvil", "Cempaka", "Dahlia")


def test_a_producer_finds_own_goods_of_every_state(engine, city, sign_in):
    stall = city.stalls[0]

    page = sign_in(make_producer(stall)).get(f"/penjual/{stall.slug}/dagangan?q=nastar").text

    for state in ("tampil", "draf", "antre", "simpan", "arsip"):
        assert f"Nastar {state} Anggrek" in page
    listed = page[page.index('<ul class="box goods') :]
    for status in ("draft", "submitted", "published", "hidden", "archived"):
        assert ProductStatus(status).label in listed
    assert "5 dagangan ketemu" in page
    assert not [name for name in STRANGE_TO_A if name in page]


def test_a_producer_finds_within_one_state(city, sign_in):
    stall = city.stalls[0]

    page = (
        sign_in(make_producer(stall))
        .get(f"/penjual/{stall.slug}/dagangan?q=nastar&status=draft")
        .text
    )

    assert "Nastar draf Anggrek" in page
    assert "1 dagangan ketemu" in page
    assert "Nastar tampil" not in page
    assert 'name="status" value="draft"' in page


def test_the_words_of_others_drafts_are_neither_found_nor_suggested(city, sign_in):
    stall, other = city.stalls[:2]
    make_product(other, title="Zulfrika rahasia", published=False)
    while indexer.one_round():
        pass
    browser = sign_in(make_producer(stall))

    for typed in ("zulfrika", "zulfrik", "zulfirka", "nastar+zulfrika"):
        page = browser.get(f"/penjual/{stall.slug}/dagangan?q={typed}").text
        assert "Zulfrika rahasia" not in page
        assert "<strong>zulfrika" not in page


def test_a_draft_with_a_word_of_its_own_is_found_though_spelling_knows_a_likelier_one(
    city, sign_in
):
    stall = city.stalls[0]
    make_product(stall, title="Kemplang ikan")
    make_product(stall, title="Kemplung ikan", published=False)
    while indexer.one_round():
        pass

    page = sign_in(make_producer(stall)).get(f"/penjual/{stall.slug}/dagangan?q=kemplung").text

    assert "Kemplung ikan" in page
    assert "Menampilkan hasil untuk" not in page


def test_a_typing_mistake_is_put_right_and_said(city, sign_in):
    stall = city.stalls[0]

    page = sign_in(make_producer(stall)).get(f"/penjual/{stall.slug}/dagangan?q=nasttar").text

    assert "Menampilkan hasil untuk <strong>nastar</strong>" in page
    assert "Nastar draf Anggrek" in page


def test_the_second_page_keeps_the_words_and_one_past_the_end_is_the_last(city, sign_in):
    stall = city.stalls[0]
    for n in range(10):
        make_product(stall, title=f"Nastar isi {n}", published=False)
    while indexer.one_round():
        pass
    browser, address = sign_in(make_producer(stall)), f"/penjual/{stall.slug}/dagangan?q=nastar"

    first, second, beyond = (
        browser.get(f"{address}{tail}").text for tail in ("", "&hal=2", "&hal=9")
    )

    assert "15 dagangan ketemu" in first
    assert "q=nastar&amp;hal=2" in first
    assert second.count("<h2><a") == beyond.count("<h2><a") == 3


@pytest.mark.parametrize("page", ["dagangan", "dagangan?status=draft"])
def test_a_producer_reads_when_nothing_is_found(city, sign_in, page):
    stall = city.stalls[0]
    joint = "&" if "?" in page else "?"

    text = sign_in(make_producer(stall)).get(f"/penjual/{stall.slug}/{page}{joint}q=xyzzy").text

    assert "Tidak ketemu" in text
    assert "xyzzy" in text


def test_an_admin_finds_in_the_queue_only_what_waits_in_this_market(engine, city, sign_in):
    market = city.markets[0]
    make_stall(market, approved=False, name="Nastar Bu Baru")
    make_stall(city.markets[1], approved=False, name="Nastar Bu Jauh")
    make_stall(market, approved=False, submitted=False, name="Nastar Bu Nanti")

    page = sign_in(make_admin(market)).get(f"/kelola/{market.slug}?q=nastar").text

    for found in (
        "Nastar antre Anggrek",
        "Nastar antre Bougenvil",
        "Nastar Bu Baru",
        "3 hal cocok",
    ):
        assert found in page
    for stranger in (
        "Cempaka",
        "Dahlia",
        "Bu Jauh",
        "Bu Nanti",
        "draf",
        "Nastar tampil",
        "simpan",
        "arsip",
    ):
        assert stranger not in page


def test_an_admin_reads_when_nothing_in_the_queue_fits(city, sign_in):
    market = city.markets[0]

    page = sign_in(make_admin(market)).get(f"/kelola/{market.slug}?q=cempaka").text

    assert "Tidak ada yang menunggu yang cocok" in page


def test_an_admin_finds_for_the_front_only_what_visitors_of_this_market_see(engine, city, sign_in):
    market = city.markets[0]
    admin = make_admin(market)
    front = make_product(city.stalls[0], title="Nastar depan Anggrek")
    feature(front, "Enak.", admin, now())
    db.session.commit()
    while indexer.one_round():
        pass

    page = sign_in(admin).get(f"/kelola/{market.slug}/pilihan?q=nastar").text
    others = page[page.index('id="lain"') :]

    assert "Nastar tampil Anggrek" in others
    assert "Nastar tampil Bougenvil" in others
    for stranger in ("Cempaka", "Dahlia", "draf", "antre", "simpan", "arsip", "Nastar depan"):
        assert stranger not in others


def test_an_admin_finds_stalls_of_this_market_by_name_or_owner(city, sign_in):
    market = city.markets[0]
    make_stall(market, approved=False, submitted=False, name="Dapur Anggrek Nanti")
    browser = sign_in(make_admin(market))

    def names(words):
        page = browser.get(f"/kelola/{market.slug}/lapak", query_string={"q": words}).text
        return [
            name
            for name in ("Anggrek", *STRANGE_TO_A, "Nanti")
            if f"Dapur {name}" in page or f"k {name}" in page
        ]

    assert names("anggrek dapur") == ["Anggrek"]
    assert names("wahyuni") == ["Anggrek", "Bougenvil"]
    assert names("cempaka") == names("%") == names("_") == []
    assert "Tidak ada lapak bernama" in browser.get(f"/kelola/{market.slug}/lapak?q=cempaka").text


def desks(city, sign_in):
    """(browser, address) of every page with a search field."""
    market, stall = city.markets[0], city.stalls[0]
    admin, producer = sign_in(make_admin(market)), sign_in(make_producer(stall))
    yield producer, f"/penjual/{stall.slug}/dagangan"
    for page in ("", "/pilihan", "/lapak"):
        yield admin, f"/kelola/{market.slug}{page}"


def test_whatever_is_typed_is_answered(city, sign_in):
    for browser, page in list(desks(city, sign_in)):
        for typed in ("'", '" OR *', "%", "🙂", "a" * 500, "yang", "-"):
            assert browser.get(page, query_string={"q": typed}).status_code == 200, (page, typed)


def test_a_searching_desk_asks_at_most_fifteen_things(engine, city, sign_in, keep_words):
    keep_words()

    for browser, page in list(desks(city, sign_in)):
        for typed in ("nastar", "nasttar", "nast", "nastar xyzzy", "nasttar xyzzy", "xyzzy"):
            with statements() as sent:
                browser.get(page, query_string={"q": typed})
            assert len(sent) <= 15, (page, typed, len(sent))
