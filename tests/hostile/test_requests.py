"""Requests that no form of ours sends: odd methods, bodies, cookies and headers, everywhere."""

import io
from itertools import cycle, islice
from typing import Any

import pytest

from tests.addresses import addresses, home_of
from tests.routes import pages_of, unsafe_of

JUNK_COOKIES = (
    "sesi=x; keranjang=x; kunci=x",
    "sesi=.eJwNyEEK; keranjang=%00%ED%A0%80; kunci=......",
    'sesi="\\000\\377"; keranjang="\\000"; kunci="\\000.\\000"',
    f"sesi={'s' * 8000}; keranjang={'k' * 8000}; kunci={'q.' * 4000}",
    "sesi; keranjang=; =kunci; ;;;=====",
    "remember_token=1|0000; session=1; _user_id=1",
)
JUNK_HEADERS = (
    {"Accept-Language": ";q=,,,*;q=x-" * 300, "Accept": "*;q=\xff", "Accept-Encoding": "br;q=x,gzip;;"},
    {"Range": "bytes=99999999999999999999-0,-", "If-None-Match": '"', "If-Modified-Since": "0001"},
    {"X-Forwarded-For": "::::", "X-Forwarded-Host": "jahat.contoh", "Forwarded": "for=_;;"},
    {"User-Agent": "\xff<script>" * 100, "Referer": "http://[::1", "Content-Length": "x"},
    {"Authorization": "Basic =", "Content-Type": "multipart/form-data", "Transfer-Encoding": "x"},
)  # fmt: skip
BODIES = {
    "application/json": b"[" * 10_000,
    "application/x-www-form-urlencoded": b"pasar=a%00&pilih=%00&step=%00&jumlah=%00&jumlah=%ff&%=&nama[]=1&nama[a]=2&"
    + b"&" * 999,
    "multipart/form-data": b"--x\r\n",
    "multipart/form-data; boundary=x": b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
    'multipart/form-data; boundary="y"': b'--y\r\nContent-Disposition: form-data; name="photo"; '
    b'filename=""\r\nContent-Type: \xff\r\n\r\n\x00\r\n--y',
    "text/xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    "": b"\x00\xff",
}


def test_bodies_that_no_form_sends(app, side, sign_in):
    """Wrong content types, broken parts, names without values: three of them to each address."""
    browser, faults = sign_in(side.people["admin"]), []
    bodies = cycle(BODIES.items())
    for rule, _method in unsafe_of(app):
        if rule.endpoint in ("accounts.sign_out", "accounts.end_other_devices"):
            continue
        path = addresses(app, rule, side, home_of(side))[0]
        for kind, body in islice(bodies, 3):
            status = browser.post(path, data=body, content_type=kind).status_code
            faults += [f"{path} {kind} {status}"] * (status >= 500)
    assert faults == []


def test_junk_in_cookies_and_headers(app, side):
    """A visitor with a browser gone mad is a visitor nobody knows."""
    faults = []
    paths = [addresses(app, rule, side, home_of(side))[0] for rule in pages_of(app)]
    ways = [{"Cookie": junk} for junk in JUNK_COOKIES] + list(JUNK_HEADERS)
    client = app.test_client(use_cookies=False)
    for number, path in enumerate(paths + ["/", "/cari", "/keranjang", "/pesanan", "/masuk"] * 11):
        status = client.get(path, headers=ways[(number + number // 5) % len(ways)]).status_code
        faults += [f"{path} {status} {number}"] * (status >= 500)
    sent = {"varian": side.things["product"].variants[0].id, "jumlah": 1}
    for way in ways:
        answer = client.post(
            "/keranjang/tambah", data=sent, headers=way | {"Sec-Fetch-Site": "same-origin"}
        )
        faults += [f"{way} {answer.status_code}"] * (answer.status_code >= 500)
    assert faults == []


TOO_LARGE: dict[str, dict[str, Any]] = {
    "words": {"data": {"nomor": "x" * 1_100_000}},
    "words of many parts": {"data": {f"n{i}": (io.BytesIO(b"1"), "a") for i in range(1_100)}},
    "a file": {
        "data": b"--x\r\n",
        "content_type": "multipart/form-data; boundary=x",
        "environ_overrides": {"CONTENT_LENGTH": str(68_000_000)},
    },
}


@pytest.mark.parametrize("body", TOO_LARGE)
def test_a_body_that_is_too_large_is_refused_on_a_page(client, body):
    answer = client.post("/masuk", **TOO_LARGE[body])
    assert answer.status_code == 413
    assert "Kirimannya terlalu besar" in answer.text
