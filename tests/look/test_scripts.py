"""The small scripts, in a real browser under the site's own policy."""

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import render_template, render_template_string, request
from PIL import Image
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.look.conftest import MARKET, make_look
from tests.look.gallery import contents

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RECKONING = """{% extends "layouts/page.html" %}
{% block head %}{{ script("auto-submit") }}{% endblock %}
{% block main %}<form method="post" action="/cart.add"><auto-submit data-url="/hitung" data-part="sum">
<input id="asked" name="asked" value="1"><button data-no-script formaction="/hitung">Hitung ulang</button>
<p id="sum">Jadi {{ asked }}</p></auto-submit></form>{% endblock %}"""
received: list[Any] = []


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = make_look()

    @app.get("/")
    def gallery() -> str:
        return render_template("gallery.html", market=MARKET, **contents())

    @app.post("/cart.add")
    def add() -> tuple[str, int]:
        received.append(request.form.to_dict())
        return "", 204  # the browser stays on its page, as after a slow answer

    @app.route("/hitung", methods=["GET", "POST"])
    def reckon() -> str:
        return render_template_string(RECKONING, asked=request.form.get("asked", "1"))

    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(address: str, browser: Browser) -> Iterator[Page]:
    """The gallery at the width of a phone. Nothing may be refused by the policy or thrown by a script."""
    received.clear()
    said: list[str] = []
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(f"Error: {error}"))
    page.goto(address)
    yield page
    page.close()
    assert not [line for line in said if "Content Security Policy" in line or "Error:" in line]


def test_plus_and_minus_count_within_limits(page: Page) -> None:
    number = page.locator("input[name=jumlah]")
    more = page.locator("count-stepper:has(input[name=jumlah]) button[value=tambah]")
    number.fill("8")
    more.click()
    more.click()

    assert number.input_value() == "9"


def test_a_form_is_sent_once(page: Page) -> None:
    button = page.locator(".card .add button").first
    with page.expect_response("**/cart.add"):
        button.evaluate("b => { b.form.requestSubmit(b); b.form.requestSubmit(b); }")
    button.and_(page.locator("[aria-busy=true]")).wait_for()

    assert received == [{"varian": "7"}]
    assert button.is_disabled()


def test_a_photo_travels_small_and_is_shown(page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "besar.png"
    Image.effect_noise((100, 75), 90).resize((2000, 1500)).convert("RGB").save(photo)
    page.set_input_files("input#proof >> nth=0", photo)
    page.locator("photo-pick canvas").first.wait_for()
    page.locator(".slot--full").first.wait_for()
    sent = page.locator("input#proof").first.evaluate(
        "async i => [i.files[0].name, [...new Uint8Array(await i.files[0].arrayBuffer())].join()]"
    )
    small = Image.open(BytesIO(bytes(map(int, sent[1].split(",")))))

    assert sent[0] == "besar.jpg"
    assert small.format == "JPEG"
    assert small.size == (1600, 1200)


def test_a_page_does_not_slide_sideways(page: Page) -> None:
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert over == 0


def test_a_changed_field_reckons_anew_in_place(page: Page, address: str) -> None:
    page.goto(f"{address}/hitung")
    page.fill("#asked", "7")
    page.locator("#asked").blur()
    page.get_by_text("Jadi 7").wait_for()

    assert page.get_by_text("Hitung ulang").is_hidden()
    assert received == []


def test_copying_says_so(page: Page) -> None:
    button = page.locator("copy-button button").last
    button.click()

    button.get_by_text("Tersalin").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_and_reach_it(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
