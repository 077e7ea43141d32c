"""A stall's month as files to take home."""

from datetime import date, datetime

from flask import Response

from marketplace.payments.papers.layout import report_blocks
from marketplace.payments.papers.pdf import REPORT, as_pdf
from marketplace.payments.papers.reports import Report
from marketplace.payments.papers.sheets import report_sheet
from marketplace.stalls.models import Stall
from marketplace.web.exports import PDF, XLSX, download


def report_pdf(stall: Stall, month: date, report: Report, turnover: int, at: datetime) -> Response:
    blocks = report_blocks(stall.name, stall.market.name, month, report, turnover)
    body = as_pdf([blocks], f"Laporan {stall.name}", at, REPORT)
    return download(body, PDF, f"laporan-{stall.slug}-{month:%Y-%m}.pdf")


def report_xlsx(stall: Stall, month: date, report: Report, turnover: int) -> Response:
    body = report_sheet(stall.name, stall.market.name, month, report, turnover)
    return download(body, XLSX, f"laporan-{stall.slug}-{month:%Y-%m}.xlsx")
