"""Going to the provider and back: asked outside any transaction, remembered in a short one of its own.

The one place below views and jobs that commits: a payment writes its intent, commits, calls the provider, commits the
answer. What dies in between is healed by the reconciler.
"""

import logging
from dataclasses import replace

from sqlalchemy import select

from marketplace.kit.clock import now
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.payments.actions import hold
from marketplace.payments.alarms import alarm
from marketplace.payments.gateways import gateway_of
from marketplace.payments.gateways.interface import (
    Ask,
    Event,
    Outcome,
    ProviderDown,
    Refused,
    SessionState,
    Stage,
    UnknownProvider,
)
from marketplace.payments.models import Payment, PaymentPart, Refund
from marketplace.payments.provider_events import keep, mark_done, mark_failed
from marketplace.payments.rules import NotOpen, RefundStatus
from marketplace.payments.sessions import (
    ProviderRefund,
    ProviderSession,
    begin_refund,
    begin_session,
)
from marketplace.payments.settling import settle
from marketplace.payments.settling.refunds import settle_refunds
from marketplace.web.db import begin_write, db, lock

log = logging.getLogger("pasar.payments")
NOT_ENDED = (
    "Pembayarannya baru saja masuk, jadi pesanan ini belum diakhiri. "
    "Kalau tetap tidak jadi, tekan sekali lagi: uangnya kembali ke kartu.",
    "warn",
)
OPEN = (Stage.OPEN, Stage.PROCESSING)


def open_page(payment_id: int) -> SessionState:
    """The page on which this payment is made; its url is None when it is over. Raises NotOpen, TooSmall and the
    gateway's errors.
    """
    payment = db.session.get_one(Payment, payment_id)
    if not payment.is_waiting:
        raise NotOpen(payment.status)
    kept = db.session.get(ProviderSession, payment_id)
    if kept and kept.session and not kept.is_spent:
        return page_of(kept)
    return opened(payment_id)


def opened(payment_id: int, *, again: bool = True) -> SessionState:
    """Asked as it is written down: whatever was opened by it before is found again. What is refused is asked anew."""
    provider, ask = written(payment_id)
    try:
        return settled(gateway_of(provider).open_session(ask))
    except Refused as refused:
        if refused.code == "amount_too_small" or not again:
            raise
        log.warning("payment %s: asked anew after %s", payment_id, refused)
    spend(payment_id, ask)
    return opened(payment_id, again=False)


def page_of(kept: ProviderSession) -> SessionState:
    """Where a session is paid, as long as it can be."""
    page = kept.page
    found = ask_and_settle(kept.provider, kept.session or "")
    return replace(found, url=found.url or page) if found.stage is Stage.OPEN else found


def spend(payment_id: int, ask: Ask) -> None:
    """Nothing comes of this ask any more, unless somebody has made another one meanwhile."""
    begin_write()
    kept = db.session.get_one(ProviderSession, payment_id)
    lock(kept)
    if kept.session is None and Ask.from_json(kept.ask) == ask:
        kept.let_go, kept.stage = True, Stage.EXPIRED
    db.session.commit()


def written(payment_id: int) -> tuple[str, Ask]:
    """Whom to ask for what, committed before anybody is called. Raises ProviderDown while another call goes on."""
    begin_write()
    payment = db.session.get_one(Payment, payment_id)
    hold(payment)
    if not payment.is_waiting:
        raise NotOpen(payment.status)
    ask = begin_session(payment, now())
    provider = db.session.get_one(ProviderSession, payment_id).provider
    db.session.commit()
    return provider, ask


def ask_and_settle(provider: str, session: str) -> SessionState:
    """How a session stands now, and everything that follows from it."""
    db.session.rollback()
    return settled(gateway_of(provider).fetch(session))


def settled(found: SessionState) -> SessionState:
    begin_write()
    settle(found, now())
    db.session.commit()
    return found


def act_on(provider: str, event: Event) -> None:
    """Stored, then acted on, then done; what fails is remembered as such and raised."""
    begin_write()
    is_done = keep(provider, event, now()).done_at is not None
    db.session.commit()
    if is_done:
        return
    try:
        note = follow(provider, event)
    except Exception as error:
        db.session.rollback()
        begin_write()
        mark_failed(event.id, f"{type(error).__name__}: {error}")
        db.session.commit()
        raise
    begin_write()
    mark_done(event.id, note, now())
    db.session.commit()


