"""A stall's face: a stand-in until the stall sends a photo."""

from functools import cache
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.demo.pictures.pieces import PIECES, lay, mix, rgb, shadowed

SIDE = 256
SHIRTS = ("#2f6b57", "#8a3d24", "#3d4f86", "#7a3358", "#4c6a2c")


class Face(NamedTuple):
    """A rendering, the two colours behind it and the new hue of a violet headscarf."""

    file: str
    ground: tuple[str, str]
    scarf: int | None


FACES = {
    "sri": Face("1f9d5-1f3fd", ("#f7cf7a", "#e9a83a"), 96),
    "tutik": Face("1f475-1f3fd", ("#cfe0b6", "#9dbf78"), None),
    "yuli": Face("1f9d5-1f3fb", ("#f6c7ac", "#e08b62"), 24),
    "slamet": Face("1f474-1f3fd", ("#bcd6de", "#84aebb"), None),
    "rahma": Face("1f9d5-1f3fc", ("#dfe9c3", "#a9c47c"), 8),
    "dewi": Face("1f469-1f3fc", ("#f9dfa3", "#eebd55"), None),
    "karang": Face("1f468-1f3fd-200d-1f373", ("#f3c9a4", "#d7905c"), None),
    "lilis": Face("1f9d5-1f3fd", ("#d5e3e8", "#9bbcc7"), 235),
    "ning": Face("1f9d5-1f3fc", ("#e8d3e4", "#c79cc0"), 150),
    "wiwik": Face("1f9d5-1f3fb", ("#cfe3df", "#8fbab2"), 130),
}


def portrait(who: str, seed: int | None = None) -> Image.Image:
    """A named face, or with a seed any combination of face, ground and scarf. 256 by 256."""
    face = FACES[who] if seed is None else any_face(who, seed)
    im = rendering(face.file)
    if face.scarf is not None:
        im = with_scarf(im, face.scarf)
    im = im.crop(im.getchannel("A").getbbox())
    back = ground(*face.ground)
    whole = face.file.startswith("1f9d5") or "1f373" in face.file
    k = (252 if whole else 176) / max(im.size)
    im = im.resize((int(im.width * k), int(im.height * k)), Image.Resampling.LANCZOS)
    if not whole:  # a head alone gets a shirt
        lay(back, shadowed(shirt(who), 6, 0.3), SIDE / 2, SIDE / 2)
    lay(back, shadowed(im, 6, 0.3), SIDE / 2, 14 + im.height / 2 if whole else 112)
    return back


def any_face(who: str, seed: int) -> Face:
    rng = Random(f"{who}/{seed}")
    face = rng.choice(list(FACES.values()))
    ground = rng.choice([face.ground for face in FACES.values()])
    return Face(face.file, ground, face.scarf and rng.randrange(256))


@cache
def rendering(file: str) -> Image.Image:
    return Image.open(PIECES / f"{file}.webp").convert("RGBA")


def with_scarf(im: Image.Image, hue: int) -> Image.Image:
    """Only what is violet and not grey is cloth."""
    h, s, v = im.convert("RGB").convert("HSV").split()
    violet, strong = (
        h.point(lambda x: 255 if 165 < x < 212 else 0),
        s.point(lambda x: 255 if x > 70 else 0),
    )
    cloth = ImageChops.multiply(violet, strong).filter(ImageFilter.GaussianBlur(0.8))
    new = (
        h.point(lambda x: hue),
        s.point(lambda x: int(x * 0.95)),
        v.point(lambda x: int(x * 0.86)),
    )
    dyed = Image.merge("HSV", new).convert("RGB")
    out = Image.composite(dyed, im.convert("RGB"), cloth).convert("RGBA")
    out.putalpha(im.getchannel("A"))
    return out


def ground(a: str, b: str) -> Image.Image:
    size = (SIDE, SIDE)
    slope = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, rgb(b)), Image.new("RGB", size, rgb(a)), slope)


def shirt(who: str) -> Image.Image:
    im = Image.new("RGBA", (SIDE * 2, SIDE * 2))
    d, cloth = ImageDraw.Draw(im), rgb(Random(who).choice(SHIRTS))
    d.ellipse((88, 370, 424, 760), fill=(*cloth, 255))
    d.ellipse((118, 382, 330, 640), fill=(*mix(cloth, (255, 255, 255), 0.08), 255))
    d.ellipse((196, 340, 316, 420), fill=(*mix(cloth, (0, 0, 0), 0.3), 255))
    return im.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
