"""Junk in every address, every query and every field of every form: a sentence or a 404, never a broken kitchen,
and what is shown is shown as words.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.addresses import addresses, home_of
from tests.routes import pages_of, word_of
from tests.world import make_side

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
STRANGE = "\x00\u202eمتجر😀\u200bꦲꦏ\ufeff" + "é" + "\u0301" * 200 + "１２３ ' OR 1=1-- %_\\"
PAYLOADS = {"words": SCRIPT + STRANGE, "long": "x" * 20_000, "huge": "9" * 40, "negative": "-1"}
ON_BOTH = [("sqlite", kind) for kind in PAYLOADS] + [
    pytest.param("postgresql", "words", marks=pytest.mark.postgres)  # it alone minds zero bytes
]
ARGUMENTS = ["9" * 25, "-1", "0", "a\x00b", "%ED%A0%80", "..%2f..%2fetc", "x" * 300]
QUERIES = "hal q urut min max pasar kategori kecamatan kelurahan siap halal status saring kode k next varian lewat"


@pytest.fixture
def side(app: Flask) -> Any:
    return make_side("Timur", "purwantoro", 15)


@pytest.fixture
def browsers(side: Any, sign_in: Any, app: Flask) -> dict[str, Any]:
    people = {
        name: sign_in(side.people[name]) for name in ("buyer", "producer", "admin", "applicant")
    }
    return people | {"guest": app.test_client()}


def test_junk_in_addresses(app, browsers):
    """Junk where an id or a slug belongs."""
    faults = []
    for rule in pages_of(app):
        for junk in ARGUMENTS if rule.arguments else ():
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<int:{name}>", junk).replace(f"<{name}>", junk)
            for name, browser in browsers.items():
                status = browser.get(path).status_code
                faults += [f"{name} {path[:60]} {status}"] if status >= 500 else []
    assert not faults


def test_junk_in_queries(app, side, browsers):
    """Junk behind the question mark of every page, asked by whoever is at home there."""
    faults = []
    for path, browser in pages_at_home(app, side, browsers):
        for payload in PAYLOADS.values():
            query = dict.fromkeys(QUERIES.split(), payload[:1000])
            answer = browser.get(path, query_string=query)
            faults += [f"{path} {answer.status_code}"] if answer.status_code >= 500 else []
            faults += [f"{path} not escaped"] if is_alive(answer) else []
    assert not faults


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("engine_name", "kind"), ON_BOTH)
def test_junk_in_every_field(app, side, browsers, kind):
    """Every form of every page is sent with the payload in every field; then every page is read again."""
    faults = []
    for path, browser in list(pages_at_home(app, side, browsers)):
        for action, fields in forms_of(browser.get(path), path):
            sent = dict.fromkeys(fields, PAYLOADS[kind]) or {"x": PAYLOADS[kind]}
            answer = browser.post(action, data=sent)
            faults += [f"{action} {answer.status_code}"] if answer.status_code >= 500 else []
            faults += [f"{action} not escaped"] if is_alive(answer) else []
    for path, browser in pages_at_home(app, side, browsers):
        answer = browser.get(path)
        faults += [f"{path} {answer.status_code}"] if answer.status_code >= 500 else []
        faults += [f"{path} not escaped"] if is_alive(answer) else []
    assert not faults


def pages_at_home(app: Flask, side: Any, browsers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every page with somebody it is for."""
    for_whom = {"producer": "producer", "rw_admin": "admin", "treasurer": "admin"}
    for rule in pages_of(app):
        if rule.endpoint in ("files.photo", "accounts.messages"):
            continue
        name = for_whom.get(word_of(app, rule) or "", "buyer")
        name = "applicant" if rule.endpoint.startswith("stalls.") else name
        for path in addresses(app, rule, side, home_of(side))[:1]:
            yield path, browsers[name]


def forms_of(answer: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """Where each form of a page goes when it is sent, and its fields (no files, no signing out)."""
    if answer.mimetype != "text/html":
        return
    for form in BeautifulSoup(answer.text, "html.parser").find_all("form", method="post"):
        action = form.get("action") or path
        fields = [
            field["name"]
            for field in form.find_all(["input", "select", "textarea"])
            if field.get("name") and field.get("type") != "file"
        ]
        if action != "/keluar" and "perangkat" not in action:
            yield action, fields


def is_alive(answer: Any) -> bool:
    """Whether the payload came back as markup."""
    return answer.mimetype == "text/html" and (
        "<script>alert" in answer.text or "<img src=x" in answer.text
    )
