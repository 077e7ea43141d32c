"""The QRIS of a stall: known payloads, our own checksum, and stickers that must be refused."""

import binascii
import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from marketplace.payments.qris import BadQris, dynamic, read_static
from marketplace.web.qr import qr_svg

KERIPIK = (
    "00020101021126680016ID.CO.CONTOH.WWW011893600999000000001702150000000000000170303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10999999990170303UMI5204549953033605802ID"
    "5920KERIPIK TEMPE CONTOH6011KOTA MALANG61056512262070703A016304FB88"
)
KERIPIK_27500 = (
    "00020101021226680016ID.CO.CONTOH.WWW011893600999000000001702150000000000000170303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10999999990170303UMI5204549953033605405275005802ID"
    "5920KERIPIK TEMPE CONTOH6011KOTA MALANG61056512262200509PRW7K3M9Q0703A016304B1FA"
)
KUE = (
    "00020101021126680016ID.CO.CONTOH.WWW011893600999000000002502150000000000000250303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10999999990250303UMI5204546253033605802ID"
    "5917KUE KERING CONTOH6011KOTA MALANG61056512262070703T156304BB14"
)
KUE_27500 = (
    "00020101021226680016ID.CO.CONTOH.WWW011893600999000000002502150000000000000250303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10999999990250303UMI5204546253033605405275005802ID"
    "5917KUE KERING CONTOH6011KOTA MALANG61056512262200509PRW7K3M9Q0703T1563040BF5"
)


def sealed(body):
    """The payload with a checksum of the standard library, not of the package under test."""
    body += "6304"
    return body + f"{binascii.crc_hqx(body.encode(), 0xFFFF):04X}"


def changed(old, new):
    assert old in KERIPIK
    return sealed(KERIPIK[:-8].replace(old, new))


def refused(payload):
    with pytest.raises(BadQris) as wrong:
        read_static(payload)
    return wrong.value.sentences


def test_the_checksum_is_the_known_one():
    assert binascii.crc_hqx(b"123456789", 0xFFFF) == 0x29B1
    assert sealed(KERIPIK[:-8]) == KERIPIK


@pytest.mark.parametrize(("static", "made"), [(KERIPIK, KERIPIK_27500), (KUE, KUE_27500)])
def test_a_sticker_is_filled_in_with_amount_and_reference(static, made):
    assert dynamic(static, 27_500, "PRW7K3M9Q") == made


def test_a_sticker_tells_whose_it_is():
    merchant = read_static(KERIPIK)

    assert merchant.name == "KERIPIK TEMPE CONTOH"
    assert merchant.city == "KOTA MALANG"
    assert merchant.nmid == "ID1099999999017"
    assert (merchant.postal_code, merchant.mcc) == ("65122", "5499")


def test_space_around_a_pasted_code_does_not_matter():
    assert read_static(f"\n  {KERIPIK}\r\n\t ").payload == KERIPIK


def test_the_national_part_may_stand_in_tag_26():
    account = "0014ID.CO.QRIS.WWW0215ID10999999990170303UMI"
    payload = sealed(
        f"00020101021126{len(account)}{account}" + KERIPIK[KERIPIK.index("52045499") : -8]
    )

    assert read_static(payload).nmid == "ID1099999999017"


def test_any_single_changed_character_is_noticed():
    for at in range(len(KERIPIK)):
        other = "X" if KERIPIK[at] != "X" else "Y"
        assert refused(KERIPIK[:at] + other + KERIPIK[at + 1 :])


def test_any_cut_is_noticed():
    for end in range(len(KERIPIK)):
        assert refused(KERIPIK[:end])


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("", "bukan isi kode QRIS"),
        ("https://contoh.invalid/bayar", "bukan isi kode QRIS"),
        ("00020101021126" + "६६" * 20, "bukan isi kode QRIS"),
        (KERIPIK.replace("KOTA MALANG", "KOTA\nMALANG"), "bukan isi kode QRIS"),
        (KERIPIK[:60], "terpotong"),
        (KERIPIK[:-1] + "9", "terpotong"),
        (KERIPIK_27500, "satu pembayaran"),
        (KERIPIK_27500, "jumlah uang"),
        (changed("5303360", "5303840"), "bukan untuk rupiah"),
        (changed("5802ID", "5802MY"), "bukan QRIS Indonesia"),
        (changed("5204549953", "5204549A53"), "jenis usaha"),
        (changed("6011KOTA MALANG", ""), "kota tidak ada"),
        (changed("5802ID", "5802ID5802ID"), "dua kali"),
        (changed("0215ID1099999999017", "0215XX1099999999017"), "NMID"),
        (changed("5802ID", "5405275005802ID"), "jumlah uang"),
        (changed("5802ID", "5502015802ID"), "tip"),
        (changed("5802ID", "550202560410005802ID"), "tip"),
        (changed("5802ID", "55020357012" + "5802ID"), "tip"),
    ],
)
def test_what_is_not_a_stalls_sticker_is_refused_with_words(payload, words):
    assert words in " ".join(refused(payload))


def test_all_that_is_wrong_is_said_at_once():
    body = KERIPIK[:-8].replace("5303360", "5303840").replace("5802ID", "5502015802MY")

    assert len(refused(sealed(body))) == 3


@pytest.mark.parametrize("amount", [0, -1, 10_000_001, 1.5, True, "27500", None])
def test_an_amount_no_qris_can_carry_is_refused(amount):
    with pytest.raises(ValueError, match=r"sampai Rp10\.000\.000"):
        dynamic(KERIPIK, amount, "PRW7K3M9Q")


@pytest.mark.parametrize("amount", [1, 10_000_000])
def test_the_smallest_and_the_largest_amount_pass(amount):
    assert f"54{len(str(amount)):02d}{amount}" in dynamic(KERIPIK, amount, "PRW7K3M9Q")


@pytest.mark.parametrize("reference", ["", "prw", "PRW-7K3M9Q", "A" * 26, "PRW 1"])
def test_a_reference_is_the_code_without_dashes(reference):
    with pytest.raises(ValueError, match="not a reference"):
        dynamic(KERIPIK, 27_500, reference)


def test_a_damaged_code_never_asks_for_money():
    with pytest.raises(BadQris):
        dynamic(KERIPIK[:-1] + "9", 27_500, "PRW7K3M9Q")


def painted(svg, scale=4, quiet=4):
    """What a screen shows of our SVG: dark modules on white paper."""
    root = ET.fromstring(str(svg))
    side = int(root.get("viewBox").split()[2])
    im = Image.new("L", ((side + 2 * quiet) * scale,) * 2, 255)
    draw = ImageDraw.Draw(im)
    for step in root[0].get("d").split("M")[1:]:
        x, rest = step.split(" ")
        y, width = rest.split("v")[0].split("h")
        left, top = (int(x) + quiet) * scale, (int(y) + quiet) * scale
        draw.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), fill=0)
    return im


@pytest.mark.parametrize("text", [KERIPIK_27500, "K7M42Q", "https://contoh.invalid/p/1"])
def test_a_phone_reads_the_drawn_code(text):
    assert zxingcpp.read_barcode(painted(qr_svg(text))).text == text


def test_the_drawing_suits_a_strict_policy():
    svg = qr_svg(KERIPIK, label='Kode QRIS "Bu Sri"')

    assert "style" not in svg
    assert 'fill="currentColor"' in svg
    assert 'aria-label="Kode QRIS &#34;Bu Sri&#34;"' in svg
    assert 'aria-hidden="true"' in qr_svg(KERIPIK)
    assert len(svg) < 20_000
