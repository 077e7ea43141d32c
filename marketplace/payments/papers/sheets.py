"""A stall's month as a sheet: a row for each paper, amounts as numbers that the sheet can add up itself."""

from datetime import date

from marketplace.kit.clock import bulan, today
from marketplace.payments.papers.layout import IN_REPORT
from marketplace.payments.papers.reports import Report, Row
from marketplace.web.exports import Cell, Column, as_xlsx, export

REPORT = export(
    "laporan lapak",
    Column("Tanggal", Cell.DAY, 12),
    Column("Nota", width=24),
    Column("Jenis", width=16),
    Column("Pesanan", width=16),
    Column("Cara bayar", width=12),
    Column("Dibayar ke", width=16),
    *(Column(title, Cell.RUPIAH) for title in IN_REPORT),
)


def report_sheet(stall: str, market: str, month: date, report: Report, turnover: int) -> bytes:
    before = [
        ("Laporan penjualan", bulan(month)),
        ("Lapak", stall),
        ("Pasar", market),
        (f"Omzet {month.year}", turnover),
    ]
    total = ["Jumlah", *[None] * 5, *report.total.amounts, report.total.net]
    return as_xlsx(REPORT, map(cells_of, report.rows), f"Laporan {bulan(month)}", before, total)


def cells_of(row: Row) -> list[object]:
    words = (row.code, row.kind.label, row.order, row.method, row.payee.label)
    return [today(row.at), *words, *row.sums.amounts, row.sums.net]
