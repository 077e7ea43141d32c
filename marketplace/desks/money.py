"""Questions the treasurer's desk asks about collected money of one market."""

from collections.abc import Iterable

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.orders.models import Order
from marketplace.orders.rules import OPEN
from marketplace.payments.models import Payment, PaymentPart, Refund
from marketplace.payments.rules import ENDED, WAITING, Method, Payee, PaymentStatus, RefundStatus
from marketplace.regions.models import Market
from marketplace.web.db import db, first_or_404

P = PaymentStatus
MOST = 100  # on the page of work; the rest comes up as these are done
LATE_PROOF = and_(Payment.status.in_(ENDED), Payment.proof.is_not(None), Payment.received == 0)
CASH = Payment.method == Method.CASH
KINDS = {  # in the order of the page
    "proof": ("Bukti yang perlu dicek", Payment.status == P.PROOF_SENT),
    "mismatch": ("Jumlahnya tidak cocok", Payment.status == P.MISMATCH),
    "late": ("Bukti yang datang terlambat", LATE_PROOF),
    "cash": ("Tunai yang belum diterima", and_(CASH, Payment.status == P.PENDING)),
    "open": ("Menunggu dibayar", and_(~CASH, Payment.status == P.PENDING)),
}
TO_JUDGE = or_(*(KINDS[name][1] for name in ("proof", "mismatch", "late")))
WHOLE = (
    joinedload(Payment.purchase),
    selectinload(Payment.parts).joinedload(PaymentPart.order).joinedload(Order.stall),
)


def collected_by(market: Market) -> Select[Payment]:
    """Payments that this market's treasurer collects."""
    return select(Payment).where(Payment.market_id == market.id, Payment.payee == Payee.TREASURER)


def to_judge(market: Market) -> Select[int]:
    """Ids of collected payments that nobody but the treasurer can bring on."""
    return collected_by(market).where(TO_JUDGE).with_only_columns(Payment.id)


def to_return(market: Market) -> Select[int]:
    """Ids of what the treasurer has still to give back to buyers."""
    owed = Refund.status == RefundStatus.OWED
    collected = Payment.market_id == market.id, Payment.payee == Payee.TREASURER
    return select(Refund.id).join(Refund.payment).where(owed, *collected)


def own_payment(market: Market, payment_id: int) -> Payment:
    """Collected by this market's treasurer, else 404."""
    return first_or_404(collected_by(market).where(Payment.id == payment_id).options(*WHOLE))


def own_refund(payment: Payment, refund_id: int) -> Refund:
    query = select(Refund).where(Refund.payment_id == payment.id, Refund.id == refund_id)
    return first_or_404(query)


def work_of(market: Market) -> dict[str, list[Payment]]:
    """Payments that want the treasurer's eye, by kind; in each the one that waits longest is first."""
    kind = case(*((condition, name) for name, (_words, condition) in KINDS.items()))
    rank = case(*((condition, place) for place, (_words, condition) in enumerate(KINDS.values())))
    query = collected_by(market).add_columns(kind).where(or_(*(c for _, c in KINDS.values())))
    query = query.options(*WHOLE).order_by(rank, Payment.proof_at, Payment.id).limit(MOST)
    found: dict[str, list[Payment]] = {name: [] for name in KINDS}
    for payment, name in db.session.execute(query):
        found[name].append(payment)
    return found


def owed_by(market: Market) -> list[Refund]:
    """What the treasurer has still to give back to buyers."""
    query = (
        select(Refund)
        .where(Refund.id.in_(to_return(market)))
        .options(
            joinedload(Refund.order).options(joinedload(Order.purchase), joinedload(Order.stall))
        )
        .order_by(Refund.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def refunds_by_payment(payments: Iterable[Payment]) -> dict[int, list[Refund]]:
    """Payment id to what is, or was, owed back of it."""
    found: dict[int, list[Refund]] = {payment.id: [] for payment in payments}
    query = select(Refund).where(Refund.payment_id.in_(found)).order_by(Refund.id)
    for refund in db.session.scalars(query):
        found[refund.payment_id].append(refund)
    return found


def knows_buyer(payment: Payment, refunds: list[Refund]) -> bool:
    """Whether the treasurer still has to do with the buyer, so that name and phone are shown."""
    judges = payment.status in ENDED and payment.proof is not None and not payment.received
    owes = any(refund.status is RefundStatus.OWED for refund in refunds)
    alive = payment.status in WAITING or payment.status is P.MISMATCH
    return alive or judges or owes or any(part.order.status in OPEN for part in payment.parts)