def follow(provider: str, event: Event) -> str:
    """An event is a hint: what it is about is asked for. Gives what to note."""
    gateway = gateway_of(provider)
    if event.session:
        found: SessionState | None = gateway.fetch(event.session)
    elif event.intent:
        found = gateway.find(event.intent)
    else:
        return "nothing to do"
    if found is None:
        return "not paid through a session of ours"
    return str(settled(found).stage)


def paid_meanwhile(order: Order) -> bool:
    """Whether an order that somebody wants to end was paid by card just now. Call it outside a transaction."""
    waits = order.status is OrderStatus.AWAITING_PAYMENT
    return waits and last_word(order.id) is Stage.PAID


def last_word(order_id: int) -> Stage:
    """Before an unpaid order ends: lets nobody pay it by card any more, and says how that stands.

    Paid: it was paid already, and is now. Open: the provider could not be asked; what still comes is late money.
    Expired: nothing will come, or nothing was asked. Ends the transaction that is open.
    """
    payments = open_sessions(order_id)
    db.session.rollback()
    stages = [closed(payment_id) for payment_id in payments]
    for stage in (Stage.PAID, Stage.PROCESSING, Stage.OPEN):
        if stage in stages:
            return stage
    return Stage.EXPIRED


def open_sessions(order_id: int) -> list[int]:
    """Ids of payments."""
    query = (
        select(ProviderSession.payment_id)
        .join(PaymentPart, PaymentPart.payment_id == ProviderSession.payment_id)
        .where(PaymentPart.order_id == order_id, ProviderSession.stage.in_(OPEN))
    )
    return list(db.session.scalars(query))


def closed(payment_id: int) -> Stage:
    """Expire a session whose payment is about to end, or has ended. What hears of it does not end the orders too."""
    begin_write()
    kept = db.session.get_one(ProviderSession, payment_id)
    lock(kept)
    kept.let_go = True
    provider, session, page = kept.provider, kept.session, kept.page or ""
    db.session.commit()
    if session is None:
        return Stage.OPEN
    try:
        return settled(gateway_of(provider).expire(session, page)).stage
    except (ProviderDown, Refused, UnknownProvider) as error:
        log.warning("session %s could not be expired: %s", session, error)
        return Stage.OPEN


def send_refund(refund_id: int) -> None:
    """Give money back through the provider, unless it went back already. Raises ProviderDown."""
    kept = session_behind(refund_id)
    if kept is None:
        return
    found = ask_and_settle(kept.provider, kept.session or "")
    if any(not dispute.is_closed for dispute in found.disputes):
        return  # the provider gives nothing back until that is decided
    begin_write()
    refund = db.session.get_one(Refund, refund_id)
    hold(refund.payment)
    if refund.status is not RefundStatus.OWED:
        return
    key, amount = begin_refund(refund, now()), refund.amount
    kept = db.session.get_one(ProviderSession, refund.payment_id)
    intent, provider, is_whole = kept.intent or "", kept.provider, amount == refund.payment.received
    db.session.commit()
    try:
        state = gateway_of(provider).refund(intent, None if is_whole else amount, key)
    except Refused as refused:
        give_up(refund_id, refused)
        return
    begin_write()
    refund = db.session.get_one(Refund, refund_id)
    hold(refund.payment)
    settle_refunds(refund.payment, [state], now())
    db.session.commit()


def session_behind(refund_id: int) -> ProviderSession | None:
    """The paid session that a refund goes back through."""
    query = (
        select(ProviderSession)
        .join(Refund, Refund.payment_id == ProviderSession.payment_id)
        .where(Refund.id == refund_id, ProviderSession.intent.is_not(None))
    )
    return db.session.scalar(query)


def give_up(refund_id: int, refused: Refused) -> None:
    """The provider will not do it: somebody has to."""
    begin_write()
    refund = db.session.get_one(Refund, refund_id)
    row = db.session.get_one(ProviderRefund, refund_id)
    row.outcome, row.note = Outcome.FAILED, str(refused)[:500]
    alarm(f"Uang kembali ditolak penyedia: {refused}", refund.order.code, f"refund:{refund_id}")
    db.session.commit()
