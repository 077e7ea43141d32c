"""Searching on a phone: by keyboard and by touch, with and without JavaScript."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from marketplace.regions.models import Market
from marketplace.search import indexer
from tests.make import make_category, make_market, make_product, make_stall

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("engine_name", ["sqlite"]),
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture
def market(app) -> Market:
    """Sanan with keripik of many kinds, and one kue."""
    market = make_market("purwantoro-rw-15", nickname="Sanan")
    stall = make_stall(market, name="Dapur Bu Sri")
    kinds = "pedas original balado keju jagung seledri kencur sagu rebon bawang asin manis gurih"
    for place, kind in enumerate(kinds.split()):
        make_product(stall, title=f"Keripik tempe {kind}", stock=place)
    make_product(stall, title="Nastar nanas", category=make_category("kue", "Kue kering"))
    while indexer.one_round():
        pass
    return market


def field(page: Any) -> Any:
    return page.get_by_label(re.compile("^Cari"))


def options(page: Any) -> Any:
    return page.get_by_role("option")


def assert_accessible(page: Any) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_suggestions_are_reached_by_keyboard(people, market):
    page = people.come()
    page.goto("/pasar/purwantoro-rw-15")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("k")
    expect(options(page)).to_have_count(0)
    box.press_sequentially("eripik te")
    expect(options(page).first).to_contain_text("keripik tempe")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("mark.hit").first).to_have_text("keripik")
    assert_accessible(page)
    assert all(each.bounding_box()["height"] >= 44 for each in options(page).all())
    box.press("ArrowDown")
    chosen = options(page).first
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    box.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("Escape")
    expect(options(page).first).to_be_hidden()
    box.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    box.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_text("keripik tempe")
    box.press("Enter")
    page.wait_for_url("**/cari?**")
    assert page.url.endswith("/cari?q=keripik+tempe&pasar=purwantoro-rw-15")
    assert people.complaints == []


def test_a_thing_that_is_suggested_opens_by_touch(people, market):
    page = people.come()
    page.goto("/")
    field(page).press_sequentially("bu sri")
    options(page).filter(has_text="Dapur Bu Sri").tap()
    page.wait_for_url("**/lapak/dapur-bu-sri")
    assert people.complaints == []


def test_recent_words_stay_on_the_device(people, market):
    page = people.come()
    page.goto("/")
    for words in ("nastar", "keripik pedas", "nastar"):
        field(page).fill(words)
        field(page).press("Enter")
        expect(field(page)).to_have_value(words)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hasil cari {words}")
    page.goto("/")
    field(page).focus()
    expect(options(page)).to_have_text(["nastar", "keripik pedas"])
    field(page).press("ArrowDown")
    field(page).press("Enter")
    page.wait_for_url("**/cari?q=nastar")
    page.goto("/")
    field(page).focus()
    page.get_by_role("button", name="Hapus riwayat").click()
    expect(options(page).first).to_be_hidden()
    assert page.evaluate("localStorage.cari") == "[]"
    assert people.complaints == []


def test_the_market_visited_last_goes_along_until_it_is_taken_off(people, market):
    page = people.come()
    page.goto("/pasar/purwantoro-rw-15")
    page.goto("/")
    field(page).fill("keripik")
    field(page).press("Enter")
    page.wait_for_url("**/cari?q=keripik&dekat=purwantoro-rw-15")
    page.get_by_role("link", name="Buang saringan Dekat RW 15").click()
    page.wait_for_url("**/cari?q=keripik")
    field(page).fill("nastar")
    field(page).press("Enter")
    page.wait_for_url("**/cari?q=nastar")
    assert people.complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_words_facets_chips_and_the_way_back(people, market, scripts):
    page = people.come(scripts=scripts)
    page.goto("/")
    field(page).fill("kripik tempe dibawah 20 ribu")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("heading", name="13 barang")).to_be_visible()
    expect(page.locator(".card__title mark").first).to_have_text("Keripik")
    page.get_by_text("Saring hasil").click()
    page.get_by_label("Siap hari ini").check()
    page.get_by_role("button", name="Tampilkan hasil").click()
    expect(page.get_by_role("heading", name="12 barang")).to_be_visible()
    page.get_by_role("link", name="Buang saringan Sampai Rp20.000").click()
    assert page.url.endswith("/cari?q=kripik+tempe&siap=1")
    page.get_by_role("link", name="Buang saringan Siap hari ini").click()
    last = page.locator(".card__title a").nth(11)
    last.scroll_into_view_if_needed()
    before = page.evaluate("scrollY") if scripts else None
    last.click()
    page.wait_for_url("**/produk/**")
    page.go_back()
    expect(page.get_by_role("heading", name="13 barang")).to_be_visible()
    if scripts:
        assert before > 740
        page.wait_for_function(f"Math.abs(scrollY - {before}) < 40")
        assert_accessible(page)
    assert people.complaints == []


def test_nothing_found_is_accessible_too(people, market):
    page = people.come()
    page.goto("/cari?q=zzzzz")
    expect(page.get_by_role("button", name="Kabari saya")).to_be_visible()
    assert_accessible(page)
    assert people.complaints == []
