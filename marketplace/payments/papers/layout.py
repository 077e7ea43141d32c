"""What stands on a printed page, in order, as words: without a library, so that it can be read back by a test."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.kit.clock import bulan, tanggal_pendek, waktu
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.payments.papers.reports import Report, Sums
from marketplace.payments.papers.rules import UNTAXED, Facts, Kind


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    size: int = 10
    bold: bool = False


@dataclass(frozen=True)
class Grid:
    """Rows in columns of these relative widths. The first `plain` columns are words, the others amounts on the right.

    `heads` may be empty; `bold` makes the last row stand out.
    """

    rows: Sequence[Sequence[str]]
    widths: tuple[int, ...]
    heads: tuple[str, ...] = ()
    plain: int = 1
    bold: bool = False
    size: int = 9


Block = Words | Grid
FEW_LETTERS = (
    "Huruf yang tidak ada di huruf cetak ini diganti tanda tanya. Naskah lengkapnya ada di halaman "
    "pesanan."
)
TOTALS = {
    Kind.NOTA: "Total",
    Kind.CORRECTION: "Dikurangkan dari nota",
    Kind.CANCELLATION: "Dibatalkan dari nota",
}
IN_REPORT = ("Barang", "Potongan", "Diganti kas", "Ongkir", "Kas RW", "Uang kembali", "Bersih")


@dataclass(frozen=True)
class Printed:
    """A paper with what stands beside its facts. Without a buyer it is the copy of a desk."""

    code: str
    kind: Kind
    at: datetime
    facts: Facts
    corrects: str = ""
    buyer: str | None = None
    address: str | None = None

    @property
    def anchor(self) -> str:
        return f"n-{self.code.lower().replace('/', '-')}"

    @property
    def people(self) -> list[tuple[str, str]]:
        """Who and what it is about, as pairs of words."""
        facts = self.facts
        rows = [
            ("Untuk nota", self.corrects),
            ("Platform", facts.platform),
            ("Penjual", facts.seller),
            ("Pembeli", self.buyer),
            ("Alamat", self.address),
            ("Diambil di", facts.place),
            ("Pesanan", facts.order),
            ("Cara bayar", facts.method),
        ]
        return [(words, value) for words, value in rows if value]

    @property
    def sums(self) -> list[tuple[str, Rupiah]]:
        """What it comes to, the total last."""
        facts = self.facts
        lines: list[tuple[str, Rupiah]] = []
        if self.kind is Kind.NOTA or facts.goods or facts.delivery_fee:
            lines = [
                ("Barang", facts.goods),
                ("Potongan", Rupiah(-facts.discount)),
                (facts.delivery, facts.delivery_fee),
            ]
        return [*lines, ("PPh 22 dipungut", facts.pph22), (TOTALS[self.kind], facts.total)]


def paper_blocks(paper: Printed) -> list[Block]:
    facts = paper.facts
    blocks: list[Block] = [
        Words(facts.market, 11, bold=True),
        Words(f"{paper.kind.label} {paper.code}", 15, bold=True),
        Words(waktu(paper.at)),
        Grid(paper.people, (28, 72), plain=2),
    ]
    if facts.lines:
        blocks.append(goods_of(facts))
    if facts.reason:
        blocks.append(Words(f"Sebab: {facts.reason}"))
    sums = [(words, format_rupiah(amount)) for words, amount in paper.sums]
    return [*blocks, Grid(sums, (70, 30), bold=True, size=10), Words(FEW_LETTERS, 7)]


def goods_of(facts: Facts) -> Grid:
    rows = [
        (
            line.kind,
            str(line.quantity),
            format_rupiah(line.price),
            format_rupiah(-line.discount),
            format_rupiah(line.total),
        )
        for line in facts.lines
    ]
    heads = ("Barang", "Banyak", "Harga", "Potongan", "Jumlah")
    return Grid(rows, (40, 12, 16, 16, 16), heads)


def report_blocks(
    stall: str, market: str, month: date, report: Report, turnover: int
) -> list[Block]:
    """A stall's month. Nobody's name stands in it."""
    return [
        Words(f"Laporan penjualan {bulan(month)}", 15, bold=True),
        Words(f"{stall}, {market}", 11),
        Words(turnover_words(month.year, turnover)),
        by_payee(report),
        by_paper(report),
        Words("Kode unik transfer tidak ikut dihitung.", 8),
    ]


def by_payee(report: Report) -> Grid:
    rows = [(payee.label, *amounts(sums)) for payee, sums in report.by_payee.items()]
    total = ("Semua", *amounts(report.total))
    return Grid([*rows, total], (19, *[11] * 7), ("Dibayar ke", *IN_REPORT), bold=True)


def by_paper(report: Report) -> Grid:
    rows = [
        (
            tanggal_pendek(row.at),
            row.code if row.kind is Kind.NOTA else f"{row.kind.label} {row.code}",
            row.order,
            row.payee.label,
            *amounts(row.sums),
        )
        for row in report.rows
    ]
    heads = ("Tanggal", "Nota", "Pesanan", "Dibayar ke", *IN_REPORT)
    return Grid(rows, (9, 20, 12, 8, *[7] * 7), heads, plain=4, size=7)


def amounts(sums: Sums) -> list[str]:
    """Nothing is a dash, so that the eye finds what there is."""
    return [format_rupiah(amount) if amount else "–" for amount in (*sums.amounts, sums.net)]


def turnover_words(year: int, turnover: int) -> str:
    return f"Omzet {year}: {format_rupiah(turnover)} dari batas Rp{UNTAXED // 1_000_000} juta."
