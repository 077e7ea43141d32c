"""From the bytes somebody sent to a clean upright picture, or a sentence that says what to do.

All that the header tells is asked before a pixel is decoded. Pillow is imported where it is used.
"""

import io
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 12_000_000
LARGEST_SIDE = 12_000
LARGEST_AREA = 24_000_000
LONGEST_SHAPE = 5  # a screenshot of a long chat, a panorama; beyond that it is a stripe
LARGEST_PROFILE = 1_000_000
MOST_SCANS = 500  # a progressive JPEG has ten; each one walks over the whole picture
ORIENTATION = 0x0112
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

EMPTY = "Fotonya kosong. Pilih foto lain atau ambil ulang dengan kamera."
HEAVY = "Foto ini lebih dari {} MB. Kecilkan dulu atau pilih foto lain."
HEIC = (
    "Foto HEIC belum bisa dibaca. Di iPhone buka Pengaturan, Kamera, Format, "
    "pilih Paling Kompatibel, lalu ambil ulang fotonya."
)
UNKNOWN = "Berkas ini bukan foto JPEG, PNG, atau WebP. Pilih foto dari galeri atau kamera."
BROKEN = "Foto ini rusak atau terpotong saat dikirim. Coba unggah lagi atau pilih foto lain."
LARGE = "Foto ini terlalu besar. Kecilkan sampai paling banyak 24 megapiksel, lalu unggah lagi."
STRIPE = "Foto ini terlalu panjang atau terlalu lebar. Potong dulu supaya mendekati persegi."
MOVING = "Foto bergerak belum bisa dipajang. Pilih foto biasa."


class BadPhoto(ValueError):
    """What was sent cannot become a photo; the message is for the person who sent it."""


def read_bytes(stream: IO[bytes], most: int = LARGEST_FILE) -> bytes:
    """All of the upload, without ever holding more than one byte over the limit."""
    sent = stream.read(most + 1)
    if not sent:
        raise BadPhoto(EMPTY)
    if len(sent) > most:
        raise BadPhoto(HEAVY.format(most // 1_000_000))
    if sent[4:8] == b"ftyp" and sent[8:12] in HEIC_BRANDS:
        raise BadPhoto(HEIC)
    if sent.count(b"\xff\xda") > MOST_SCANS:
        raise BadPhoto(BROKEN)
    return sent


def read_picture(sent: bytes, width: int) -> "Picture":
    """The picture upright, at most `width` wide, and nothing else of what the file held."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
            refuse_by_header(opened)
            return clean(opened, width)
    except BadPhoto:
        raise
    except UnidentifiedImageError as unknown:
        raise BadPhoto(UNKNOWN) from unknown
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise BadPhoto(LARGE) from bomb
    except Exception as broken:  # a decoder fed with hostile bytes may raise anything
        raise BadPhoto(BROKEN) from broken


def refuse_by_header(im: "Picture") -> None:
    """Phones write several pictures into one JPEG (depth, HDR); those count as one, its first."""
    long, short = max(im.size), min(im.size)
    if long > LARGEST_SIDE or im.width * im.height > LARGEST_AREA:
        raise BadPhoto(LARGE)
    if short < 1 or long > short * LONGEST_SHAPE:
        raise BadPhoto(STRIPE)
    if im.format in ("PNG", "WEBP") and getattr(im, "is_animated", False):
        raise BadPhoto(MOVING)


def clean(im: "Picture", width: int) -> "Picture":
    """Shrunk first, since turning, flattening and colours then touch few pixels."""
    turn, profile = turn_of(im), im.info.get("icc_profile") or b""
    k = min(1.0, width / (im.height if turn >= 5 else im.width))
    size = (max(1, round(im.width * k)), max(1, round(im.height * k)))
    im.draft(im.mode, size)
    im.load()
    small = plain_mode(im).resize(size, reducing_gap=3.0)
    return on_fresh_canvas(in_srgb(on_white(upright(small, turn)), profile))


def turn_of(im: "Picture") -> int:
    """How the camera was held, 1 to 8; a broken EXIF block is no reason to refuse a good photo."""
    try:
        turn = im.getexif().get(ORIENTATION, 1)
    except Exception:  # as in `read_picture`
        return 1
    return turn if turn in range(1, 9) else 1


def upright(im: "Picture", turn: int) -> "Picture":
    from PIL.Image import Transpose as T

    moves = (
        None,
        T.FLIP_LEFT_RIGHT,
        T.ROTATE_180,
        T.FLIP_TOP_BOTTOM,
        T.TRANSPOSE,
        T.ROTATE_270,
        T.TRANSVERSE,
        T.ROTATE_90,
    )
    move = moves[turn - 1]
    return im if move is None else im.transpose(move)


def plain_mode(im: "Picture") -> "Picture":
    """Palettes, bits and 16-bit greys become modes that can be resized."""
    if im.mode.startswith("I"):
        return im.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if im.has_transparency_data:
        return im.convert("RGBA")
    return im if im.mode in ("L", "CMYK") else im.convert("RGB")


def on_white(im: "Picture") -> "Picture":
    from PIL import Image

    if im.mode != "RGBA":
        return im
    canvas = Image.new("RGB", im.size, "white")
    canvas.paste(im, (0, 0), im)
    return canvas


def in_srgb(im: "Picture", profile: bytes) -> "Picture":
    """Colours as the profile means them; a profile that cannot be used is ignored."""
    from PIL import ImageCms

    if im.mode not in ("RGB", "CMYK") or not 0 < len(profile) <= LARGEST_PROFILE:
        return im
    try:
        meant, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(im, meant, srgb, outputMode="RGB") or im
    except (ImageCms.PyCMSError, OSError, ValueError):
        return im


def on_fresh_canvas(im: "Picture") -> "Picture":
    """EXIF, XMP, profile, comments and thumbnails stay behind."""
    from PIL import Image

    canvas = Image.new("RGB", im.size)
    canvas.paste(im.convert("RGB"), (0, 0))
    return canvas
