"""Issuing papers: each with the next number of its market and year, once, in the transaction of the act itself."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.rules import Account, Part
from marketplace.ledger.rules import Kind as InLedger
from marketplace.orders.models import Order, OrderLine
from marketplace.orders.rules import Bearer, Delivery, OrderStatus
from marketplace.payments.models import Payment, Refund, RefundLine
from marketplace.payments.papers.models import Document, DocumentCounter
from marketplace.payments.papers.rules import (
    Back,
    Facts,
    Kind,
    Line,
    code_of,
    left_of,
    taken_back,
    year_of,
)
from marketplace.payments.rules import Payee
from marketplace.regions.models import Market
from marketplace.web.db import begin_write, db

FOR_NOTHING = "Tidak ada yang dibayar"


def papers_of(order: Order) -> list[Document]:
    """The nota and then its corrections; nothing as long as nobody has paid."""
    query = select(Document).where(Document.order_id == order.id).order_by(Document.id)
    return list(db.session.scalars(query))


def issue_nota(order: Order, payment: Payment | None, at: datetime) -> Document:
    """What was sold, as it was ordered; a discount that covers it all leaves no payment."""
    facts = facts_of(order, payment)
    brought = order.delivery is not Delivery.PICKUP
    return issue(
        order,
        Kind.NOTA,
        facts,
        at,
        buyer_name=order.purchase.contact_name,
        buyer_address=order.place if brought else "",
        turnover=facts.turnover,
    )


def facts_of(order: Order, payment: Payment | None) -> Facts:
    """The order as it was frozen, in the words of a nota."""
    by_kas = order.borne_by is Bearer.MARKET
    carried = order.delivery_fee if order.delivery is Delivery.STALL else 0
    return Facts(
        platform=f"Pasar RW {current_app.config['CITY']}",
        market=market_of(order).name,
        seller=order.stall.name,
        order=order.code,
        method=payment.method.label if payment else FOR_NOTHING,
        payee=(payment.payee if payment else Payee.STALL).value,
        lines=tuple(
            Line(name_of(line), line.quantity, line.unit_price, line.discount)
            for line in order.lines
        ),
        goods=order.goods_total,
        discount=order.discount_total,
        delivery=order.delivery.label,
        delivery_fee=order.delivery_fee,
        place=order.place if order.delivery is Delivery.PICKUP else "",
        total=order.total,
        fee=order.fee_total,
        borne=order.discount_total if by_kas else Rupiah(0),
        turnover=Rupiah(order.goods_total + carried),
    )


def issue_correction(refund: Refund, at: datetime) -> Document | None:
    """What a refund takes back of its order's nota; nothing when all of it has gone back before."""
    nota, *earlier = papers_of(refund.order)
    taken = [paper.facts for paper in earlier]
    if not left_of(nota.facts, taken):
        return None
    kind, facts = taken_back(nota.facts, taken, back_by(refund))
    return issue(
        refund.order,
        kind,
        facts,
        at,
        refund_id=refund.id,
        corrects=nota,
        buyer_name=nota.buyer_name,
        buyer_address=nota.buyer_address,
        turnover=Rupiah(-facts.turnover),
    )


def back_by(refund: Refund) -> Back:
    """The pieces and the delivery that the stall chose, or all that was left, each by its frozen shares."""
    order, lines = refund.order, tuple(map(pieces_of, refund.lines))
    carried = refund.delivery if order.delivery is Delivery.STALL else 0
    goods = sum(line.price * line.quantity for line in lines)
    fee, borne = given_back_by_kas(refund)
    return Back(
        owed=refund.amount,
        reason=refund.reason,
        ends=order.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED),
        fee=fee,
        borne=borne,
        lines=lines,
        delivery_fee=refund.delivery,
        turnover=Rupiah(goods + carried) if lines or refund.delivery else None,
    )


def pieces_of(taken: RefundLine) -> Line:
    line = taken.line
    all_of_it = Part(line.subtotal, line.discount, line.fee, line.quantity)
    pieces = all_of_it.pieces(taken.quantity, taken.before)
    return Line(name_of(line), taken.quantity, line.unit_price, pieces.discount)


def name_of(line: OrderLine) -> str:
    return f"{line.title}, {line.variant_title}"


def given_back_by_kas(refund: Refund) -> tuple[int, int]:
    """The fee that the kas loses with a refund, and the discount that it need not bear, as the ledger has it."""
    rows = db.session.execute(
        select(Posting.account, Posting.amount)
        .join(LedgerEntry, LedgerEntry.id == Posting.entry_id)
        .where(LedgerEntry.key == f"owe:{refund.id}")
    )
    posted: dict[str, int] = dict(rows.all())
    kas, discount = (
        str(Account(kind, refund.order.market_id)) for kind in (InLedger.KAS, InLedger.DISCOUNT)
    )
    return posted.get(kas, 0), -posted.get(discount, 0)


def issue(order: Order, kind: Kind, facts: Facts, at: datetime, **more: object) -> Document:
    """Write it down under the next number."""
    market, year = market_of(order), year_of(at)
    number = next_number(market.id, year)
    paper = Document(
        market_id=market.id,
        year=year,
        number=number,
        code=code_of(market.slug, year, number),
        kind=kind,
        stall_id=order.stall_id,
        order=order,
        kept=facts.to_json(),
        issued_at=at,
        **more,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def market_of(order: Order) -> Market:
    return db.session.get_one(Market, order.market_id)


def next_number(market_id: int, year: int) -> int:
    """One statement takes it and holds the counter until the commit: the next one waits, a rollback gives it back."""
    begin_write()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    first = dialect.insert(DocumentCounter).values(market_id=market_id, year=year, last=1)
    taken = first.on_conflict_do_update(
        index_elements=["market_id", "year"], set_={"last": DocumentCounter.last + 1}
    )
    number: int = db.session.scalars(taken.returning(DocumentCounter.last)).one()
    return number
