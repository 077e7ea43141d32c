"""Hostile and broken uploads leave nothing; good ones are upright, clean and whole."""

import io
import resource
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from marketplace.web.photos import BadPhoto, FileStore, take_photo, take_private
from marketplace.web.photos.store import NAMES

RED, BLUE, GREEN, WHITE = (200, 30, 30), (30, 30, 200), (30, 160, 30), (255, 255, 255)


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path)


def corners(width=800, height=600):
    """Red, blue, green and white quarters: tells how a picture was turned."""
    im = Image.new("RGB", (width, height), RED)
    im.paste(BLUE, (width // 2, 0, width, height // 2))
    im.paste(GREEN, (0, height // 2, width // 2, height))
    im.paste(WHITE, (width // 2, height // 2, width, height))
    return im


def saved(im, kind="JPEG", **options):
    out = io.BytesIO()
    im.save(out, kind, **options)
    return out.getvalue()


def png_head(width, height):
    """A PNG that promises a size and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    parts = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def taken(store, content, **options):
    return take_photo(io.BytesIO(content), store=store, **options)


def opened(store, photo, name="1280.webp"):
    return Image.open(store.folder_of(photo.digest) / name).convert("RGB")


def files_in(store):
    return [path for path in store.root.rglob("*") if path.is_file()]


def near(pixel, colour):
    return all(abs(a - b) < 28 for a, b in zip(pixel, colour, strict=True))


def refuse(store, content, **options):
    with pytest.raises(BadPhoto) as refused:
        taken(store, content, **options)
    assert files_in(store) == []
    return str(refused.value)


def test_a_photo_becomes_five_widths_and_a_link_preview(store):
    photo = taken(store, saved(corners(3000, 2000)))

    assert (photo.width, photo.height) == (1280, 853)
    folder = store.folder_of(photo.digest)
    assert folder.parent.name == photo.digest[:2]
    assert {path.name for path in folder.iterdir()} == set(NAMES)
    for width in (160, 240, 320, 640, 1280):
        assert opened(store, photo, f"{width}.webp").width == width
    assert opened(store, photo, "og.jpg").size == (1200, 630)


def test_a_busy_photo_stays_light(store):
    grain = Image.effect_noise((4000, 3000), 60).convert("RGB")
    photo = taken(store, saved(Image.blend(corners(4000, 3000), grain, 0.25), quality=80))

    size = {name: (store.folder_of(photo.digest) / name).stat().st_size for name in NAMES}
    assert size["160.webp"] < 7_000
    assert size["240.webp"] < 13_000
    assert size["320.webp"] < 21_000
    assert size["og.jpg"] < 300_000


def test_a_small_photo_is_never_enlarged(store):
    photo = taken(store, saved(corners(200, 150)))

    assert (photo.width, photo.height) == (200, 150)
    assert opened(store, photo, "1280.webp").size == (200, 150)
    assert opened(store, photo, "160.webp").size == (160, 120)


def test_the_same_photo_twice_is_kept_once(store):
    first, second = taken(store, saved(corners())), taken(store, saved(corners()))

    assert first == second
    assert len(files_in(store)) == len(NAMES)
    assert list(store.digests()) == [first.digest]


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_way_of_holding_the_phone_ends_upright(store, turn):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = turn
    held = corners() if turn == 1 else corners().transpose(undo[turn])

    photo = taken(store, saved(held, exif=exif))

    im = opened(store, photo)
    assert im.size == (800, 600)
    seen = [im.getpixel(spot) for spot in ((100, 100), (700, 100), (100, 500), (700, 500))]
    assert all(near(a, b) for a, b in zip(seen, (RED, BLUE, GREEN, WHITE), strict=True))


def test_place_comment_and_programs_do_not_survive(store):
    exif = Image.Exif()
    exif[0x010E] = "<?php system('id') ?>"
    exif.get_ifd(0x8825)[2] = (7.0, 58.0, 0.0)
    sent = saved(corners(), exif=exif, comment=b"RAHASIA-KOMENTAR", xmp=b"<x>RAHASIA-XMP</x>")
    assert b"RAHASIA-XMP" in sent

    taken(store, sent)
    key = take_private(io.BytesIO(sent), store=store)

    assert store.private_path(key).exists()
    for path in files_in(store):
        content = path.read_bytes()
        for trace in (b"RAHASIA", b"<?php", b"Exif", b"EXIF", b"XMP", b"ICCP"):
            assert trace not in content, path.name


def test_transparent_parts_turn_white(store):
    im = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    im.paste((*RED, 255), (100, 100, 300, 300))

    photo = taken(store, saved(im, "PNG"))

    assert near(opened(store, photo).getpixel((10, 10)), WHITE)
    assert near(opened(store, photo).getpixel((200, 200)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_mode_of_picture_is_understood(store, mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    im = (
        Image.new(mode, (300, 300), 65535 if mode == "I;16" else None)
        if mode == "I;16"
        else (Image.new("RGB", (300, 300), "white").convert(mode))
    )

    assert near(opened(store, taken(store, saved(im, kind))).getpixel((150, 150)), WHITE)


def test_colours_of_another_profile_come_out_as_meant(store):
    lab_grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for profile in (srgb, lab_grey, b"not a profile"):
        photo = taken(store, saved(corners(), icc_profile=profile))
        assert near(opened(store, photo).getpixel((100, 100)), RED)


def test_phones_that_write_two_pictures_into_one_jpeg_are_welcome(store):
    sent = saved(corners(), "MPO", save_all=True, append_images=[corners(400, 300)])

    assert taken(store, sent).width == 800


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "bukan foto"),
        (b"GIF89a<html><script>alert(1)</script></html>", "bukan foto"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "bukan foto"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "foto"),
        (saved(corners(), "GIF"), "bukan foto"),
        (saved(corners(), "TIFF"), "bukan foto"),
        (saved(corners())[:4000], "terpotong"),
        (saved(corners(), "PNG")[:900], "terpotong"),
        (saved(corners(), "WEBP")[:300], "foto"),
        (saved(corners()) + b"\xff\xda" * 501, "rusak"),
        (saved(Image.new("RGB", (60, 600))), "terlalu panjang"),
    ],
)
def test_what_is_not_a_photo_is_refused_with_words_and_leaves_no_file(store, content, words):
    assert words in refuse(store, content)


def test_moving_pictures_are_refused(store):
    frames = [Image.new("RGB", (64, 64), (shade, 0, 0)) for shade in range(0, 250, 10)]

    for kind in ("PNG", "WEBP"):
        sent = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert "bergerak" in refuse(store, sent)


def test_a_heavy_file_is_refused_by_its_weight(store):
    assert "lebih dari 1 MB" in refuse(store, b"\xff\xd8" + bytes(1_000_000), max_bytes=1_000_000)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    "size", [(12_000, 12_000), (20_000, 20_000), (1, 1_000_000), (1_000_000, 1), (6_000, 5_000)]
)
def test_bombs_are_refused_before_they_cost_time_or_memory(store, size):
    sent = png_head(*size)
    taken(store, saved(corners(64, 64)))
    store.remove(next(store.digests()))
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()

    refuse(store, sent)

    assert time.perf_counter() - start < 0.2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_bomb_in_webp_is_refused_as_well(store):
    sent = saved(Image.new("L", (16_000, 2), 255), "WEBP", lossless=True)
    start = time.perf_counter()

    refuse(store, sent)

    assert time.perf_counter() - start < 0.2


def test_text_that_unfolds_into_megabytes_is_refused(store):
    info = PngImagePlugin.PngInfo()
    for n in range(3):
        info.add_text(f"k{n}", "a" * 3_000_000, zip=True)

    assert "rusak" in refuse(store, saved(corners(64, 64), "PNG", pnginfo=info))


def test_a_full_disk_leaves_no_half_photo(store, monkeypatch):
    def full(self, *_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("marketplace.web.photos.store.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        taken(store, saved(corners()))
    with pytest.raises(OSError, match="No space"):
        take_private(io.BytesIO(saved(corners())), store=store)

    assert files_in(store) == []
    assert list(store.digests()) == []


def test_what_a_killed_process_left_is_swept(store):
    left = store.files / "unfinished" / "abc"
    left.mkdir(parents=True)
    (left / "1280.webp").write_bytes(b"half")

    store.remove_unfinished(older_than=0)
    assert left.exists()
    store.remove_unfinished(older_than=time.time() + 1)
    assert not left.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, "ab\0", "", "/" * 64])
def test_no_name_climbs_out_of_the_store(store, name):
    with pytest.raises(ValueError):
        store.folder_of(name)
    with pytest.raises(ValueError):
        store.private_path(f"proofs/{name}")


def test_a_proof_lies_apart_and_only_for_its_owner(store):
    key = take_private(io.BytesIO(saved(corners(1080, 2400))), store=store)

    path = store.private_path(key)
    assert path.is_relative_to(store.root / "private" / "proofs")
    assert path.stat().st_mode & 0o077 == 0
    assert Image.open(path).size == (1080, 2400)
    store.remove_private(key)
    assert files_in(store) == []


def test_a_finished_photo_is_adopted_without_a_second_decode(store, tmp_path_factory):
    photo = taken(store, saved(corners()))
    other = FileStore(tmp_path_factory.mktemp("other"))

    for _ in range(2):
        other.adopt(photo.digest, store.folder_of(photo.digest))

    assert len(files_in(other)) == len(NAMES)
    assert opened(other, photo).size == (800, 600)


def test_taking_photos_costs_nothing_before_the_first_photo():
    code = (
        "import sys, marketplace.web.photos, marketplace.web.files; sys.exit('PIL' in sys.modules)"
    )
    root = Path(__file__).parents[2]

    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0
