"""A picture of a transfer that says it is none."""

import io
from functools import cache


@cache
def proof() -> bytes:
    from PIL import Image, ImageDraw

    from marketplace.demo.pictures.labels import fitted

    im = Image.new("RGB", (540, 720), "#eef1ee")
    d = ImageDraw.Draw(im)
    d.rounded_rectangle((40, 60, 500, 660), 28, fill="#ffffff", outline="#c9d2cb", width=3)
    d.ellipse((220, 110, 320, 210), fill="#1a5035")
    d.line((246, 162, 264, 182, 298, 138), fill="#ffffff", width=10)
    for y, words in (
        (250, "Bukti transfer"),
        (330, "CONTOH"),
        (420, "Gambar ini bagian dari data contoh"),
    ):
        face = fitted(words, 44, 400)
        d.text((270 - face.getlength(words) / 2, y), words, font=face, fill="#24352b")
    out = io.BytesIO()
    im.save(out, "WEBP", quality=60)
    return out.getvalue()
