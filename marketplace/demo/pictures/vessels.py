"""Plates, bowls, trays, leaves, boards and boxes: drawn twice as large and kept."""

import math
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.demo.pictures.grounds import planks
from marketplace.demo.pictures.pieces import mix, rgb, shadowed

LANCZOS, BICUBIC = Image.Resampling.LANCZOS, Image.Resampling.BICUBIC


@cache
def vessel(kind: str, radius: int, colour: str = "") -> Image.Image:
    """An enamel plate, a clay bowl or a woven tampah, with its shadow."""
    n, c = radius * 4, radius * 2
    im = Image.new("RGBA", (n, n))
    if kind == "piring":
        plate(im, c, c - 2, colour)
    elif kind == "cobek":
        bowl(im, c, c - 2, colour or "#9c4a28")
    else:
        tampah(im, c, c - 2)
    return shadowed(im.resize((n // 2, n // 2), LANCZOS), 16, 0.5)


def plate(im: Image.Image, c: int, r: int, colour: str) -> None:
    disc(im, c, r, colour)
    disc(im, c, r - 20, "#fbf6ea")
    soft_ring(im, c, r * 0.76, 34, "#7a5a36", 0.5, 16, (-5, -7))
    soft_ring(im, c, r * 0.76, 16, "#ffffff", 0.9, 9, (7, 9))


def bowl(im: Image.Image, c: int, r: int, colour: str) -> None:
    disc(im, c, r, colour)
    disc(im, c, r * 0.9, "#7d3a1f")
    soft_ring(im, c, r * 0.95, 24, "#d98a5c", 0.75, 10, (-4, -7))
    soft_ring(im, c, r * 0.84, 60, "#3b170a", 0.55, 28, (-8, -10))


def tampah(im: Image.Image, c: int, r: int) -> None:
    """Woven bamboo winnowing tray with a bound rim."""
    m = Image.new("L", im.size, 0)
    ImageDraw.Draw(m).ellipse((c - r, c - r, c + r, c + r), fill=255)
    im.paste(weave(im.width), (0, 0), m)
    soft_ring(im, c, r * 0.9, 58, "#5a3410", 0.5, 28, (-7, -9))
    d = ImageDraw.Draw(im)
    d.ellipse((c - r, c - r, c + r, c + r), outline=(*rgb("#a8732f"), 255), width=40)
    inner = (c - r + 12, c - r + 12, c + r - 12, c + r - 12)
    d.ellipse(inner, outline=(*rgb("#e2bd7c"), 255), width=11)
    for k in range(36):
        a, b = k * math.pi / 18, k * math.pi / 18 + 0.05
        start = (c + math.cos(a) * (r - 38), c + math.sin(a) * (r - 38))
        end = (c + math.cos(b) * (r - 1), c + math.sin(b) * (r - 1))
        d.line(start + end, fill=(*rgb("#7a4c1b"), 255), width=9)


def weave(n: int) -> Image.Image:
    im = Image.new("RGB", (n, n), rgb("#d9b26b"))
    d, s = ImageDraw.Draw(im), 40
    for j in range(n // s + 1):
        for i in range(n // s + 1):
            x, y, over = i * s, j * s, (i // 2 + j) % 2
            end, low = s - 4, s - 5
            d.rectangle((x, y, x + end, y + end), fill=rgb("#e6c68a" if over else "#c99a50"))
            edge = (x, y + low, x + end, y + low) if over else (x + low, y, x + low, y + end)
            d.line(edge, fill=rgb("#8d6128"), width=4)
    return im.rotate(45, BICUBIC, fillcolor=rgb("#d3aa62"))


def disc(im: Image.Image, c: float, r: float, colour: str) -> None:
    ImageDraw.Draw(im).ellipse((c - r, c - r, c + r, c + r), fill=(*rgb(colour), 255))


def soft_ring(
    im: Image.Image,
    c: float,
    r: float,
    width: int,
    colour: str,
    power: float,
    blur: float,
    off: tuple[int, int] = (0, 0),
) -> None:
    """Shade and shine on a rim: a blurred circle that stays inside what is drawn already."""
    m = Image.new("L", im.size, 0)
    box = (c - r + off[0], c - r + off[1], c + r + off[0], c + r + off[1])
    ImageDraw.Draw(m).ellipse(box, outline=int(255 * power), width=width)
    m = ImageChops.multiply(m.filter(ImageFilter.GaussianBlur(blur)), im.getchannel("A"))
    im.paste((*rgb(colour), 255), (0, 0, *im.size), m)


@cache
def leaf(length: int, width: int, angle: float) -> Image.Image:
    """A trimmed banana leaf with midrib and veins."""
    n = length * 2
    im = veined(n, width).convert("RGBA")
    im.putalpha(outline(n, width))
    im = im.resize((length, length), LANCZOS).rotate(angle, BICUBIC, expand=True)
    return shadowed(im.crop(im.getchannel("A").getbbox()), 9, 0.4)


def outline(n: int, width: int) -> Image.Image:
    m = Image.new("L", (n, n), 0)
    edge = [
        (
            t / 80 * n * 0.96 + n * 0.02,
            width * math.sin(math.pi * min(1, t / 80 * 0.96 + 0.04)) ** 0.55,
        )
        for t in range(81)
    ]
    upper, lower = [(x, n / 2 - w) for x, w in edge], [(x, n / 2 + w) for x, w in reversed(edge)]
    ImageDraw.Draw(m).polygon(upper + lower, fill=255)
    return m


def veined(n: int, width: int) -> Image.Image:
    dark, pale = rgb("#2c6b2f"), rgb("#6fae3f")
    slope = Image.linear_gradient("L").resize((n, n))
    col = Image.composite(Image.new("RGB", (n, n), dark), Image.new("RGB", (n, n), pale), slope)
    d = ImageDraw.Draw(col)
    for i in range(-4, 40):
        x = n * i / 34
        up, down = n / 2 - width, n / 2 + width
        d.line((x, n / 2, x + width * 0.64, up), fill=mix(dark, pale, 0.75), width=4)
        d.line((x, n / 2, x + width * 0.64, down), fill=mix(dark, (0, 20, 0), 0.25), width=4)
    d.line((0, n / 2, n, n / 2), fill=mix(pale, (255, 255, 210), 0.45), width=12)
    return col


@cache
def sheet(w: int, h: int, angle: float, colour: str, r: int = 3) -> Image.Image:
    """Baking paper, or with a wide radius a wooden board, or a cake box."""
    if colour == "kayu":
        im = planks("#b9793c", "#a5662f", 2, 7).resize((w, h))
    else:
        im = creased(w, h, colour)
    m = Image.new("L", (w * 2, h * 2), 0)
    ImageDraw.Draw(m).rounded_rectangle((0, 0, w * 2 - 1, h * 2 - 1), r * 2, fill=255)
    im = im.convert("RGBA")
    im.putalpha(m.resize((w, h), LANCZOS))
    return shadowed(im.rotate(angle, BICUBIC, expand=True), 12 if r > 9 else 8, 0.42)


def creased(w: int, h: int, colour: str) -> Image.Image:
    im = Image.new("RGB", (w, h), rgb(colour))
    d, pale = ImageDraw.Draw(im), mix(rgb(colour), (255, 255, 255), 0.28)
    for i in range(5):
        d.line((0, h * (i + 0.5) / 5, w, h * (i + 0.2) / 5), fill=pale, width=3)
    return im
