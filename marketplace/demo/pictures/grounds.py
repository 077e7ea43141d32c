"""What goods stand on, drawn larger than a picture and cut where the seed says; and morning light."""

import math
from functools import cache, partial
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.demo.pictures.pieces import SHADE, SIDE, Colour, mix, rgb

LARGE = 860
N = SIDE
BICUBIC = Image.Resampling.BICUBIC
T = Image.Transpose


def rotated(im: Image.Image, angle: float) -> Image.Image:
    o = (im.width - LARGE) // 2
    turned = im.rotate(angle, BICUBIC).crop((o, o, o + LARGE, o + LARGE))
    return turned.filter(ImageFilter.GaussianBlur(0.9))


def plain(a: str, b: str) -> Image.Image:
    half, size = LARGE // 2, (LARGE, LARGE)
    slope = Image.linear_gradient("L").resize((LARGE * 2, LARGE * 2)).rotate(35, BICUBIC)
    slope = slope.crop((half, half, half + LARGE, half + LARGE))
    steeper = slope.point(lambda v: max(0, min(255, (v - 64) * 2)))
    return Image.composite(Image.new("RGB", size, rgb(b)), Image.new("RGB", size, rgb(a)), steeper)


def planks(a: str, b: str, n: int, seed: int) -> Image.Image:
    rng, im, w = Random(seed), Image.new("RGB", (LARGE, LARGE)), LARGE / n
    d = ImageDraw.Draw(im)
    for i in range(n):
        base = mix(rgb(a), rgb(b), rng.random())
        d.rectangle((i * w, 0, (i + 1) * w, LARGE), fill=base)
        for _ in range(16):
            grain(d, i * w + rng.uniform(6, w - 6), base, rng)
        d.rectangle((i * w - 2, 0, i * w + 2, LARGE), fill=mix(base, (42, 20, 8), 0.55))
    return im.filter(ImageFilter.GaussianBlur(1))


def grain(d: ImageDraw.ImageDraw, x: float, base: Colour, rng: Random) -> None:
    line = [(x + math.sin(y / 130 + x) * 5, y) for y in range(0, LARGE + 30, 30)]
    fill = mix(base, (58, 29, 12), rng.uniform(0.04, 0.16))
    d.line(line, fill=fill, width=rng.choice((1, 2, 3)))


