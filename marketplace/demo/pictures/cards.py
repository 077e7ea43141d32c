"""A market's tray and signboard: the picture that a pasted link of a market shows."""

from random import Random

from PIL import Image, ImageDraw

from marketplace.demo.pictures.arranging import heap
from marketplace.demo.pictures.kinds import piece, recipe_of
from marketplace.demo.pictures.labels import fitted
from marketplace.demo.pictures.pieces import SIDE, lay, mix, put, rgb
from marketplace.demo.pictures.vessels import leaf, vessel

W, H = 1200, 630
GILT, PAINT = "#f7bb34", "#fff4d9"
BOARDS = {
    "daun": "#1a5035",
    "terakota": "#8f3212",
    "nila": "#2b3f78",
    "kunyit": "#6f4a05",
    "manggis": "#742350",
    "toska": "#0f5158",
}
MIXED = ("keripik tempe", "pastel", "kukis okara", "nastar", "klepon", "pia")
SPOTS = (
    (214, 216, 88),
    (428, 206, 84),
    (446, 400, 84),
    (296, 440, 84),
    (166, 372, 62),
    (318, 306, 54),
)


def tray(seed: int = 0, kinds: tuple[str, ...] = MIXED) -> Image.Image:
    """Tampah with up to six kinds, cut out, for the signboard of a market."""
    rng, im = Random(seed), Image.new("RGBA", (SIDE, SIDE))
    lay(im, vessel("tampah", 288), 320, 316)
    lay(im, leaf(560, 270, 22), 316, 320)
    lay(im, leaf(540, 250, -38), 330, 314)
    for kind, (x, y, r) in zip(kinds, SPOTS, strict=False):
        recipe = recipe_of(kind)
        size = min(recipe.size, 128) * (1 if r > 70 else 0.8)
        reach = r if size > 90 else r * 1.05
        heap(im, recipe.goods, (x, y), reach, size, rng, 2, recipe.spin)
    if any(piece("cabai") in recipe_of(kind).props for kind in kinds):
        put(im, piece("cabai"), 300, 146, 92, 40)
    return im


def card(
    name: str,
    place: str,
    line: str,
    board: str = "daun",
    seed: int = 0,
    kinds: tuple[str, ...] = MIXED,
) -> Image.Image:
    """1200 by 630: the market's signboard and its tray."""
    ground = rgb(BOARDS[board])
    im = Image.new("RGB", (W, H), ground)
    d = ImageDraw.Draw(im)
    painted_board(d, ground)
    dish = tray(seed, kinds)
    im.paste(dish, (586, -6), dish)
    y = 80
    for text, colour, size in (("Pasar", PAINT, 112), (name, GILT, 146), (place, PAINT, 112)):
        f = fitted(text, size, 540)
        for k in range(1, 10):
            d.text((92 + k, y + k), text, font=f, fill=mix(ground, (0, 0, 0), 0.5))
        d.text((92, y), text, font=f, fill=rgb(colour))
        y += int(f.size)
    d.text((94, y + 30), line, font=fitted(line, 34, 560), fill=rgb(PAINT))
    return im


def painted_board(d: ImageDraw.ImageDraw, ground: tuple[int, ...]) -> None:
    vein, gilt = mix(ground, (255, 255, 255), 0.05), rgb(GILT)
    for x in range(-400, W + 400, 34):
        d.line((x, 0, x - 80, H // 2), fill=vein, width=3)
        d.line((x - 80, H // 2, x, H), fill=vein, width=3)
    d.rounded_rectangle((36, 36, W - 36, H - 36), 44, outline=gilt, width=4)
    inner = mix(ground, gilt, 0.5)
    d.rounded_rectangle((46, 46, W - 46, H - 46), 36, outline=inner, width=2)
