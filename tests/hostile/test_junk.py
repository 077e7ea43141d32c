"""Junk in every address, every query and every field of every form: a sentence or a 404, never a broken kitchen,
and what is shown is shown as words.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.addresses import addresses, home_of
from tests.hostile.engines import on_postgres
from tests.routes import pages_of, word_of

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
STRANGE = "\x00\u202eمتجر😀\u200bꦲꦏ\ufeff" + "é" + "\u0301" * 200 + "１２３ ' OR 1=1-- %_\\"
PAYLOADS = {"words": SCRIPT + STRANGE, "long": "x" * 20_000, "huge": "9" * 40, "negative": "-1"}
ARGUMENTS = ["9" * 25, "-1", "0", "a\x00b", "%ED%A0%80", "..%2f..%2fetc", "x" * 300]
QUERIES = (
    "hal q urut min max pasar kategori kecamatan kelurahan siap halal status saring kode k next varian lewat sebelum"
).split()


@on_postgres
def test_junk_in_addresses(app, side, browsers):
    """Junk where an id or a slug belongs, asked by whoever is at home there."""
    faults = []
    for rule in pages_of(app):
        for junk in ARGUMENTS if rule.arguments else ():
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<int:{name}>", junk).replace(f"<{name}>", junk)
            status = browsers[at_home(app, rule)].get(path).status_code
            faults += [f"{path[:60]} {status}"] if status >= 500 else []
    assert not faults


@on_postgres
def test_junk_in_queries(app, side, browsers):
    """Junk behind the question mark of every page: each name has each kind, in turn."""
    faults = []
    for path, browser in pages_at_home(app, side, browsers):
        for turn in range(2):
            payloads = islice(cycle(PAYLOADS.values()), turn, None)
            query = {name: junk[:1000] for name, junk in zip(QUERIES, payloads, strict=False)}
            faults += faults_of(path, browser.get(path, query_string=query))
    assert not faults


def pages_at_home(app: Flask, side: Any, browsers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every page with somebody it is for."""
    for rule in pages_of(app):
        if rule.endpoint in ("files.photo", "accounts.messages"):
            continue
        for path in addresses(app, rule, side, home_of(side))[:1]:
            yield path, browsers[at_home(app, rule)]


def at_home(app: Flask, rule: Rule) -> str:
    officer = dict.fromkeys(("city_officer", "operator"), "officer")
    for_whom = {"producer": "producer", "rw_admin": "admin", "treasurer": "treasurer", **officer}
    name = for_whom.get(word_of(app, rule) or "", "buyer")
    return "applicant" if rule.endpoint.startswith("stalls.") else name


def faults_of(path: str, answer: Any) -> list[str]:
    """What is wrong with the answer to junk."""
    alive = "<script>alert" in answer.text or "<img src=x" in answer.text
    broken = [f"{path} {answer.status_code}"] * (answer.status_code >= 500)
    return broken + [f"{path} not escaped"] * (answer.mimetype == "text/html" and alive)
