"""Where an answer leads: never out of the house, whatever the request asks for."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.addresses import addresses, home_of
from tests.make import make_product
from tests.routes import rules_of

EVIL = (
    "https://jahat.contoh.invalid/", "//jahat.contoh.invalid", "/\\jahat.contoh.invalid",
    "////jahat.contoh.invalid", "/\t/jahat.contoh.invalid", "https:jahat.contoh.invalid",
    "javascript:alert(1)", "/x\r\nSet-Cookie: a=b", "@jahat.contoh.invalid", "/%0d%0aX: y",
    "http://127.0.0.1:8000@jahat.contoh.invalid/", "http://127.0.0.1:8000//jahat.contoh.invalid",
    "http://127.0.0.1:8000/\\jahat.contoh.invalid", "http://127.0.0.1:8000.jahat.contoh.invalid/",
)  # fmt: skip
NAMES = ("next", "url", "kembali", "return", "ke", "lewat")


def test_no_answer_leads_out_of_the_house(app, side, sign_in):
    """Each rule with each way of asking, as somebody who may do much and as nobody."""
    browsers, faults = [sign_in(side.people["admin"]), app.test_client()], []
    for number, rule in enumerate(rules_of(app)):
        if rule.endpoint in ("static", "accounts.sign_out"):
            continue
        path = addresses(app, rule, side, home_of(side))[0]
        for turn, browser in enumerate(browsers):
            evil = EVIL[(number * 2 + turn) % len(EVIL)]
            faults += [
                f"{path} {evil!r}: {to}" for to in ways_on(browser, rule, path, evil) if out(to)
            ]
    assert faults == []


def ways_on(browser: Any, rule: Any, path: str, evil: str) -> list[str]:
    """Where a GET and a POST with this evil in every place lead."""
    asked = dict.fromkeys(NAMES, evil)
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": re.sub(r"[\r\n]", "", evil)}
    answers = [browser.get(path, query_string=asked, headers=headers)]
    if "POST" in rule.methods:
        query = {"query_string": asked} if "?" not in path else {}
        answers.append(browser.post(path, data=asked, headers=headers, **query))
    assert not any("a=b" in cookie for a in answers for cookie in a.headers.getlist("Set-Cookie"))
    return [a.headers["Location"] for a in answers if "Location" in a.headers]


def out(location: str) -> bool:
    """As a browser reads it: a backslash is a slash, and control characters are not there."""
    read = re.sub(r"[\x00-\x20]", "", location).replace("\\", "/")
    host = urlsplit(urljoin("http://127.0.0.1:8000/a/b", read)).netloc
    return host not in ("127.0.0.1:8000", "localhost")


def test_the_cart_goes_back_to_pages_of_ours_only(app):
    sent = {"varian": make_product().variants[0].id}
    for evil in EVIL:
        headers = {"Sec-Fetch-Site": "same-origin", "Referer": re.sub(r"[\r\n]", "", evil)}
        added = app.test_client().post("/keranjang/tambah", data=sent, headers=headers)
        assert added.status_code == 302
        assert not out(added.location), evil
    ours = {"Sec-Fetch-Site": "same-origin", "Referer": "http://127.0.0.1:8000/cari?q=a"}
    added = app.test_client().post("/keranjang/tambah", data=sent, headers=ours)
    assert added.location == "/cari?q=a"
