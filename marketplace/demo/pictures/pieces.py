"""Pieces: renderings dyed, turned, given a shadow and laid down. Each is made once and kept."""

from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageFilter

from marketplace.demo.pictures.kinds import Piece

PIECES = Path(__file__).parent / "pieces"
SIDE = 640  # of a product picture
CHILI = "1f336-fe0f"

Colour = tuple[int, ...]
SHADE = (58, 30, 12)  # shadows are warm, never grey

TONES = {  # dark to light: keeps the modelling of a rendering, replaces its hue
    "gold": ("#6b2f08", "#c9761a", "#f0b54a", "#fde7a8"),
    "crisp": ("#552406", "#b5651a", "#e8a544", "#fbe0a0"),
    "brown": ("#2b1207", "#6d3716", "#a8642c", "#e6b77b"),
    "cocoa": ("#1d0c06", "#43200f", "#6f3b1e", "#b98359"),
    "snow": ("#8a5a2a", "#cfa878", "#efdfc6", "#fffcf4"),
    "pandan": ("#123512", "#2f6b25", "#69a63f", "#c6e08a"),
    "chili": ("#3f0c05", "#8f210d", "#cf4a1c", "#f2a468"),
    "cheese": ("#7a3d04", "#d4840e", "#f5bb3c", "#ffeaa0"),
    "amber": ("#5a2204", "#b9600f", "#e39a2c", "#fbd885"),
    "bean": ("#8a6b2c", "#d9bd74", "#efdca4", "#fff6d8"),
    "ubi": ("#2e1238", "#63306f", "#9a63a4", "#dcb8df"),
    "abon": ("#3a1406", "#7d3a12", "#b9682a", "#e8b878"),
    "pink": ("#6d1d33", "#c4566f", "#ef9fae", "#ffe1e2"),
    "nut": ("#5a2f10", "#a8692d", "#d9a45c", "#f6dcaa"),
}


def rgb(written: str) -> Colour:
    return tuple(int(written[i : i + 2], 16) for i in (1, 3, 5))


def mix(a: Colour, b: Colour, t: float) -> Colour:
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b, strict=True))


def put(
    canvas: Image.Image,
    piece: Piece,
    cx: float,
    cy: float,
    size: float,
    turn: float = 0.0,
    lift: int = 7,
) -> None:
    """Sizes and angles are rounded, so that few different sprites serve many places."""
    lay(
        canvas,
        sprite(piece, max(8, round(size / 6) * 6), round(turn / 15) * 15 % 360, lift),
        cx,
        cy,
    )


def lay(canvas: Image.Image, im: Image.Image, cx: float, cy: float) -> None:
    """By its middle; what lies outside the canvas is cut."""
    x, y = round(cx - im.width / 2), round(cy - im.height / 2)
    if canvas.mode == "RGB":
        canvas.paste(im, (x, y), im)
    else:
        canvas.alpha_composite(im, (max(0, x), max(0, y)), (max(0, -x), max(0, -y)))


@lru_cache(1200)
def sprite(piece: Piece, size: int, turn: int, lift: int) -> Image.Image:
    """The piece at its size and angle with its own shadow beneath: one paste lays it down."""
    im = sized(piece, size)
    if turn:
        im = im.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    return shadowed(im, lift)


@lru_cache(300)
def sized(piece: Piece, size: int) -> Image.Image:
    im = picture(piece)
    k = size / max(im.size)
    wide, high = max(2, round(im.width * k)), max(2, round(im.height * k))
    return im.resize((wide, high), Image.Resampling.LANCZOS)


@cache
def picture(piece: Piece) -> Image.Image:
    im = Image.open(PIECES / f"{piece.file}.webp").convert("RGBA")
    if piece.crop:
        im = im.crop(piece.crop)
    im = im.crop(im.getchannel("A").getbbox())
    if piece.tone:
        im = dyed(im, TONES[piece.tone])
    elif piece.file.startswith("1f"):
        im = without_violet(im, 0.3 if piece.file == CHILI else 0.86)
    if piece.tall != 1:
        im = im.resize((im.width, max(2, round(im.height * piece.tall))), Image.Resampling.LANCZOS)
    return im


def dyed(im: Image.Image, tone: tuple[str, ...]) -> Image.Image:
    """Light and dark of the picture as light and dark of another colour."""
    stops = [rgb(stop) for stop in tone]
    ramp = [
        mix(stops[min(v * 3 // 256, 2)], stops[min(v * 3 // 256, 2) + 1], v * 3 / 256 % 1)
        for v in range(256)
    ]
    grey = im.convert("RGB").convert("L")
    new = Image.merge("RGB", [grey.point([c[k] for c in ramp]) for k in range(3)]).convert("RGBA")
    new.putalpha(im.getchannel("A"))
    return new


def without_violet(im: Image.Image, keep: float) -> Image.Image:
    """Factory renderings are shaded in violet (the chili is magenta); a kitchen is warm."""
    r, g, b, a = im.split()
    warm = r.point(lambda v: min(255, int(v * 1.02)))
    return Image.merge("RGBA", (warm, g, b.point(lambda v: int(v * keep)), a))


def shadowed(im: Image.Image, lift: int = 7, power: float = 0.46) -> Image.Image:
    pad = lift * 3
    w, h = im.width + pad * 2, im.height + pad * 2
    cast = Image.new("L", (w, h), 0)
    cast.paste(im.getchannel("A"), (pad + lift // 3, pad + lift))
    cast = cast.filter(ImageFilter.GaussianBlur(lift * 0.85)).point(lambda v: int(v * power))
    out = Image.merge("RGBA", [*(Image.new("L", (w, h), c) for c in SHADE), cast])
    out.alpha_composite(im, (pad, pad))
    return out
