"""Where to go next: whatever a request asks for, only a path of our own."""

import pytest
from flask import Flask

from marketplace.web.paths import came_from, own_path

OURS = "http://127.0.0.1:8000"
ELSEWHERE = [
    "//e",
    "///e",
    "////e",
    "/\\e",
    "\\/e",
    "\\\\e",
    "/\\/e",
    "/\t/e",
    "/\n/e",
    "/\r/e",
    "\t//e",
    " //e",
    "//e@127.0.0.1",
    "https:e",
    "https:/e",
    "https://e",
    "HTTPS://e",
    "http:///e",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "@e",
    "e",
    ".e",
    "?next=/",
    "#x",
    "/masuk\r\nSet-Cookie: x=1",
    "/masuk\x00",
    "/ke mana",
    "",
    None,
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nothing_leads_elsewhere(target: str | None) -> None:
    assert own_path(target, "/akun") == "/akun"


@pytest.mark.parametrize(
    "target",
    ["/", "/pesanan", "/cari?q=tempe&hal=2", "/produk/1-keripik#ulasan", "/a//b", "/@e", "/a:b"],
)
def test_a_path_of_our_own_is_kept(target: str) -> None:
    assert own_path(target, "/akun") == target


@pytest.mark.parametrize(
    ("referrer", "path"),
    [
        (OURS + "/lapak/dapur-sri", "/lapak/dapur-sri"),
        ("http://localhost/lapak/dapur-sri", "/lapak/dapur-sri"),
        (OURS + "/", "/"),
        (OURS, "/keranjang"),
        (OURS + "//e", "/keranjang"),
        (OURS + ".contoh.invalid/e", "/keranjang"),
        ("https://contoh.invalid/?" + OURS + "/", "/keranjang"),
        (None, "/keranjang"),
    ],
)
def test_back_to_the_page_that_was_pressed(referrer: str | None, path: str) -> None:
    app = Flask("paths")
    app.config["BASE_URL"] = OURS
    headers = {"Referer": referrer} if referrer else {}

    with app.test_request_context("/keranjang/tambah", method="POST", headers=headers):
        assert came_from("/keranjang") == path
