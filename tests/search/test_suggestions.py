"""`/cari/saran`: visible things whose names begin as typed."""

from marketplace.catalogue.rules import ProductMove
from marketplace.kit.clock import now
from marketplace.web.db import db
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
