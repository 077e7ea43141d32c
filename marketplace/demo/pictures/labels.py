"""Words on pictures: the site's display font, fitted to what it is painted on."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from marketplace.demo.pictures.pieces import rgb

FONT = Path(__file__).parents[3] / "static" / "fonts" / "sansita-800.woff2"
INK, CREAM = (*rgb("#33200f"), 255), (255, 246, 223, 255)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def fitted(text: str, size: int, width: float) -> ImageFont.FreeTypeFont:
    while size > 11 and font(size).getlength(text) > width:
        size -= 1
    return font(size)


def two_lines(title: str) -> list[str]:
    """The name as two balanced lines, at most four words: 'Keripik tempe / daun jeruk'."""
    words = title.split(",")[0].split()[:4] or [title]
    cut = min(
        range(1, len(words) + 1),
        key=lambda i: max(len(" ".join(words[:i])), len(" ".join(words[i:]))),
    )
    return [line for line in (" ".join(words[:cut]), " ".join(words[cut:])) if line]


def label(
    im: Image.Image, box: tuple[int, int, int, int], stall: str, title: str, accent: str
) -> None:
    """A paper label with the stall on a band like its signboard, and the name of the goods."""
    x, y, w, h = box
    d, band, step = ImageDraw.Draw(im), round(h * 0.27), w / 9
    d.rounded_rectangle((x, y, x + w, y + h), 9, fill=(*rgb("#fff6df"), 255))
    signboard(d, (x, y, w, band), step, (*rgb(accent), 255))
    name = fitted(stall, round(band * 0.62), w * 0.88)
    d.text((x + w / 2, y + band * 0.52), stall, font=name, fill=CREAM, anchor="mm")
    lines = two_lines(title)
    f = min((fitted(t, round(h * 0.25), w * 0.88) for t in lines), key=lambda f: f.size)
    free = h - band - step * 0.4
    top = y + band + step * 0.4 + free / 2 - (len(lines) - 1) * f.size * 0.52
    for k, t in enumerate(lines):
        d.text((x + w / 2, top + k * f.size * 1.04), t, font=f, fill=INK, anchor="mm")


def signboard(
    d: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    step: float,
    fill: tuple[int, ...],
) -> None:
    """With a scalloped hem."""
    x, y, w, band = box
    d.rounded_rectangle((x, y, x + w, y + band), 9, fill=fill)
    d.rectangle((x, y + band // 2, x + w, y + band), fill=fill)
    for i in range(9):
        left, top = x + i * step, y + band - step * 0.5
        d.pieslice((left, top, left + step, y + band + step * 0.5), 0, 180, fill=fill)
