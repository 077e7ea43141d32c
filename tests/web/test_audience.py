"""No word, no entry; every refusal is a kind page; what is private is never kept."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.web.audience import audience, audience_of, buyer, public, refuse_unmarked
from marketplace.web.effects import bring_about, effect
from marketplace.web.errors import PAGES


@pytest.fixture
def small() -> Flask:
    app = Flask("small")
    refuse_unmarked(app)
    app.add_url_rule("/terbuka", "terbuka", public(lambda: "masuk"))
    app.add_url_rule("/lupa", "lupa", lambda: "masuk", methods=["GET", "POST"])
    return app


def test_a_view_without_a_word_is_refused(small) -> None:
    client = small.test_client()

    assert client.get("/terbuka").status_code == 200
    assert client.get("/lupa").status_code == client.post("/lupa").status_code == 403
    assert client.get("/tidak-ada").status_code == 404


def test_a_word_can_be_asked_for(small) -> None:
    assert audience_of(small, "terbuka") == "public"
    assert audience_of(small, "lupa") is None
    assert audience_of(small, "static") == "public"
    assert buyer(lambda: "").audience == "buyer"
    assert audience("webhook")(lambda: "").audience == "webhook"


@pytest.fixture
def site(app) -> FlaskClient:
    """The real site; its pages are asked for what they answer when something is refused."""
    return app.test_client()


def test_an_unknown_address_is_a_page_with_a_way_on(site) -> None:
    page = site.get("/tidak/ada")

    assert page.status_code == 404
    assert PAGES[404][0] in page.text
    assert 'href="/' in page.text


def test_a_method_that_is_not_there_is_told_so(site) -> None:
    page = site.delete("/masuk")

    assert page.status_code == 405
    assert PAGES[405][0] in page.text
    assert "GET" in page.headers["Allow"]


def test_a_foreign_form_is_refused_kindly(site) -> None:
    page = site.post("/masuk", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 403
    assert PAGES[403][0] in page.text


@pytest.mark.parametrize("code", sorted(PAGES))
def test_every_refusal_has_words_and_no_blame(code: int) -> None:
    title, text = PAGES[code]

    assert title
    assert text.endswith(".")
    assert not {"error", "Anda", "!"} & set(f"{title} {text}".split())


def test_what_breaks_is_a_page_with_a_reference_that_stands_in_the_log(
    app, site, monkeypatch, caplog
) -> None:
    def breaks() -> None:
        raise RuntimeError("sandi rahasia")

    monkeypatch.setitem(app.view_functions, "accounts.sign_in", public(breaks))
    with caplog.at_level(logging.ERROR):
        page = site.get("/masuk")

    assert page.status_code == 500
    assert PAGES[500][0] in page.text
    assert "rahasia" not in page.text
    assert re.search(r"R-[0-9A-F]{6}", page.text)[0] in caplog.text


def test_an_effect_that_nobody_registered_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="nobody registered"):
        bring_about("tests.nobody")


def test_an_effect_reaches_everybody_once() -> None:
    heard: list[str] = []

    def hear(what: str) -> None:
        heard.append(what)

    effect("tests.heard")(hear)
    effect("tests.heard")(hear)
    bring_about("tests.heard", "satu")

    assert heard == ["satu"]
