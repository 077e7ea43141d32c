"""The files pages ask for, from one clean picture: five WebP widths, a JPEG for link previews."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WIDTHS = (160, 240, 320, 640, 1280)
MASTER = WIDTHS[-1]
OG = "og.jpg"
OG_SIZE = (1200, 630)
OG_LIMIT = 290_000
NEARLY_OG = 1.5  # such a photo fills the preview with little cut off
LIMITS = {160: 4_400, 240: 7_600, 320: 12_500, 640: 45_000, 1280: 170_000}
QUALITIES = (76, 68, 60, 52, 46)


def master_of(im: "Picture", method: int = 4) -> bytes:
    """The largest file; its bytes name the photo, so the same picture is kept once."""
    return webp(im, LIMITS[MASTER], method)


def others_of(im: "Picture", master: bytes, method: int = 4) -> dict[str, bytes]:
    """All files by name. A width the picture lacks gets the picture as it is, never enlarged."""
    files = {f"{MASTER}.webp": master}
    for width in reversed(WIDTHS[:-1]):
        files[f"{width}.webp"] = (
            webp(narrowed(im, width), LIMITS[width], method) if im.width > width else master
        )
    files[OG] = link_preview(im)
    return files


def narrowed(im: "Picture", width: int) -> "Picture":
    """Small files lose the grain that a phone cannot show and that only costs bytes."""
    from PIL import Image, ImageFilter

    whole = im.width % width == 0
    how = Image.Resampling.BOX if whole else Image.Resampling.BICUBIC
    small = im.resize((width, max(1, round(im.height * width / im.width))), how, reducing_gap=2.0)
    return small.filter(ImageFilter.GaussianBlur(0.45)) if width <= 320 else small


def webp(im: "Picture", limit: int, method: int) -> bytes:
    """At the best quality under the limit, though never below what still looks like food."""
    for quality in QUALITIES:
        out = io.BytesIO()
        im.save(out, "WEBP", quality=quality, method=method)
        if out.tell() <= limit:
            break
    return out.getvalue()


def link_preview(im: "Picture") -> bytes:
    """The whole photo amid its own blurred colours, so that a square crop still shows it all."""
    canvas = backdrop(im)
    wide, high = OG_SIZE
    fit = max if im.width / im.height > NEARLY_OG else min
    k = fit(wide / im.width, high / im.height)
    shown = im.resize((max(1, round(im.width * k)), max(1, round(im.height * k))))
    canvas.paste(shown, ((wide - shown.width) // 2, (high - shown.height) // 2))
    for quality in (80, 70, 58, 45):
        out = io.BytesIO()
        canvas.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= OG_LIMIT:
            break
    return out.getvalue()


def backdrop(im: "Picture") -> "Picture":
    """Blur by shrinking: cheap, and no edge is left."""
    from PIL import Image, ImageFilter, ImageOps

    tiny = ImageOps.fit(im.resize((120, 120), reducing_gap=2.0), (60, 32))
    dimmed = tiny.filter(ImageFilter.GaussianBlur(4)).point(lambda value: int(value * 0.82))
    return dimmed.resize(OG_SIZE, Image.Resampling.BILINEAR)
