"""Bytes over the wire, as design.md 7 allows them."""

import re
from pathlib import Path

import brotli
import pytest

STATIC = Path("static")
KB = 1024


def travels(*names: str) -> int:
    return sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("css/pasar.css", 12),
        ("css/desk.css", 4),
        ("img/icons.svg", 6),
        ("fonts/sansita-800.woff2", 12),
    ],
)
def test_one_file_stays_small(name: str, limit: int) -> None:
    assert travels(name) <= limit * KB


def test_all_scripts_together_stay_small() -> None:
    scripts = [f"js/{path.name}" for path in (STATIC / "js").glob("*.js")]

    assert len(scripts) >= 5
    assert travels(*scripts) < 8 * KB


def test_the_worker_and_the_icons_of_the_app_are_light() -> None:
    icons = [*(STATIC / "img").glob("icon-*.png"), STATIC / "img/apple-touch-icon.png"]

    assert travels("worker/rules.js", "worker/worker.js") < 4 * KB
    assert len(icons) == 5
    assert max(icon.stat().st_size for icon in icons) <= 6 * KB


@pytest.mark.parametrize("tray", ["tampah-224.webp", "tampah-kue-224.webp"])
def test_the_tray_of_a_phone_is_light(tray: str) -> None:
    assert (STATIC / "img" / tray).stat().st_size <= 8 * KB


def test_the_preview_picture_fits_whatsapp() -> None:
    assert (STATIC / "img/og-default.jpg").stat().st_size < 300 * KB


def test_what_others_drew_comes_with_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text()
    assert "Paweł Kuna" in (STATIC / "img/icons.LICENSE.txt").read_text()
    assert "MIT licence" in (STATIC / "img/icons.svg").read_text()


def test_stylesheets_ask_for_nothing_that_is_not_there() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert address.startswith("data:") or (sheet.parent / address).is_file(), address
