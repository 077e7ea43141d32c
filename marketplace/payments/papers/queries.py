"""Papers of an order, of a market, of a stall's month."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from marketplace.kit.clock import month_moments
from marketplace.kit.rupiah import Rupiah
from marketplace.payments.papers.models import Document
from marketplace.payments.papers.reports import Report, row_of
from marketplace.payments.papers.rules import Facts
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import db


def papers_of_market(market: Market, year: int | None = None) -> Select[Any]:
    """The newest first."""
    query = select(Document).where(Document.market_id == market.id)
    if year is not None:
        query = query.where(Document.year == year)
    return query.order_by(Document.id.desc())


def years_of(market: Market) -> list[int]:
    """The years in which it has issued papers, the newest first."""
    query = select(Document.year).where(Document.market_id == market.id).distinct()
    return list(db.session.scalars(query.order_by(Document.year.desc())))


def report_of(stall: Stall, month: date) -> Report:
    """The month of any of its days. Reads nothing about the buyers."""
    starts, ends = month_moments(month)
    rows = db.session.execute(
        select(Document.issued_at, Document.code, Document.kind, Document.kept)
        .where(
            Document.stall_id == stall.id,
            Document.issued_at >= starts,
            Document.issued_at < ends,
        )
        .order_by(Document.id)
    )
    return Report([row_of(at, code, kind, Facts.from_json(kept)) for at, code, kind, kept in rows])


def turnover_of(stall: Stall, year: int) -> Rupiah:
    """What counts for the tax of its owner, from January: before discounts, less what was taken back."""
    query = select(func.coalesce(func.sum(Document.turnover), 0))
    of_year = query.where(Document.stall_id == stall.id, Document.year == year)
    return Rupiah(int(db.session.scalar(of_year) or 0))
