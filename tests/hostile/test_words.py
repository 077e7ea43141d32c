"""Hostile words where words are welcome: a market is named with them, every form takes them, every page shows them
as words.
"""

import io
import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image

from tests.hostile.engines import on_postgres
from tests.hostile.forms import FoundForm, forms_on
from tests.hostile.test_junk import pages_at_home
from tests.world import make_side

MARKUP = """"'><i x9=1>&amp;{{7*7}}%0d"""
LETTERS = "ab\u202eمتجر😀\u200bꦲꦏ\ufeffé" + "\u0301" * 9 + "１２' OR 1=1--%_\\"
WA_LINK = re.compile(r"https://wa\.me/[0-9]*(\?text=[A-Za-z0-9%._~-]*)?")
NUMBERS = {  # what forms with words also need
    "price": "15.000", "grams": "150", "starts": "10.00", "ends": "11.00", "rt": "3",
    "others-0-title": "Besar", "others-0-price": "20.000",
    "others-1-title": "Kecil", "others-1-price": "9.000", "others-2-title": "",
    "kode": "",  # of a voucher, at the checkout: nobody's words
}  # fmt: skip
PIECES = re.compile(r"b\d+-jumlah")  # of an order's lines, to give back
TAKEN = (302, 409)  # a form further up the page may have ended what this one is about
OF_THEIR_OWN_SHAPE = {"nomor", "payload", "kode", "sandi_baru", "email"}  # not words


@pytest.fixture
def side(app: Flask) -> Any:
    return make_side(MARKUP, "purwantoro", 15)


@on_postgres
def test_hostile_words_are_taken_and_shown_as_words(app, side, browsers):
    """First as everything is named, then as everybody who may write something writes it."""
    faults, refused, words = [], [], cycle((f"{LETTERS}\0", f"{MARKUP}\0"))
    for path, browser in pages_at_home(app, side, browsers):
        page = browser.get(path)
        faults += faults_of(path, page)
        for form in forms_on(page, path):
            if set(form.texts) - OF_THEIR_OWN_SHAPE:
                answer = send(browser, form, words)
                faults += faults_of(form.action, answer)
                refused += [form.action] if answer.status_code not in TAKEN else []
    for path, browser in pages_at_home(app, side, browsers):
        faults += faults_of(path, browser.get(path))

    assert faults == []
    assert refused == []


def send(browser: Any, form: FoundForm, words: Iterator[str]) -> Any:
    """The form with the next of these words wherever words may stand."""
    typed = dict(zip(form.texts, words, strict=False))
    typed |= {name: value for name, value in NUMBERS.items() if name in form.values}
    typed |= {name: "1" for name in form.values if PIECES.fullmatch(name)}
    picture = {name: (a_photo(), "foto.png") for name in form.files}
    return browser.post(form.action, data=form.filled(**typed) | picture)


def a_photo() -> io.BytesIO:
    Image.new("RGB", (40, 30), "tan").save(out := io.BytesIO(), "PNG")
    out.seek(0)
    return out


def faults_of(path: str, answer: Any) -> list[str]:
    """What is wrong with an answer that may show hostile words."""
    if answer.status_code >= 500:
        return [f"{path} answers {answer.status_code}"]
    if answer.mimetype != "text/html":
        return []
    page = BeautifulSoup(answer.text, "html.parser")
    faults = [f"alive: {tag}" for tag in page.find_all(attrs={"x9": True})]
    faults += ["escaped twice"] * ("&lt;i" in page.text or "&quot;" in page.text)
    faults += ["reckoned"] * (">&amp;49" in page.text)
    links = [str(link["href"]) for link in page.find_all("a", href=True)]
    faults += [link for link in links if "wa.me" in link and not WA_LINK.fullmatch(link)]
    faults += [link for link in links if link.lower().startswith(("javascript:", "data:"))]
    return [f"{path} {fault}" for fault in faults]
