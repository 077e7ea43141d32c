"""The site as an app: a manifest whose icons are there, a worker at the root, and pages that say what may be kept."""

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from marketplace.cart.queries import COOKIE as CART
from marketplace.orders.queries import COOKIE as GUEST
from marketplace.site.worker import worker
from marketplace.web.keeping import HEADER
from tests.addresses import addresses, home_of
from tests.make import make_product, make_user
from tests.routes import pages_of, word_of
from tests.world import make_side

PUBLIC = "city markets market product stall category cluster".split()
TEXTS = "help terms privacy complaint".split()


@pytest.fixture
def manifest(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    return json.loads(answer.text)


def test_the_manifest_says_what_a_phone_needs_to_install_it(client, manifest):
    assert manifest["name"] == "Pasar RW Kota Malang"
    assert manifest["short_name"] == "Pasar RW"
    assert (manifest["lang"], manifest["display"]) == ("id", "standalone")
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "/"
    css = client.get("/static/css/pasar.css").text
    for colour in (manifest["background_color"], manifest["theme_color"]):
        assert colour in css


def test_every_icon_is_there_with_the_size_it_claims(client, manifest):
    kinds = set()
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert (answer.status_code, answer.mimetype) == (200, icon["type"])
        assert "immutable" in answer.headers["Cache-Control"]
        picture = Image.open(BytesIO(answer.data))
        assert "{}x{}".format(*picture.size) == icon["sizes"]
        kinds.add((icon["sizes"], icon["purpose"]))
        if icon["purpose"] == "maskable":
            assert picture.convert("RGBA").getextrema()[3] == (255, 255)
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= kinds


def test_shortcuts_lead_to_search_orders_and_cart(client, manifest):
    assert [one["url"] for one in manifest["shortcuts"]] == ["/cari", "/pesanan", "/keranjang"]
    for one in manifest["shortcuts"]:
        assert client.get(one["url"]).status_code == 200
        assert client.get(one["icons"][0]["src"]).status_code == 200


def test_pages_name_manifest_touch_icon_and_both_colours(client):
    page = client.get("/bantuan").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    touch = re.search(r'rel="apple-touch-icon" href="([^"]+)"', page)[1]
    assert Image.open(BytesIO(client.get(touch).data)).size == (180, 180)
    light, dark = re.findall(r'<meta name="theme-color" content="(#\w+)"(.*?)>', page)
    assert dark == ("#22325f", ' media="(prefers-color-scheme: dark)"')
    assert light == ("#2b3f78", ' media="(prefers-color-scheme: light)"')


def test_the_worker_stands_at_the_root_and_is_asked_for_afresh(client):
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    shell = json.loads(re.search(r"const SHELL = (\[.*?\]);", answer.text)[1])
    assert "/luring" in shell
    assert [path for path in shell if client.get(path).status_code != 200] == []


def test_the_shell_holds_all_that_the_page_without_network_shows(client):
    shell = re.search(r"const SHELL = .*", client.get("/sw.js").text)[0]
    page = client.get("/luring").text
    for address in re.findall(r'(?:src|href)="(/static/[^"#]+)', page):
        assert address in shell or "apple-touch-icon" in address, address


def test_the_version_moves_with_every_static_file(app, monkeypatch):
    def version():
        with app.test_request_context():
            return re.search(r'VERSION = "(\w+)"', worker())[1]

    before = version()
    assert version() == before
    monkeypatch.setattr("marketplace.site.worker.static_version", lambda: "another")
    assert version() != before


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_only_public_pages_may_be_kept_and_only_for_all(app, sign_in):
    side = make_side("Sanan", "purwantoro", 15)
    kept = set()
    for rule in pages_of(app):
        for path in addresses(app, rule, side, home_of(side))[:1]:
            said = app.test_client().get(path).headers.get(HEADER)
            known = sign_in(side.people["buyer"]).get(path).headers.get(HEADER)
            assert (said, known) in ((None, None), ("for-all", "ask-without-cookies")), path
            if said:
                assert word_of(app, rule) == "public", path
                kept.add(rule.endpoint)
    assert kept == {f"shop.{name}" for name in PUBLIC} | {f"site.{name}" for name in TEXTS}


@pytest.mark.parametrize("cookie", [CART, GUEST, "session", "bahasa"])
def test_whoever_brings_a_cookie_is_asked_to_come_without(client, cookie):
    client.set_cookie(cookie, "sesuatu")
    assert client.get("/").headers[HEADER] == "ask-without-cookies"


def test_a_page_for_all_knows_nobody(client, sign_in):
    product = make_product()
    path = f"/produk/{product.id}-{product.slug}"
    mine = sign_in(make_user(name="Rina Kartikasari"))
    mine.post("/keranjang/tambah", data={"varian": product.variants[0].id})
    assert "Rina" in mine.get(path).text
    page = client.get(path)
    assert page.headers[HEADER] == "for-all"
    assert "Rina" not in page.text
    assert "Keranjang, masih kosong" in page.text


def test_what_is_no_page_may_not_be_kept(client):
    product = make_product()
    for path in ("/produk/999-x", f"/produk/{product.id}-lain", "/cari?q=x", "/luring", "/sw.js"):
        assert HEADER not in client.get(path).headers, path
    assert HEADER not in client.head("/").headers
