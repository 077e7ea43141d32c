"""Every macro draws, with real and with awkward goods."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, flash, render_template

from tests.look.conftest import MARKET, NEIGHBOUR
from tests.look.gallery import DIGEST, contents, product
from tests.look.gallery_forms import every_field

GALLERY = Path("tests/look/gallery.html").read_text()
COMPONENTS = sorted(Path("templates/components").glob("*.html"))
WITHIN = {"add", "flashes", "script", "site_bar", "site_foot"}  # drawn by others, layouts included


def draw(app: Flask, source: str, **names: Any) -> BeautifulSoup:
    return BeautifulSoup(app.jinja_env.from_string(source).render(**names), "html.parser")


@pytest.fixture
def page(look: Flask) -> BeautifulSoup:
    flash("Masuk keranjang")
    return BeautifulSoup(
        render_template("gallery.html", market=MARKET, **contents()), "html.parser"
    )


def test_the_gallery_shows_every_component() -> None:
    shown = set(re.findall(r'components/(\w+)\.html"', GALLERY))

    assert {path.stem for path in COMPONENTS} - WITHIN <= shown


def test_no_identity_is_used_twice(page: BeautifulSoup) -> None:
    for form in page.select("form.stack[novalidate]")[1:]:
        form.decompose()  # the same form again, without faults
    ids = [tag["id"] for tag in page.select("[id]")]

    assert len(ids) == len(set(ids))


def test_every_control_has_a_name(page: BeautifulSoup) -> None:
    for control in page.select("button:not([aria-hidden]), a"):
        assert (
            control.get_text(strip=True)
            or control.get("aria-label")
            or control.select("[aria-label]")
        )


def test_a_page_wears_the_colour_of_its_market(page: BeautifulSoup) -> None:
    assert page.html["data-board"] == "manggis"
    assert page.select_one("meta[name=theme-color]")["content"] == "#6f2350"
    assert "Pasar RW 15" in page.select_one(".bar__name").get_text()
    assert "0812-0000-0123" in page.select_one(".foot").get_text()


def test_a_page_of_the_city_wears_the_colour_of_the_city(look: Flask) -> None:
    look.jinja_env.globals["current_user"] = NEIGHBOUR
    page = BeautifulSoup(render_template("gallery.html", **contents()), "html.parser")

    assert page.html["data-board"] == "nila"
    assert "Kota Malang" in page.select_one(".bar__name").get_text()
    assert "Rina" in page.select_one(".bar").get_text()


def test_a_pasted_link_shows_title_and_picture(page: BeautifulSoup) -> None:
    described = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}

    assert described["og:title"] == page.title.get_text() == "Semua bahan “lengkap”: Pasar & 'RW'"
    assert described["og:image"].startswith("http://localhost/static/img/og-default.jpg")
    assert described["og:url"] == "http://localhost/pasar/purwantoro-rw-15"


CARD = '{% from "components/card.html" import card %}{{ card(product) }}'


def test_a_sold_out_card_offers_no_plus(look: Flask) -> None:
    assert not draw(look, CARD, product=product(1, gone=True)).select(".add")


def test_a_card_with_sizes_leads_to_its_page(look: Flask) -> None:
    card = draw(look, CARD, product=product(1, variant_id=None, price_varies=True))

    assert card.select_one(".add a")["href"] == "/produk/1-keripik"
    assert "mulai 150 g" in card.get_text()


def test_a_card_tells_how_many_are_in_the_cart(look: Flask) -> None:
    button = draw(look, CARD, product=product(1, in_cart=2)).select_one(".add--in button")

    assert button.get_text() == "2"
    assert button["aria-label"].startswith("2 di keranjang")


def test_a_card_without_photo_shows_its_kind(look: Flask) -> None:
    tile = draw(look, CARD, product=product(1, photo=None)).select_one(".photo--none")

    assert tile["aria-label"] == "Setampah keripik tempe"
    assert tile.select("img.jenis--keripik")


def test_a_photo_has_sizes_and_measures(look: Flask) -> None:
    source = '{% from "components/photo.html" import photo %}{{ photo(digest, "50vw", "Foto", width=640) }}'
    img = draw(look, source, digest=DIGEST).img

    assert [part.split()[1] for part in img["srcset"].split(", ")] == [
        "160w",
        "240w",
        "320w",
        "640w",
    ]
    assert img["width"] == img["height"] == "640"


def test_a_refused_field_says_why_and_keeps_what_was_typed(look: Flask) -> None:
    source = '{% from "components/field.html" import field %}{{ field(form.price) }}'
    box = draw(look, source, form=every_field(faulty=True))
    typed = box.select_one("input")

    assert typed["value"] == "12.50"
    assert typed["aria-invalid"] == "true"
    assert box.select_one("#" + typed["aria-describedby"]).get_text().startswith("Tulis jumlahnya")


def test_the_summary_leads_to_every_refused_field(look: Flask) -> None:
    source = """{% from "components/alert.html" import error_summary %}{{ error_summary(form) }}
      {% from "components/field.html" import field %}{% for it in form %}{{ field(it) }}{% endfor %}"""
    form = every_field(faulty=True)
    page = draw(look, source, form=form)
    links = page.select(".alert a")

    assert len(links) == len(form.errors)
    assert all(page.select(link["href"]) for link in links)


def test_a_form_without_fault_has_no_summary(look: Flask) -> None:
    source = '{% from "components/alert.html" import error_summary %}{{ error_summary(form) }}'

    assert not draw(look, source, form=every_field(faulty=False)).select(".alert")


@pytest.mark.parametrize(("page", "shown"), [(1, "1 2 … 9"), (5, "1 … 4 5 6 … 9"), (9, "1 … 8 9")])
def test_page_numbers_show_ends_and_neighbours(look: Flask, page: int, shown: str) -> None:
    paging = SimpleNamespace(page=page, pages=9, url=lambda number: f"?hal={number}")
    source = '{% from "components/pages.html" import pages %}{{ pages(paging) }}'
    numbers = draw(look, source, paging=paging).select("a:not(.pages__go), span")

    assert " ".join(tag.get_text() for tag in numbers) == shown


def test_an_error_page_asks_nobody(look: Flask) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("asked")

    look.jinja_env.globals.update(cart_count=refuse, get_flashed_messages=refuse)
    page = render_template(
        "errors/error.html", code=500, title="Dapur", text="Coba.", reference="R-1"
    )

    assert ">500<" in page
    assert "R-1" in page
    assert BeautifulSoup(page, "html.parser").h1.get_text() == "Dapur"


DESK = """{% extends "layouts/desk.html" %}
{% from "components/dock.html" import dock as places %}
{% block title %}Hari ini{% endblock %}
{% block hello_title %}Pagi, Bu Sri{% endblock %}
{% block main %}<p>Dua pesanan baru</p>{% endblock %}
{% block dock %}{{ places([("sunrise", "Hari ini", "#", True)]) }}{% endblock %}"""


def test_a_desk_has_its_own_header_and_no_footer(look: Flask) -> None:
    page = draw(look, DESK, market=MARKET)

    assert page.h1.get_text() == "Pagi, Bu Sri"
    assert page.select("link[href*='desk.css']")
    assert page.select_one(".dock [aria-current=page]").get_text() == "Hari ini"
    assert not page.select(".foot, .bar")
