"""Ways of serving: each lays one recipe on a table. `WAYS` names them for kinds.toml."""

from collections.abc import Callable
from random import Random
from typing import Any

from PIL import ImageDraw
from PIL.Image import Image

from marketplace.demo.pictures.arranging import beside, heap, props, ring, rows, strew
from marketplace.demo.pictures.kinds import Recipe
from marketplace.demo.pictures.packs import jar_body, pack, pouch_body
from marketplace.demo.pictures.pieces import lay, mix, put, rgb
from marketplace.demo.pictures.vessels import leaf, sheet, vessel

PAPERS = (
    "#f4ead6",
    "#c99a63",
    "#b98a56",
    "#2d241d",
    "#e9d3a8",
    "#dfe6d2",
    "#f2d9cd",
    "#d5dfe6",
)
ACCENTS = ("#1a5035", "#b03f1b", "#2b3f78", "#742350", "#0f5158", "#8a5a05", "#8f2410")
RIMS = ("#1f4f86", "#b3261e", "#2c6b3f", "#8a5a05", "#742350")
CORNERS = [(88, 92), (556, 90), (86, 560), (560, 556)]


def on_tampah(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    if rng.random() < 0.6:
        lay(im, leaf(660, 270, rng.choice((-30, 20, 40))), 320, 330)
    lay(im, vessel("tampah", 262), 320, 322)
    heap(im, r.goods, (320, 326), 178, r.size, rng, 3 if r.size < 120 else 2, r.spin)
    props(im, r, rng, CORNERS)


def on_plate(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    lay(im, vessel("piring", 250, rng.choice(RIMS)), 318, 326)
    heap(im, r.goods, (318, 330), 152, r.size, rng, 2, r.spin)
    props(im, r, rng, CORNERS)


def in_bowl(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    x = rng.randint(290, 320)
    lay(im, vessel("cobek", 246), x, 346)
    heap(im, r.goods, (x, 346), 158, r.size, rng, 3 if r.size < 120 else 2, r.spin)
    props(im, r, rng, [(545, 95), (556, 560), (85, 85)])


def on_leaf(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    lay(im, leaf(710, 350, rng.choice((-24, 12, 18, 34))), 320, 330)
    heap(im, r.goods, (320, 332), 134 if r.size < 150 else 120, r.size, rng, 2, r.spin, 0.74)
    props(im, r, rng, CORNERS)


def leaf_rows(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    lay(im, leaf(720, 380, rng.choice((-14, 10, 16))), 320, 326)
    tall = 0.62 if r.goods[0].file in ("risol", "papan-tempe", "nugget") else 0.95
    size = min(r.size, 124 if tall > 0.9 else 150)
    rows(im, r.goods, (320, 326), (450, 290), size, rng, min(r.spin, 26), 1.08, tall)
    props(im, r, rng, [(84, 80), (560, 566)])


def on_paper(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    angle, colour = rng.choice((-12, -7, 8, 11)), rng.choice(("#f3e3bf", "#fff6e2", "#efe6d6"))
    lay(im, sheet(480, 470, angle, colour), 320, 330)
    rows(im, r.goods, (320, 332), (420, 420), r.size, rng, r.spin, 1.02)
    props(im, r, rng, [(64, 66), (574, 576)], 96)


def on_board(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    lay(im, sheet(570, 430, rng.choice((-7, -4, 5, 8)), "kayu", 42), 320, 330)
    tall = {"lidah": 0.5, "nugget": 0.6, "papan-tempe": 0.6}.get(r.goods[0].file, 1)
    rows(im, r.goods, (320, 330), (480, 350), r.size, rng, min(r.spin, 40), 1.02, tall)
    props(im, r, rng, [(88, 68), (560, 590)], 100)


def in_rows(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    spin = r.spin if r.spin < 90 else 50
    rows(im, r.goods, (320, 326), (580, 570), r.size, rng, spin, 1.16)


def flat_rows(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    rows(im, r.goods, (330, 350), (560, 480), r.size, rng, 22, 1.14, 0.5)
    props(im, r, rng, [(86, 78), (556, 80)])


def in_ring(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    """Dusted with sugar."""
    if rng.random() < 0.6:
        lay(im, vessel("piring", 290, rng.choice(RIMS)), 320, 322)
    ring(im, r.goods, (320, 322), r.size, rng)
    d = ImageDraw.Draw(im)
    for _grain in range(110):
        x, y, s = rng.gauss(320, 170), rng.gauss(320, 170), rng.uniform(0.8, 2.6)
        d.ellipse((x - s, y - s, x + s, y + s), fill=(255, 252, 244))


def in_box(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    angle = rng.choice((-6, -3, 4))
    lay(im, sheet(560, 440, angle, "#c79a63", 8), 320, 312)
    lay(im, sheet(526, 406, angle, "#f0e0bf", 4), 320, 312)
    tall, spin = 0.62 if r.goods[0].file in ("risol", "nugget") else 0.98, min(r.spin, 50)
    rows(im, r.goods, (320, 312), (490, 366), min(r.size, 150), rng, spin, 1.04, tall)
    put(im, r.goods[0], 520, 588, r.size, 20)
    props(im, r, rng, [(90, 586), (250, 596)], 92)


def pair(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    lay(im, sheet(470, 460, rng.choice((-10, 9)), "#f3e3bf"), 320, 330)
    for k, (x, y) in enumerate(((235, 250), (410, 400))):
        put(im, r.goods[k % len(r.goods)], x, y, r.size, rng.uniform(-14, 14), 11)
    props(im, r, rng, [(530, 130), (110, 540)])


def strewn_on_paper(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    angle, colour = rng.choice((-9, 7, 10)), rng.choice(("#f3e3bf", "#fff6e2"))
    lay(im, sheet(500, 430, angle, colour), 320, 340)
    strewn(im, r, rng)


def strewn_on_plate(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    lay(im, vessel("piring", 250, rng.choice(RIMS)), 318, 334)
    strewn(im, r, rng)


def strewn_in_bowl(im: Image, r: Recipe, rng: Random, *_: str) -> None:
    lay(im, vessel("cobek", 246), 318, 334)
    strewn(im, r, rng)


def strewn(im: Image, r: Recipe, rng: Random) -> None:
    small = r.size < 100
    reach = (168, 160) if small else (150, 132)
    n, turn = 190 if r.size < 70 else (130 if small else 64), rng.uniform(0, 180)
    strew(im, r.goods, (320, 340), reach, r.size, n, rng, turn, 90 if small else 26)
    props(im, r, rng, CORNERS)


def in_pouch(im: Image, r: Recipe, rng: Random, stall: str, title: str) -> None:
    left = rng.random() < 0.5
    body = pouch_body(290, 424, rng.choice(PAPERS), r.goods, 84 if r.size > 70 else 46)
    beside(im, r, rng, left)
    at, angle = (232 if left else 408, 312), rng.choice((-6, -4, 4, 6))
    pack(im, body, at, angle, (36, 56, 218, 166), (stall, title, rng.choice(ACCENTS)))


def in_jar(im: Image, r: Recipe, rng: Random, stall: str, title: str) -> None:
    left, accent = rng.random() < 0.5, rng.choice(ACCENTS)
    size = max(44, min(92, int(r.size * 0.72)))
    body = jar_body(292, 400, accent, r.goods, size, r.fill)
    beside(im, r, rng, left)
    at, angle = (232 if left else 408, 308), rng.choice((-5, -3, 3, 5))
    pack(im, body, at, angle, (52, 166, 200, 138), (stall, title, accent))


def paste_jar(im: Image, r: Recipe, rng: Random, stall: str, title: str) -> None:
    accent = rng.choice(ACCENTS)
    lay(im, vessel("cobek", 130), 500, 486)
    strew(im, r.goods, (500, 486), (66, 60), 74, 12, rng, 0, 180)
    body, angle = jar_body(280, 336, accent, r.goods, 60, r.fill), rng.choice((-5, 4))
    pack(im, body, (230, 286), angle, (46, 130, 200, 130), (stall, title, accent))
    props(im, r, rng, [(496, 150), (540, 270), (110, 560)], 120)


def drink(im: Image, r: Recipe, rng: Random, stall: str, title: str) -> None:
    accent, box = rng.choice(ACCENTS), (22, 180, 148, 122)
    darker = "#" + bytes(mix(rgb(r.fill), rgb("#a86a2a"), 0.16)).hex()
    pale = jar_body(180, 430, "#f4f1ea", r.goods, 50, r.fill)
    pack(im, pale, (214, 312), -4, box, (stall, title, accent))
    dark = jar_body(180, 430, accent, r.goods, 50, darker)
    pack(im, dark, (424, 326), 5, box, (stall, title, rng.choice(ACCENTS)))
    strew(im, r.goods, (548, 540), (60, 50), r.size, 14, rng, 0, 180)
    props(im, r, rng, [(86, 566), (560, 96)], 90)


WAYS: dict[str, Callable[..., Any]] = {
    "tampah": on_tampah,
    "plate": on_plate,
    "heap-bowl": in_bowl,
    "heap-leaf": on_leaf,
    "leaf-rows": leaf_rows,
    "paper": on_paper,
    "board": on_board,
    "rows": in_rows,
    "rows-flat": flat_rows,
    "ring": in_ring,
    "box": in_box,
    "pair": pair,
    "strew-paper": strewn_on_paper,
    "strew-plate": strewn_on_plate,
    "strew-bowl": strewn_in_bowl,
    "pouch": in_pouch,
    "jar": in_jar,
    "paste": paste_jar,
    "drink": drink,
}
LABELLED = {"pouch", "jar", "paste", "drink"}
