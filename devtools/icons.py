"""`python -m devtools.icons`: the icons of the installed app, drawn from the mark `static/img/papan.svg`."""

import os
import re
import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

IMG = Path("static/img")
BOARD = "#1a5035"
SIGN = "-4 -10 72 72"  # its corners stay inside four fifths: phones cut a maskable icon round
ICONS = {
    "icon-192.png": (192, ""),
    "icon-512.png": (512, ""),
    "icon-maskable-192.png": (192, BOARD),
    "icon-maskable-512.png": (512, BOARD),
    "apple-touch-icon.png": (180, BOARD),
}


def main() -> None:
    chromium = os.environ.get("PASAR_TEST_CHROMIUM") or shutil.which("chromium")
    mark = (IMG / "papan.svg").read_text()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for name, (side, ground) in ICONS.items():
            save(draw(page, mark, side, ground), IMG / name)
        browser.close()


def draw(page: Page, mark: str, side: int, ground: str) -> bytes:
    """On a ground of its own the sign loses its painted edge: the ground is the board."""
    drawn = mark
    if ground:
        drawn = re.sub(r'<path d="M4.*?/>', "", mark).replace('"0 0 64 64"', f'"{SIGN}"')
    page.set_viewport_size({"width": side, "height": side})
    body = f'<body style="margin:0;background:{ground or "transparent"}">'
    page.set_content(body + drawn.replace("<svg", f'<svg style="display:block;width:{side}px"', 1))
    return page.screenshot(omit_background=True)


def save(drawing: bytes, path: Path) -> None:
    picture = Image.open(BytesIO(drawing)).convert("RGBA")
    picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
