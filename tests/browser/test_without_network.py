"""A phone that loses its network: what was looked at opens again, and never shows a person."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from marketplace.regions.models import Market
from tests.make import make_market, make_product, make_stall, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("engine_name", ["sqlite"]),
]
PASSWORD = "jalan-sanan-gang-tiga"
NOTE = "Kamu sedang luring, ini halaman terakhir."
KEPT = """async () => {
  const name = (await caches.keys()).find((one) => one.startsWith("pages-"));
  if (!name) return {};
  const cache = await caches.open(name), found = {};
  for (const request of await cache.keys())
    found[new URL(request.url).pathname] = await (await cache.match(request)).text();
  return found;
}"""


@pytest.fixture
def market(app) -> Market:
    """Sanan with two goods, and somebody who has an account."""
    market = make_market("purwantoro-rw-15", nickname="Sanan")
    stall = make_stall(market, name="Dapur Bu Sri")
    for title in ("Keripik tempe", "Keripik tempe & daun jeruk"):
        make_product(stall, title=title)
    make_user(phone="6281200000301", name="Rina Kartikasari", password=PASSWORD)
    return market


def kept(page: Any) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(KEPT)
    return found


def wait_for_kept(page: Any, path: str) -> None:
    page.wait_for_function(f"async () => {path!r} in (await ({KEPT})())")


def visit(page: Any, path: str) -> str:
    """Open it and wait until the phone has it; gives the address it has."""
    page.goto(path)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => 0)")
    where = "/" + page.url.split("/", 3)[3]
    wait_for_kept(page, where)
    return where


def product_from(page: Any, title: str) -> str:
    return str(page.get_by_role("link", name=re.compile(title)).first.get_attribute("href"))


def sign_in(page: Any) -> None:
    page.goto("/masuk")
    page.get_by_label("Nomor HP").first.fill("6281200000301")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Masuk")).click()
    page.wait_for_url(re.compile("/akun"))


def test_what_was_looked_at_opens_again_and_the_rest_says_what_works(people, market):
    page = people.come()
    visit(page, "/pasar/purwantoro-rw-15")
    first, second = product_from(page, "Keripik tempe$"), product_from(page, "daun jeruk")
    visit(page, second)
    page.context.set_offline(True)

    page.goto("/pasar/purwantoro-rw-15")
    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RW 15")
    assert page.evaluate("document.fonts.check('800 20px Sansita')")
    page.goto(second)
    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keripik tempe & daun jeruk")

    page.goto(first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kamu sedang luring")
    links = page.locator("last-seen a")
    expect(links).to_have_count(2)
    expect(links.first).to_contain_text("Keripik tempe & daun jeruk")
    assert all(link.bounding_box()["height"] >= 44 for link in links.all())
    assert Axe().run(page).response["violations"] == []
    links.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keripik tempe & daun jeruk")

    page.context.set_offline(False)
    page.goto(first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Keripik tempe")
    expect(page.get_by_text(NOTE)).to_have_count(0)


def test_private_pages_never_come_from_the_phone(people, market):
    page = people.come()
    visit(page, "/pasar/purwantoro-rw-15")
    page.locator(".add button").first.click()
    page.wait_for_load_state("load")
    for path in ("/pesanan", "/keranjang", "/cari?q=keripik"):
        page.goto(path)
    page.context.set_offline(True)

    for path in ("/pesanan", "/keranjang", "/cari?q=keripik"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Kamu sedang luring")
    page.context.set_offline(False)
    assert kept(page).keys() == {"/pasar/purwantoro-rw-15"}


def test_a_kept_page_shows_nobody_and_goes_when_somebody_leaves(people, market):
    page = people.come()
    page.goto("/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => 0)")
    sign_in(page)
    visit(page, "/pasar/purwantoro-rw-15")
    page.locator(".add button").first.click()
    page.wait_for_load_state("load")
    expect(page.locator(".bar")).to_contain_text("Rina")
    found = kept(page)
    assert found.keys() == {"/pasar/purwantoro-rw-15"}
    copy = found["/pasar/purwantoro-rw-15"]
    assert "Rina" not in copy
    assert "Keranjang, masih kosong" in copy
    assert "masuk keranjang" not in copy

    page.goto("/akun")
    page.get_by_role("button", name=re.compile("^Keluar$")).click()
    page.wait_for_url(re.compile("/$"))
    page.wait_for_function(f"async () => !('/pasar/purwantoro-rw-15' in (await ({KEPT})()))")
    page.context.set_offline(True)
    page.goto("/pasar/purwantoro-rw-15")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kamu sedang luring")
    assert "Rina" not in page.content()


def test_being_sent_to_the_door_empties_the_phone(people, market):
    page = people.come()
    visit(page, "/pasar/purwantoro-rw-15")
    page.goto("/akun")
    page.wait_for_url(re.compile("/masuk"))
    page.wait_for_function(f"async () => !Object.keys(await ({KEPT})()).length")


def test_older_editions_go_and_photos_stay(people, market):
    page = people.come()
    page.goto("/bantuan")
    page.evaluate(
        "() => Promise.all(['pages-old', 'shell-old', 'photos'].map((n) => caches.open(n)))"
    )
    page.evaluate("() => navigator.serviceWorker.ready.then((r) => r.unregister())")
    visit(page, "/bantuan")
    page.reload()
    page.wait_for_function("async () => !(await caches.keys()).includes('pages-old')")
    names = page.evaluate("() => caches.keys()")
    assert sorted(name.split("-")[0] for name in names) == ["pages", "photos", "shell"]


RULES = Path("static/worker/rules.js").read_text()
OWN = "https://pasar.contoh.invalid"


@pytest.fixture
def rule(browser, engine_name):
    """`rule("kindOf(…)")`: what the worker's rules say, in the browser that runs them."""
    page = browser.new_page()
    yield lambda call: page.evaluate(f"() => {{ {RULES}; return {call}; }}")
    page.close()


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ("GET navigate /pasar/sanan-rw-01", "page"),
        ("GET navigate /pesanan", "page"),
        ("GET navigate /masuk?next=/akun", "door"),
        ("POST navigate /keluar", "leaving"),
        ("POST navigate /keranjang/tambah", "sent"),
        ("GET cors /cari/saran?q=ker", "other"),
        ("HEAD navigate /", "other"),
        ("GET no-cors /files/ab/abc/240.webp", "photo"),
        ("GET no-cors /static/css/pasar.css?v=1", "static"),
    ],
)
def test_the_worker_knows_what_it_is_asked_for(rule, request_, kind):
    method, mode, path = request_.split()
    asked = f"{{method: '{method}', mode: '{mode}', url: '{OWN}{path}'"
    assert rule(f"kindOf({asked}}}, '{OWN}')") == kind
    assert rule(f"kindOf({asked}}}, 'https://lain.contoh.invalid')") == "other"
    assert rule(f"kindOf({asked}, range: true}}, '{OWN}')") == "other"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ("", "keep"),
        ("copy: 'ask-without-cookies'", "ask"),
        ("copy: null", "no"),
        ("copy: 'toString'", "no"),
        ("status: 404", "no"),
        ("redirected: true", "no"),
        ("type: 'opaqueredirect'", "no"),
        ("control: 'no-store'", "no"),
    ],
)
def test_only_what_is_said_to_be_the_same_for_all_is_kept(rule, changed, what):
    usual = "status: 200, type: 'basic', redirected: false, copy: 'for-all', control: 'no-cache'"
    assert rule(f"whatToKeep({{ {usual}, {changed} }})") == what


def test_the_latest_stay(rule):
    assert rule("tooMany([['a', 5], ['b', 9], ['c', 1], ['d', 7]], 2)") == ["a", "c"]
    assert rule("tooMany([['a', 5]], 2)") == []
    assert rule("[MOST_PAGES, PATIENCE]") == [40, 4000]


def test_a_note_stands_in_the_place_of_messages_as_it_is_written(rule):
    page = "<main><div><!--note--></div><p>Isi</p></main>"
    noted = "<main><div><p>$& Luring</p></div><p>Isi</p></main>"
    assert rule(f"withNote({page!r}, '<p>$& Luring</p>')") == noted
    assert rule("titleOf('<title> Keripik &amp; kue </title>')") == "Keripik &amp; kue"