def gingham(base: str, stripe: str, step: int, angle: float) -> Image.Image:
    big = int(LARGE * 1.45)
    bars = Image.new("L", (big, big), 0)
    d = ImageDraw.Draw(bars)
    for x in range(0, big, step):
        d.rectangle((x, 0, x + step // 2, big), fill=105)
    im = Image.new("RGB", (big, big), rgb(base))
    both = ImageChops.add(bars, bars.rotate(90))
    im.paste(Image.new("RGB", (big, big), rgb(stripe)), (0, 0), both)
    return rotated(im, angle)


def lurik(colours: tuple[str, ...], angle: float, seed: int = 5) -> Image.Image:
    """Javanese striped weave."""
    big, rng, x, i = int(LARGE * 1.45), Random(seed), 0, 0
    im = Image.new("RGB", (big, big))
    d = ImageDraw.Draw(im)
    while x < big:
        w = rng.choice((6, 8, 14, 22, 36))
        d.rectangle((x, 0, x + w, big), fill=rgb(colours[i % len(colours)]))
        x, i = x + w, i + 1
    return rotated(im, angle)


def tegel(base: str, ink: str, ink2: str, step: int) -> Image.Image:
    """Patterned cement tiles of an old house."""
    im = Image.new("RGB", (LARGE, LARGE), rgb(base))
    d = ImageDraw.Draw(im)
    seam = mix(rgb(base), SHADE, 0.22)
    for y in range(0, LARGE + step, step):
        for x in range(0, LARGE + step, step):
            tile(d, x + step / 2, y + step / 2, step / 2, (base, ink, ink2))
            d.line((x, y, x + step, y), fill=seam, width=2)
            d.line((x, y, x, y + step), fill=seam, width=2)
    return im.filter(ImageFilter.GaussianBlur(1))


def tile(
    d: ImageDraw.ImageDraw, cx: float, cy: float, r: float, colours: tuple[str, str, str]
) -> None:
    base, ink, ink2 = colours

    def dot(x: float, y: float, radius: float, colour: str) -> None:
        d.ellipse((x - radius, y - radius, x + radius, y + radius), fill=rgb(colour))

    dot(cx, cy, r * 0.52, ink)
    dot(cx, cy, r * 0.3, base)
    for k in range(4):
        a = k * math.pi / 2 + math.pi / 4
        dot(cx + math.cos(a) * r * 0.42, cy + math.sin(a) * r * 0.42, r * 0.26, ink2)
    dot(cx, cy, r * 0.2, ink)


HIJAU = ("#274a3a", "#e8d3a0", "#1e3b2e", "#c7792b", "#2f5846")
MERAH = ("#8d2f1c", "#e0b24a", "#6f2214", "#f1dfb6", "#a8401f")
NILA = ("#2b3f78", "#d8dbe6", "#22315f", "#d9a545", "#35508f")
GROUNDS = {
    "jati": partial(planks, "#8a5a34", "#7a4b29", 5, 3),
    "gelap": partial(planks, "#5b3a22", "#4a2d19", 5, 12),
    "pucat": partial(planks, "#d9b98a", "#c9a470", 4, 4),
    "kotak_merah": partial(gingham, "#f7ecd2", "#c9542b", 80, 14),
    "kotak_hijau": partial(gingham, "#f6efdc", "#3f7a4a", 74, -12),
    "kotak_biru": partial(gingham, "#f4efe2", "#3d6390", 70, 8),
    "kotak_kuning": partial(gingham, "#fbf1d6", "#d99a1e", 84, -20),
    "lurik_hijau": partial(lurik, HIJAU, -20),
    "lurik_merah": partial(lurik, MERAH, 14),
    "lurik_nila": partial(lurik, NILA, -12, 8),
    "tegel_hijau": partial(tegel, "#f0e2c4", "#2d6b60", "#c9783a", 160),
    "tegel_merah": partial(tegel, "#e9dcc0", "#b3532c", "#3d7350", 200),
    "tegel_nila": partial(tegel, "#f1e7d2", "#2f4c86", "#d39a3a", 180),
    "krem": partial(plain, "#f1e3c6", "#dcc190"),
    "kunyit": partial(plain, "#e9a62c", "#c97a14"),
    "bata": partial(plain, "#d07a52", "#a85432"),
    "marun": partial(plain, "#7f2f1d", "#5a1e12"),
    "sage": partial(plain, "#b4c296", "#8fa36f"),
    "langit": partial(plain, "#c9dbe0", "#9dbcc4"),
    "mawar": partial(plain, "#f2c9b4", "#dd9c7e"),
    "nila": partial(plain, "#6376a3", "#43578a"),
    "pandan": partial(plain, "#7f9a6a", "#5b7a4a"),
}
SUITING = {  # which grounds let goods of a shade stand out
    "gold": (
        "jati gelap kotak_merah kotak_hijau kotak_biru lurik_hijau lurik_nila tegel_hijau "
        "tegel_nila sage langit bata nila pandan marun"
    ),
    "brown": (
        "pucat kotak_merah kotak_kuning kotak_hijau lurik_hijau tegel_hijau tegel_merah krem "
        "kunyit sage langit mawar pandan"
    ),
    "white": (
        "jati gelap bata marun sage langit mawar nila pandan lurik_merah lurik_hijau kotak_biru "
        "tegel_merah"
    ),
    "green": ("pucat krem kunyit bata mawar jati tegel_merah kotak_merah kotak_kuning lurik_merah"),
    "red": "pucat krem sage langit kotak_hijau kotak_biru tegel_hijau tegel_nila nila kunyit",
}


@cache
def ground(name: str) -> Image.Image:
    return GROUNDS[name]()


def table(name: str, rng: Random) -> Image.Image:
    x, y = rng.randrange(LARGE - N), rng.randrange(LARGE - N)
    im = ground(name).crop((x, y, x + N, y + N))
    turn = rng.choice((None, T.FLIP_LEFT_RIGHT, T.ROTATE_90, T.ROTATE_180))
    return im.transpose(turn) if turn is not None else im


def light(im: Image.Image, n: int) -> Image.Image:
    dark, glow = window(n)
    im.paste(SHADE, (0, 0, N, N), dark)
    im.paste((255, 240, 205), (0, 0, N, N), glow)
    return im


@cache
def window(n: int) -> tuple[Image.Image, Image.Image]:
    """Morning light through a window: two masks, dark and glow. Most have the shade of a plant."""
    far = Image.radial_gradient("L").resize((N * 2, N * 2))
    far = far.crop((int(N * 0.65), int(N * 0.7), int(N * 1.65), int(N * 1.7)))
    dark = far.point(lambda v: int(max(0, v - 70) * 0.4))
    glow = Image.new("L", (N, N), 0)
    lamp = Image.radial_gradient("L").resize((N, N))
    glow.paste(lamp.point(lambda v: int(max(0, 120 - v) * 0.3)), (-N // 4, -N // 3))
    return ImageChops.lighter(dark, plant(n).filter(ImageFilter.GaussianBlur(11))), glow


def plant(n: int) -> Image.Image:
    rng, m = Random(n), Image.new("L", (N, N), 0)
    ox, oy = rng.choice(((0, 0), (N, 0), (0, N), (N, N)))
    d = ImageDraw.Draw(m)
    for i in range(7 if n % 3 else 0):
        a = math.atan2(N / 2 - oy, N / 2 - ox) + (i - 3) * 0.26 + rng.uniform(-0.05, 0.05)
        reach, c, s = N * rng.uniform(0.36, 0.58), math.cos(a), math.sin(a)
        x, y = ox + c * reach * 0.55, oy + s * reach * 0.55
        tip = (ox + c * reach, oy + s * reach)
        d.polygon([(ox, oy), (x - s * 22, y + c * 22), tip, (x + s * 22, y - c * 22)], fill=74)
    return m
