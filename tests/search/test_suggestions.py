"""`/cari/saran`: visible things whose names begin as typed."""

from marketplace.catalogue.rules import ProductMove
from marketplace.kit.clock import now
from marketplace.web.db import db
from tests.counting import statements
from tests.make import make_category, make_market, make_product, make_stall


def ask(client, typed):
    answer = client.get("/cari/saran", query_string={"q": typed})
    assert answer.status_code == 200
    return [(each["kind"], each["label"]) for each in answer.json["suggestions"]]


def test_products_categories_stalls_and_markets_are_suggested(client):
    market = make_market("purwantoro-rw-15", nickname="Sanan")
    category = make_category("kripcamilan", "Sanan renyah")
    stall = make_stall(market, name="Dapur Sanan Jaya")
    make_product(stall, title="Keripik sanan asli", category=category)

    assert ask(client, "san") == [
        ("produk", "Keripik sanan asli"),
        ("kategori", "Sanan renyah"),
        ("pasar", "Pasar RW 15 Purwantoro"),
        ("lapak", "Dapur Sanan Jaya"),
    ]


def test_addresses_lead_to_the_things(client):
    product = make_product(title="Nastar keju")

    url = client.get("/cari/saran?q=nast").json["suggestions"][0]["url"]

    assert url == f"/produk/{product.id}-{product.slug}"
    assert client.get(url).status_code == 200


def test_what_a_stranger_may_not_see_is_not_suggested(client):
    hidden = make_product(title="Nastar rahasia")
    hidden.make(ProductMove.HIDE, now())
    db.session.commit()
    make_product(title="Nastar draf", published=False)
    make_stall(make_market(opened=False), name="Nastar Bu Tutup")
    make_stall(approved=False, name="Nastar Bu Baru")

    assert ask(client, "nastar") == []


def test_one_letter_signs_and_nothing_suggest_nothing(client):
    make_product(title="Nastar")

    for typed in ("", "n", "%", "_", "%%", "__", "'", "\\\\", '" OR'):
        assert ask(client, typed) == [], typed


def test_there_are_never_more_than_eight(client):
    stall = make_stall(name="Nastar Bu Sri")
    for n in range(10):
        make_product(stall, title=f"Nastar nomor {n}")

    assert 1 < len(ask(client, "nastar")) <= 8


def test_a_browser_may_keep_them_for_a_minute(client):
    headers = client.get("/cari/saran?q=nas").headers

    assert headers["Cache-Control"] == "private, max-age=60"


def test_any_word_of_a_name_may_begin_so(client):
    make_product(title="Keripik tempe sagu")

    assert ask(client, "tem") == [("produk", "Keripik tempe sagu")]
    assert ask(client, "keripik te") == [("produk", "Keripik tempe sagu")]
    assert ask(client, "te keripik") == [("produk", "Keripik tempe sagu")]


def test_earlier_words_may_be_half_typed_too(client):
    make_product(title="Keripik tempe Sanan")
    make_product(title="Keripik singkong")

    assert ask(client, "kerip tem") == [("produk", "Keripik tempe Sanan")]
    assert ask(client, "k tem") == [], "one letter is the beginning of too much"


def test_another_spelling_begins_so_too(client):
    make_product(title="Kerupuk puli")

    assert ask(client, "krup") == [("produk", "Kerupuk puli")]
    assert ask(client, "krupuk pu") == [("produk", "Kerupuk puli")]


def test_what_several_titles_begin_with_is_a_phrase_to_search_and_comes_first(client):
    stall = make_stall()
    for taste in ("pedas", "pedas manis", "rasa keju", "rasa sapi"):
        make_product(stall, title=f"Keripik tempe {taste}")

    lines = client.get("/cari/saran?q=keripik te").json["suggestions"]

    assert [each["label"] for each in lines[:2]] == ["keripik tempe", "keripik tempe pedas"]
    assert {each["kind"] for each in lines[:2]} == {"cari"}
    assert lines[0]["url"] == "/cari?q=keripik+tempe"
    assert "keripik tempe rasa" not in [each["label"] for each in lines]


def test_a_phrase_that_stands_in_the_field_already_is_not_offered(client):
    stall = make_stall()
    for taste in ("pedas", "manis"):
        make_product(stall, title=f"Nastar {taste}")

    assert "cari" not in dict(ask(client, "nastar"))


def test_when_nothing_begins_so_the_corrected_spelling_is_offered(client):
    make_product(title="Keripik tempe sagu")

    assert ask(client, "kripk te") == [("produk", "Keripik tempe sagu")]
    assert ask(client, "zzzz te") == []


def test_things_of_the_market_at_hand_come_first(client):
    here, there = make_market("purwantoro-rw-15"), make_market("bareng-rw-03")
    make_product(make_stall(there), title="Nastar anggur")
    make_product(make_stall(here), title="Kue nastar")
    make_product(make_stall(there), title="Nastar zebra")

    lines = client.get("/cari/saran?q=nast&pasar=purwantoro-rw-15").json["suggestions"]
    products = [each["label"] for each in lines if each["kind"] == "produk"]

    assert products[0] == "Kue nastar"
    assert ask(client, "nast")[-1] == ("produk", "Kue nastar")
    assert client.get("/cari/saran?q=nast&pasar=tidak-ada").status_code == 200


def test_two_stalls_with_the_same_goods_are_one_line(client):
    market = make_market()
    for name in ("Lapak Bu Ani", "Lapak Bu Ina"):
        make_product(make_stall(market, name=name), title="Semprit susu")

    assert ask(client, "semprit su").count(("produk", "Semprit susu")) == 1


def test_what_was_hidden_since_the_names_were_read_is_not_suggested(client, keep_words):
    stall = make_stall(name="Lapak Nastar")
    goods = [make_product(stall, title=title) for title in ("Nastar satu", "Nastar dua")]
    keep_words()
    assert len(ask(client, "nast")) == 4

    for product in goods:
        product.make(ProductMove.HIDE, now())
        db.session.commit()

    assert ask(client, "nast") == [("lapak", "Lapak Nastar")]


def test_a_suggestion_costs_two_statements(client, keep_words):
    make_product(make_stall(name="Lapak Nastar"), title="Nastar")
    keep_words()
    ask(client, "nast")

    with statements() as sent:
        ask(client, "nast")

    assert len(sent) == 2
