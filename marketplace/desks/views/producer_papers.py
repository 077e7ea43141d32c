"""The stall's papers: the nota of an order, and its month as a page and as files. Nobody's name stands in them."""

from datetime import date
from typing import Any

from flask import g, render_template, request, url_for

from marketplace.desks.blueprint import bp
from marketplace.desks.orders import own_order
from marketplace.kit.clock import SHORT_MONTHS, month_before, now, today
from marketplace.kit.rupiah import Rupiah
from marketplace.payments.papers.files import report_pdf, report_xlsx
from marketplace.payments.papers.queries import report_of, turnover_of
from marketplace.payments.papers.reports import Report, Sums
from marketplace.payments.papers.rules import UNTAXED
from marketplace.payments.papers.showing import copies_for_desk, paper_file
from marketplace.stalls.guards import producer
from marketplace.web.paging import month_wanted

MOST = 50  # papers on the page, the newest; the files have them all


@bp.get("/penjual/<stall>/pesanan/<code>/nota")
@producer
def stall_paper(code: str) -> Any:
    order = own_order(g.stall, code)
    return render_template(
        "desks/producer/nota.html", stall=g.stall, order=order, papers=copies_for_desk(order)
    )


@bp.post("/penjual/<stall>/pesanan/<code>/nota")
@producer
def stall_paper_file(code: str) -> Any:
    return paper_file(copies_for_desk(own_order(g.stall, code)))


@bp.get("/penjual/<stall>/laporan")
@producer
def stall_report() -> Any:
    month, report, turnover = month_asked_for()
    return render_template(
        "desks/producer/report.html",
        stall=g.stall,
        month=month,
        months=months_around(month),
        report=report,
        rows=report.rows[::-1][:MOST],
        more=max(len(report.rows) - MOST, 0),
        turnover=turnover,
        untaxed=UNTAXED,
        lines=lines_of,
    )


@bp.post("/penjual/<stall>/laporan/pdf")
@producer
def stall_report_pdf() -> Any:
    """The month of the page on which the button was pressed."""
    return report_pdf(g.stall, *month_asked_for(), now())


@bp.post("/penjual/<stall>/laporan/xlsx")
@producer
def stall_report_xlsx() -> Any:
    """The same as a sheet."""
    return report_xlsx(g.stall, *month_asked_for())


def month_asked_for() -> tuple[date, Report, Rupiah]:
    month = month_wanted(request.args)
    return month, report_of(g.stall, month), turnover_of(g.stall, month.year)


def months_around(month: date) -> list[tuple[str, str, bool]]:
    """The month before, the month itself, and the next one if it has begun."""
    near = [month_before(month, count) for count in (1, 0, -1)]
    return [
        (
            f"{SHORT_MONTHS[one.month - 1]} {one.year}",
            url_for(".stall_report", stall=g.stall.slug, bulan=f"{one:%Y-%m}"),
            one == month,
        )
        for one in near
        if one <= today(now())
    ]


def lines_of(sums: Sums) -> list[tuple[str, int]]:
    """What the sums are of, without what did not happen."""
    words = {
        "Barang": sums.goods,
        "Potongan harga": sums.discount,
        "Potongan yang diganti kas RW": sums.borne,
        "Ongkir": sums.delivery,
        "Kas RW": sums.fee,
        "Uang kembali ke pembeli": sums.refunds,
    }
    return [(line, amount) for line, amount in words.items() if amount or line == "Barang"]
