"""What must be true of papers: numbered without gaps, adding up, none missing."""

from typing import Any

from sqlalchemy import func, select

from marketplace.orders.models import Order
from marketplace.payments.models import PaymentPart, Refund
from marketplace.payments.papers.actions import papers_of
from marketplace.payments.papers.missing import is_sold, takes_back
from marketplace.payments.papers.models import Document, DocumentCounter
from marketplace.payments.papers.rules import Kind, left_of
from marketplace.regions.models import Market
from marketplace.web.db import db


def problems() -> list[str]:
    """Sentences about disagreements; empty when all agree."""
    return [*numbers_askew(), *notas_missing(), *corrections_missing(), *papers_askew()]


def numbers_askew() -> list[str]:
    """In every market and year the numbers are 1, 2, 3 and so on, up to what the counter says."""
    last, count = DocumentCounter.last, func.count(Document.id)
    rows = db.session.execute(
        select(Market.slug, DocumentCounter.year, last, count, func.max(Document.number))
        .join(Market, Market.id == DocumentCounter.market_id)
        .outerjoin(
            Document,
            (Document.market_id == DocumentCounter.market_id)
            & (Document.year == DocumentCounter.year),
        )
        .group_by(Market.slug, DocumentCounter.year, last)
        .having((count != last) | (func.coalesce(func.max(Document.number), 0) != last))
    )
    found = [
        f"papers of {slug} in {year}: {count} up to number {highest}, the counter says {last}"
        for slug, year, last, count, highest in rows
    ]
    counted = select(DocumentCounter.market_id).where(
        DocumentCounter.market_id == Document.market_id, DocumentCounter.year == Document.year
    )
    uncounted = select(Document.code).where(~counted.exists())
    return found + said_of("paper {}: no counter has given its number", uncounted)


def said_of(sentence: str, codes: Any) -> list[str]:
    return [sentence.format(code) for code in db.session.scalars(codes)]


def notas_missing() -> list[str]:
    """What was sold has a nota, and nothing else has."""
    noted = select(Document.order_id).where(Document.kind == Kind.NOTA)
    return [
        *said_of(
            "order {}: sold, and has no nota",
            select(Order.code).where(is_sold(), Order.id.not_in(noted)),
        ),
        *said_of(
            "order {}: has a nota, and was not sold",
            select(Order.code).where(Order.id.in_(noted), ~is_sold()),
        ),
    ]


def corrections_missing() -> list[str]:
    """What is owed back of a payment that paid for the order has its correction, until nothing of the nota is left."""
    written = select(Document.refund_id).where(Document.refund_id.is_not(None))
    rows = db.session.execute(
        select(Refund.id, Order)
        .join(Order, Order.id == Refund.order_id)
        .join(
            PaymentPart,
            (PaymentPart.order_id == Refund.order_id)
            & (PaymentPart.payment_id == Refund.payment_id),
        )
        .where(PaymentPart.is_paid, Refund.id.not_in(written), takes_back())
    )
    return [
        f"refund {id} of order {order.code}: has no correction"
        for id, order in rows
        if not is_all_back(order)
    ]


def is_all_back(order: Order) -> bool:
    papers = [paper.facts for paper in papers_of(order)]
    return bool(papers) and not left_of(papers[0], papers[1:])


def papers_askew() -> list[str]:
    """A nota's lines add up; corrections are of the same order and never take back more than there was."""
    found: list[str] = []
    left: dict[
        int | None, tuple[int, int]
    ] = {}  # by nota: its order, and what nobody has taken back
    for paper in db.session.scalars(select(Document).order_by(Document.id)):
        facts = paper.facts
        if paper.is_nota:
            left[paper.id] = paper.order_id, facts.total
            if not facts.adds_up:
                found.append(f"paper {paper.code}: its lines do not add up")
            continue
        order_id, there = left.get(paper.corrects_id, (0, 0))
        left[paper.corrects_id] = order_id, there - facts.total
        if order_id != paper.order_id or facts.total > there:
            found.append(f"paper {paper.code}: takes back more than there was")
    return found
