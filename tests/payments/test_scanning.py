"""A photographed sticker is read as a pasted one is; what cannot be read gets a sentence, hostile files too."""

import io
import struct
import time
import zlib

import pytest
import segno
from PIL import Image, ImageDraw, ImageFilter

from marketplace.payments.qris import BadQris
from marketplace.payments.scanning import NO_CODE, NO_QRIS, SEVERAL, read_photo
from marketplace.web.photos import BadPhoto
from tests.payments.test_qris import KERIPIK, KERIPIK_27500, KUE, refused

ORIENTATION = 0x0112
TURNS = {3: 180, 6: 90, 8: 270}  # how far the stored pixels stand against the clock


def code(text, scale=8):
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=scale)
    return Image.open(out).convert("RGB")


def wall(*texts, size=(2400, 1800), scale=6):
    """Stickers side by side on a wall that is lit from one corner, out of focus, as a phone keeps it."""
    im = Image.linear_gradient("L").resize(size).point(lambda v: 120 + v // 3).convert("RGB")
    for number, text in enumerate(texts):
        im.paste(code(text, scale), (200 + 1000 * number, 500 + 60 * number))
    return im.filter(ImageFilter.GaussianBlur(1.2)).rotate(4, fillcolor=(130, 130, 130))


def sent(im, kind="JPEG", **options):
    out = io.BytesIO()
    im.save(out, kind, **options)
    return io.BytesIO(out.getvalue())


def said(stream):
    with pytest.raises(BadQris) as wrong:
        read_photo(stream)
    return wrong.value.sentences


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_a_sticker_tells_whose_it_is(kind):
    merchant = read_photo(sent(wall(KERIPIK), kind, quality=60))

    assert (merchant.name, merchant.payload) == ("KERIPIK TEMPE CONTOH", KERIPIK)


@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_a_phone_may_be_held_any_way(turn):
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    held = wall(KERIPIK).rotate(TURNS.get(turn, 0), expand=True)

    assert read_photo(sent(held, exif=exif)).payload == KERIPIK


def test_a_code_without_paper_around_it_on_a_transparent_ground_is_read():
    out = io.BytesIO()
    segno.make(KERIPIK, error="m").save(out, kind="png", scale=6, light=None)
    out.seek(0)

    assert read_photo(out).payload == KERIPIK


def test_white_on_black_is_read():
    inverted = Image.eval(code(KERIPIK), lambda value: 255 - value)

    assert read_photo(sent(inverted, "PNG")).payload == KERIPIK


def test_a_code_for_something_else_beside_the_sticker_does_not_matter():
    assert read_photo(sent(wall("https://contoh.invalid/ig", KERIPIK))).payload == KERIPIK


def test_the_same_sticker_twice_is_one():
    assert read_photo(sent(wall(KERIPIK, KERIPIK))).payload == KERIPIK


def test_two_stickers_in_one_photo_are_not_guessed_at():
    assert said(sent(wall(KERIPIK, KUE))) == [SEVERAL.format(2)]


def test_a_photo_without_a_code_says_how_to_take_a_better_one():
    assert said(sent(Image.new("RGB", (800, 600), "white"))) == [NO_CODE]
    assert said(sent(wall(KERIPIK).resize((110, 82)))) == [NO_CODE]


def test_another_kind_of_code_is_not_a_sticker():
    assert said(sent(code("https://contoh.invalid/bayar"), "PNG")) == [NO_QRIS]


@pytest.mark.parametrize("payload", [KERIPIK_27500, KERIPIK[:-1] + "9"])
def test_a_photographed_code_is_judged_like_a_pasted_one(payload):
    assert said(sent(code(payload), "PNG")) == refused(payload)


def png_head(width, height):
    """A PNG that promises a size and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"x" * 12_000_001, "lebih dari 12 MB"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
        (KERIPIK.encode(), "bukan foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan foto"),
        (png_head(8_000, 8_000), "terlalu besar"),
        (png_head(9_000, 100), "terlalu panjang"),
        (png_head(900, 900), "rusak"),
        (sent(wall(KERIPIK)).getvalue()[:20_000], "rusak"),
    ],
    ids="empty heavy heic text svg bomb stripe hollow cut".split(),
)
def test_what_is_no_photo_is_refused_with_words(content, words):
    with pytest.raises(BadPhoto, match=words):
        read_photo(io.BytesIO(content))


def test_the_largest_photo_full_of_corners_is_read_in_seconds():
    """What looks like a thousand codes and is none must not hold a request for long."""
    im = Image.new("L", (4800, 4800), 255)
    draw = ImageDraw.Draw(im)
    for x in range(0, 4800, 48):
        for y in range(0, 4800, 48):
            for inset, ink in ((0, 0), (5, 255), (10, 0)):
                draw.rectangle((x + inset, y + inset, x + 34 - inset, y + 34 - inset), fill=ink)
    began = time.process_time()

    assert said(sent(im, "PNG")) == [NO_CODE]
    assert time.process_time() - began < 20
