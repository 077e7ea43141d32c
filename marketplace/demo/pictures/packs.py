"""Pouches and jars with goods to be seen inside and a label."""

from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.demo.pictures.kinds import Piece
from marketplace.demo.pictures.labels import label
from marketplace.demo.pictures.pieces import SHADE, lay, mix, put, rgb, shadowed

LANCZOS, BICUBIC = Image.Resampling.LANCZOS, Image.Resampling.BICUBIC
Goods = tuple[Piece, ...]
Box = tuple[int, int, int, int]


def pack(
    canvas: Image.Image,
    body: Image.Image,
    at: tuple[float, float],
    angle: float,
    box: Box,
    words: tuple[str, str, str],
) -> None:
    """A body with its label (stall, title, colour), laid down at an angle."""
    im = body.copy()
    label(im, box, *words)
    lay(canvas, shadowed(im.rotate(angle, BICUBIC, expand=True), 15, 0.5), *at)


def rounded(size: tuple[int, int], r: float, top: int = 0) -> Image.Image:
    m = Image.new("L", size, 0)
    box = (0, top, size[0] - 1, size[1] - 1)
    ImageDraw.Draw(m).rounded_rectangle(box, int(r), fill=255)
    return m


@lru_cache(40)
def pouch_body(w: int, h: int, paper: str, goods: Goods, size: int) -> Image.Image:
    """Stand-up pouch, sealed top, window with the goods behind it."""
    im = pouch_paper(w, h, paper)
    x0, y0, x1, y1 = int(w * 0.13), int(h * 0.57), int(w * 0.87), int(h * 0.94)
    inside = behind_window(x1 - x0, y1 - y0, goods, size, Random(w + h))
    im.paste(inside, (x0, y0), rounded(inside.size, 26))
    shine = Image.new("L", (w, h), 0)
    ImageDraw.Draw(shine).polygon(
        [(x0 + w * 0.1, y0), (x0 + w * 0.22, y0), (x0 + w * 0.04, y1), (x0 - w * 0.08, y1)],
        fill=52,
    )
    im.paste((255, 255, 255), (0, 0, w, h), shine)
    im = im.convert("RGBA")
    im.putalpha(rounded((w * 2, h * 2), 24).resize((w, h), LANCZOS))
    return im


def pouch_paper(w: int, h: int, paper: str) -> Image.Image:
    im, base = Image.new("RGB", (w, h), rgb(paper)), rgb(paper)
    d, side = ImageDraw.Draw(im), Image.linear_gradient("L").rotate(90).resize((w, h))
    right = side.point(lambda v: int(max(0, v - 160) * 0.9))
    left = side.point(lambda v: int(max(0, 80 - v) * 1.2))
    im.paste(mix(base, (20, 8, 0), 0.6), (0, 0, w, h), right)
    im.paste(mix(base, (255, 250, 235), 0.7), (0, 0, w, h), left)
    for y in range(4, int(h * 0.075), 5):
        d.line((0, y, w, y), fill=mix(base, SHADE, 0.22), width=1)
    d.line((0, h * 0.085, w, h * 0.085), fill=mix(base, SHADE, 0.4), width=2)
    d.ellipse((w / 2 - 8, h * 0.02, w / 2 + 8, h * 0.02 + 16), fill=mix(base, SHADE, 0.55))
    return im


def behind_window(w: int, h: int, goods: Goods, size: int, rng: Random) -> Image.Image:
    inside = Image.new("RGB", (w, h), rgb("#6a4020"))
    thin = 0.3 if goods[0].file.startswith("stik") else 1
    for y in range(0, h + size, int(size * 0.5 * thin)):
        for x in range(0, w + size, int(size * 0.62)):
            one = goods[rng.randrange(len(goods))]
            at = x + rng.uniform(-6, 6), y + rng.uniform(-5, 5)
            put(inside, one, *at, size, rng.uniform(0, 360), 4)
    return inside


@lru_cache(40)
def jar_body(w: int, h: int, lid: str, goods: Goods, size: int, fill: str) -> Image.Image:
    """Toples: goods behind glass, ribbed lid. `fill` is a colour for pastes and drinks instead."""
    rng, top = Random(w * h), int(h * 0.15)
    im = Image.new("RGB", (w, h), rgb(fill or "#c99a62"))
    if fill:
        im = paste(im, top, fill, rng)
    else:
        stacked(im, top, goods, size, rng)
    im = Image.blend(im, Image.new("RGB", (w, h), (255, 248, 230)), 0.06)
    out = Image.new("RGBA", (w + 12, h))
    body = rounded((w, h), w * 0.14, top - 12)
    out.paste(behind_glass(im, top, body), (6, 0), body)
    lay(out, shadowed(lid_of(w + 12, top, lid), 4, 0.5), (w + 12) / 2, top / 2)
    return out


def paste(im: Image.Image, top: int, fill: str, rng: Random) -> Image.Image:
    d, (w, h) = ImageDraw.Draw(im), im.size
    for _ in range(260):
        x, y, r = rng.uniform(0, w), rng.uniform(top, h), rng.uniform(1.5, 5)
        speck = rng.choice(((255, 225, 150), (70, 10, 0), (255, 255, 255)))
        colour = mix(rgb(fill), speck, rng.uniform(0.05, 0.3))
        d.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    return im.filter(ImageFilter.GaussianBlur(1.2))


def stacked(im: Image.Image, top: int, goods: Goods, size: int, rng: Random) -> None:
    w, h = im.size
    thin = goods[0].file.startswith("stik")
    step = -int(size * (0.22 if thin else 0.6))
    for j, y in enumerate(range(h - size // 3, top - size, step)):
        for x in range(-size // 3 + (j % 2) * size // 2, w + size // 2, int(size * 0.78)):
            one = goods[rng.randrange(len(goods))]
            at = x + rng.uniform(-3, 3), y + rng.uniform(-3, 3)
            put(im, one, *at, size, rng.uniform(0, 360) if thin else rng.uniform(-40, 40), 4)


def behind_glass(im: Image.Image, top: int, body: Image.Image) -> Image.Image:
    w, h = im.size
    rim, shine = Image.new("L", (w, h), 0), Image.new("L", (w, h), 0)
    box = (0, top - 12, w - 1, h - 1)
    ImageDraw.Draw(rim).rounded_rectangle(box, int(w * 0.14), outline=180, width=11)
    dark = ImageChops.multiply(rim.filter(ImageFilter.GaussianBlur(6)), body)
    im.paste(rgb("#5b3312"), (0, 0, w, h), dark)
    d = ImageDraw.Draw(shine)
    d.rounded_rectangle((w * 0.06, top + 16, w * 0.13, h * 0.92), 9, fill=165)
    d.rounded_rectangle((w * 0.9, top + 26, w * 0.935, h * 0.82), 6, fill=100)
    im.paste((255, 255, 255), (0, 0, w, h), shine.filter(ImageFilter.GaussianBlur(3)))
    return im


def lid_of(w: int, h: int, colour: str) -> Image.Image:
    cap = Image.new("RGB", (w, h), rgb(colour))
    d = ImageDraw.Draw(cap)
    for x in range(0, w, 13):
        d.line((x, h * 0.38, x, h), fill=mix(rgb(colour), (0, 0, 0), 0.24), width=4)
    d.rectangle((0, 0, w, h * 0.32), fill=mix(rgb(colour), (255, 255, 255), 0.18))
    blurred = cap.filter(ImageFilter.GaussianBlur(0.8))
    return Image.merge("RGBA", [*blurred.split(), rounded((w, h), 13)])
