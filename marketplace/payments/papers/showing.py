"""Papers as their readers get them: the buyer's own copy, the copies of the desks, and the file."""

from collections.abc import Sequence

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.kit.slugs import slugify
from marketplace.orders.models import Order
from marketplace.payments.papers.layout import Printed, paper_blocks
from marketplace.payments.papers.models import Document
from marketplace.payments.papers.pdf import as_pdf
from marketplace.payments.papers.rules import NotIssued
from marketplace.web.db import db
from marketplace.web.exports import PDF, download


def copies_for_buyer(order: Order) -> list[Printed]:
    """With name and address, which the law asks for."""
    return copies(order, own=True)


def copies_for_desk(order: Order) -> list[Printed]:
    """Without the buyer: the desk's own order page tells who it is as long as it needs to know."""
    return copies(order, own=False)


def copies(order: Order, *, own: bool) -> list[Printed]:
    """The nota and then its corrections; nothing as long as nobody has paid."""
    query = select(Document).where(Document.order_id == order.id).order_by(Document.id)
    papers = db.session.scalars(query.options(joinedload(Document.corrects)))
    return [printed(paper, own=own) for paper in papers]


def printed(paper: Document, *, own: bool) -> Printed:
    return Printed(
        code=paper.code,
        kind=paper.kind,
        at=paper.issued_at,
        facts=paper.facts,
        corrects=paper.corrects.code if paper.corrects else "",
        buyer=paper.buyer_name if own else None,
        address=paper.buyer_address if own else None,
    )


def paper_file(papers: Sequence[Printed]) -> Response:
    """All papers of one order, each on a page of its own. Raises NotIssued."""
    if not papers:
        raise NotIssued
    first = papers[0]
    body = as_pdf([paper_blocks(paper) for paper in papers], f"Nota {first.code}", papers[-1].at)
    return download(body, PDF, f"nota-{slugify(first.code, 'pasar-rw')}.pdf")
