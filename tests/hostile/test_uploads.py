"""Hostile files at every upload: refused with a sentence on the page that was filled in, and no file is left."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from flask import Flask
from PIL import Image

from tests.hostile.forms import FoundForm, forms_on
from tests.hostile.test_junk import pages_at_home


def picture(kind: str, **more: Any) -> bytes:
    Image.new("RGB", (60, 40), "tan").save(out := io.BytesIO(), kind, **more)
    return out.getvalue()


def promised(width: int, height: int) -> bytes:
    """The head of a PNG that promises a size, and next to nothing behind it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    whole = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(whole)


SCRIPT = b"<script>alert(1)</script><?php system('id'); ?>"
MOVING = {"save_all": True, "append_images": [Image.new("RGB", (60, 40), "red")]}
FILES = {
    "foto.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "foto.jpg": picture("GIF") + SCRIPT,
    "foto.html": SCRIPT,
    "foto.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(id) run",
    "../../bom.png": promised(20_000, 20_000),
    "garis.png": promised(1, 1_000_000),
    "kosong.jpg": b"",
    "terpotong.jpg": picture("JPEG")[:-200],
    "gerak.webp": picture("WEBP", **MOVING),
    "gerak.gif": picture("GIF", **MOVING),
    f"{'n' * 300}.pdf": b"%PDF-1.4\n1 0 obj<</JS(app.alert(1))>>",
    "nol\0.jpg\"><i x9=1>": b"\0" * 64,
}  # fmt: skip


def test_no_hostile_file_is_taken_anywhere(app, side, browsers):
    before, asked, faults = files_of(app), set(), []
    for path, browser in list(pages_at_home(app, side, browsers)):
        for form in forms_on(browser.get(path), path):
            for field in form.files:
                asked.add(field.rpartition("-")[2])  # r2-bukti: of one of several on a page
                faults += refused_everywhere(browser, form, field)

    assert faults == []
    assert asked == {"photos", "photo", "bukti", "foto"}
    assert files_of(app) == before


def refused_everywhere(browser: Any, form: FoundForm, field: str) -> list[str]:
    """Each file alone; what was typed is right, so that the file alone is to blame."""
    faults = []
    for name, content in FILES.items():
        sent = form.filled(**{field: (io.BytesIO(content), name)})
        answer = browser.post(form.action, data=sent)
        if answer.status_code != 422 or "<i x9" in answer.text or "<form" not in answer.text:
            faults.append(f"{form.action} {name[:20]}: {answer.status_code}")
    return faults


def files_of(app: Flask) -> set[Path]:
    """Everything in the data folder but the database."""
    found = {path for path in app.config["DATA"].rglob("*") if path.is_file()}
    return {path for path in found if not path.name.startswith("pasar.db")}


def test_a_good_picture_that_comes_too_late_leaves_no_file(app, side, browsers):
    """Proofs for orders that wait for none, and for refunds that are none."""
    desk = f"/penjual/{side.things['stall'].slug}/pesanan"
    orders, before = side.things["orders"], files_of(app)

    answers = [send(browsers["buyer"], f"/pesanan/{orders[n].code}/bukti") for n in (1, 2, 3)]
    assert [answer.status_code for answer in answers] == [409] * 3
    late = send(browsers["producer"], f"{desk}/{orders[0].code}/pengembalian/1")
    assert late.status_code == 404
    assert files_of(app) == before


def test_a_second_proof_takes_the_place_of_the_first(app, side, browsers):
    order = side.things["orders"][0]
    before = files_of(app)
    for _ in range(3):
        assert send(browsers["buyer"], f"/pesanan/{order.code}/bukti").status_code == 302
    assert len(files_of(app) - before) == 1


def send(browser: Any, path: str) -> Any:
    return browser.post(path, data={"bukti": (io.BytesIO(picture("PNG")), "bukti.png")})
