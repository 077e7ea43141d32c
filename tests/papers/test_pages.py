"""Printed pages: everything that must stand on a nota stands on it, whatever its people are called."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from marketplace.kit.rupiah import Rupiah
from marketplace.payments.papers.layout import (
    Printed,
    paper_blocks,
    report_blocks,
)
from marketplace.payments.papers.pdf import REPORT, as_pdf, printable
from marketplace.payments.papers.reports import Report, row_of
from marketplace.payments.papers.rules import Back, Facts, Kind, Line, taken_back
from tests.papers.reading import pages_in, text_of

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
LINES = (
    Line("Keripik tempe, 150 g", 2, Rupiah(15_000), Rupiah(3_000)),
    Line("Nastar, toples", 1, Rupiah(20_000), Rupiah(2_000)),
)
FACTS = Facts(
    platform="Pasar RW Kota Malang",
    market="Pasar RW 15 Purwantoro",
    seller="Keripik Tempe Bu Sri",
    order="PRW-7K3M9Q-1",
    method="QRIS",
    payee="stall",
    lines=LINES,
    goods=Rupiah(50_000),
    discount=Rupiah(5_000),
    delivery="Diantar penjual",
    delivery_fee=Rupiah(3_000),
    total=Rupiah(48_000),
    fee=Rupiah(1_125),
    turnover=Rupiah(53_000),
)
NOTA = Printed(
    "PURWANTORO-15/2026/123",
    Kind.NOTA,
    AT,
    FACTS,
    buyer="Rina",
    address="Gang 3 nomor 12",
)
NAMES = [
    "ꦱꦫꦶ ꦮꦲꦾꦸꦤꦶ",
    "😀👩‍👩‍👧🇮🇩",
    "مرحبا سري",
    "\u202eakuB irS uB",
    "S" + "\u0301" * 1_000 + "ri",
    "a\u200d\u200b\ufeffb",
    "w" * 5_000,
    "Kata " * 1_500,
    "(tanda) \\kurung\\ %PDF",
    "baris\nsatu\rdua\ttiga\x00\x1b",
    "\ue000\U000f0000\U0010ffff",
    "**tebal** __garis__ --coret--",
    "",
]


def drawn(*papers: Printed) -> bytes:
    return as_pdf([paper_blocks(paper) for paper in papers], "Nota", AT)


def test_a_nota_says_what_the_law_asks_for() -> None:
    told = text_of(drawn(NOTA))

    for words in (
        "Nota PURWANTORO-15/2026/123",
        "Rabu, 25 November 2026 10.00 WIB",
        "Platform Pasar RW Kota Malang",
        "Penjual Keripik Tempe Bu Sri",
        "Pembeli Rina Alamat Gang 3 nomor 12",
        "Keripik tempe, 150 g 2 Rp15.000 -Rp3.000 Rp27.000",
        "Nastar, toples 1 Rp20.000 -Rp2.000 Rp18.000",
        "Barang Rp50.000 Potongan -Rp5.000 Diantar penjual Rp3.000",
        "PPh 22 dipungut Rp0 Total Rp48.000",
    ):
        assert words in told


def test_a_correction_names_the_first_and_why() -> None:
    kind, facts = taken_back(FACTS, [], Back(13_500, "Nastar gosong", fee=338, borne=0))
    correction = Printed("PURWANTORO-15/2026/130", kind, AT, facts, corrects=NOTA.code)

    told = text_of(drawn(correction))

    assert "Nota koreksi PURWANTORO-15/2026/130" in told
    assert "Untuk nota PURWANTORO-15/2026/123" in told
    assert "Sebab: Nastar gosong" in told
    assert "Dikurangkan dari nota Rp13.500" in told


def test_the_copy_of_a_desk_has_no_buyer() -> None:
    told = text_of(drawn(replace(NOTA, buyer=None, address=None)))

    assert "Pembeli" not in told
    assert "Rina" not in told


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_can_be_printed(name: str) -> None:
    lines = (Line(name, 1, Rupiah(53_000), Rupiah(8_000)),)
    facts = replace(FACTS, seller=name, market=name, place=name, reason=name, lines=lines)

    page = drawn(Printed(name, Kind.NOTA, AT, facts, name, name, name))

    assert page.startswith(b"%PDF-")
    assert "Rp48.000" in text_of(page)
    assert pages_in(page) < 20


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Séjati Łukasz ñ", "Séjati ?ukasz ñ"),
        ("Ngọc Šárka", "Ngoc Šárka".replace("Š", "S")),
        ("e\u0301", "é"),
        ("ꦗꦮ", "??"),
        ("−Rp5.000 – “oke”…", '-Rp5.000 - "oke"...'),
        ("dua\nbaris", "dua baris"),
        ("**Bu** Sri", "**Bu** Sri"),
    ],
)
def test_a_letter_becomes_its_nearest(typed: str, read: str) -> None:
    assert printable(typed) == read


def test_the_same_paper_is_the_same_file() -> None:
    assert drawn(NOTA) == drawn(NOTA)
    assert pages_in(drawn(NOTA, NOTA)) == 2


def test_a_month_is_added_up_by_payee_and_over_several_pages() -> None:
    kind, back = taken_back(FACTS, [], Back(48_123, "Batal", fee=1_125, borne=0))
    collected = replace(FACTS, payee="treasurer")
    rows = [row_of(AT, f"PURWANTORO-15/2026/{n}", Kind.NOTA, FACTS) for n in range(60)]
    rows += [row_of(AT, "PURWANTORO-15/2026/60", Kind.NOTA, collected)]
    rows += [row_of(AT, "PURWANTORO-15/2026/61", kind, back)]

    page = as_pdf(
        [report_blocks("Dapur", "Pasar RW 15", date(2026, 11, 1), Report(rows), 3_180_000)],
        "Laporan",
        AT,
        REPORT,
    )

    told = text_of(page)
    assert "Laporan penjualan November 2026" in told
    assert "Omzet 2026: Rp3.180.000 dari batas Rp500 juta." in told
    assert (
        "Lapak Rp3.000.000 -Rp300.000 - Rp180.000 -Rp66.375 -Rp48.000 Rp2.765.625" in told
    )  # 60 × 46.875 − (48.000 − 1.125)
    assert "Bendahara RW Rp50.000 -Rp5.000 - Rp3.000 -Rp1.125 - Rp46.875" in told
    assert "Nota pembatalan PURWANTORO-15/2026/61" in told
    assert pages_in(page) == 2
