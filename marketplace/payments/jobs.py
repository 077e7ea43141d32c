"""What the clock asks of providers: refunds are sent, what was missed is found, the books are compared."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from marketplace.jobs.registry import job
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.ledger.models import LedgerEntry, Posting
from marketplace.ledger.rules import OPERATOR
from marketplace.payments.alarms import alarm
from marketplace.payments.errands import (
    OPEN,
    act_on,
    ask_and_settle,
    closed,
    opened,
    send_refund,
)
from marketplace.payments.gateways import configured
from marketplace.payments.gateways.interface import (
    Event,
    Gateway,
    Outcome,
    ProviderDown,
    Refused,
    Stage,
)
from marketplace.payments.models import Refund
from marketplace.payments.provider_events import ProviderEvent, to_try_again
from marketplace.payments.rules import ENDED, RefundStatus
from marketplace.payments.sessions import ProviderRefund, ProviderSession
from marketplace.payments.settling import UnknownSession
from marketplace.web.db import begin_write, db

log = logging.getLogger("pasar.payments")
A_WHILE = timedelta(minutes=3)  # webhooks and the return page come first
LOOKS_BACK = timedelta(hours=2)  # before the last event we know
FEES_COME = timedelta(days=30)


def try_each(what: str, things: Iterable[object], do: Callable[..., object]) -> int:
    """One after the other; what fails is logged and holds up nobody. Gives how many went well."""
    done = 0
    for thing in things:
        try:
            do(thing)
            done += 1
        except (ProviderDown, Refused, UnknownSession) as error:
            db.session.rollback()
            log.warning("%s %s: %s: %s", what, thing, type(error).__name__, error)
        except Exception:
            db.session.rollback()
            log.exception("%s %s", what, thing)
    return done


@job("payments.refund", every=timedelta(seconds=20))
def send_refunds() -> None:
    """Everything that is owed back and came through a provider."""
    query = (
        select(Refund.id)
        .join(ProviderSession, ProviderSession.payment_id == Refund.payment_id)
        .outerjoin(ProviderRefund, ProviderRefund.refund_id == Refund.id)
        .where(Refund.status == RefundStatus.OWED, ProviderSession.intent.is_not(None))
        .where(func.coalesce(ProviderRefund.outcome, Outcome.PENDING) == Outcome.PENDING)
        .where(ProviderRefund.returned.is_(None))
        .order_by(Refund.id)
        .limit(100)
    )
    ids = db.session.scalars(query).all()
    db.session.rollback()
    try_each("refund", ids, send_refund)


@job("payments.reconcile", every=timedelta(minutes=5))
def reconcile() -> None:
    """Whatever the provider knows and we do not."""
    for gateway in configured():
        catch_up(gateway, now())


def catch_up(gateway: Gateway, at: datetime, wait: timedelta = A_WHILE) -> dict[str, int]:
    """Open sessions, events that never came or failed, fees and refunds still under way. Gives how many of each."""
    sessions = sessions_to_ask(gateway.name, at, wait)
    db.session.rollback()
    asked = try_each("session", sessions, ask_again)
    events = [*unfinished_events(gateway, at - wait), *missed_events(gateway)]
    found = try_each("event", events, lambda event: act_on(gateway.name, event))
    return {"sessions": asked, "events": found}


def sessions_to_ask(provider: str, at: datetime, wait: timedelta) -> list[int]:
    """Ids of payments: open a while, or paid with something not known yet."""
    its = select(ProviderSession.payment_id).where(ProviderSession.provider == provider)
    is_open = ProviderSession.stage.in_(OPEN) & (ProviderSession.asked_at <= at - wait)
    paid = ProviderSession.stage == Stage.PAID
    no_fee = paid & ~ProviderSession.knows_fee & (ProviderSession.asked_at >= at - FEES_COME)
    under_way = (
        select(Refund.payment_id)
        .join(ProviderRefund, ProviderRefund.refund_id == Refund.id)
        .where(ProviderRefund.outcome == Outcome.PENDING, ProviderRefund.returned.is_not(None))
    )
    wanted = is_open | no_fee | ProviderSession.payment_id.in_(under_way)
    return list(db.session.scalars(its.where(wanted).order_by(ProviderSession.asked_at).limit(200)))


def ask_again(payment_id: int) -> None:
    """A session that its payment has outlived is closed; one whose answer was lost is asked for again."""
    kept = db.session.get_one(ProviderSession, payment_id)
    is_over = kept.payment.status in ENDED
    if kept.session is None and not is_over:
        opened(payment_id, again=False)
    elif kept.session is None:
        forget(payment_id)
    elif kept.stage in OPEN and is_over:
        closed(payment_id)
    else:
        ask_and_settle(kept.provider, kept.session)


def forget(payment_id: int) -> None:
    """Asked for, never answered, and not wanted any more. If there is one, its events find it by our reference."""
    begin_write()
    db.session.get_one(ProviderSession, payment_id).stage = Stage.EXPIRED
    db.session.commit()


def unfinished_events(gateway: Gateway, before: datetime) -> list[Event]:
    """Stored before this moment and not done yet."""
    found = [gateway.event_from(kept.payload) for kept in to_try_again(gateway.name, before)]
    db.session.rollback()
    return found


def missed_events(gateway: Gateway) -> list[Event]:
    """Never told to us, since a while before the last one that was; oldest first."""
    its = ProviderEvent.provider == gateway.name
    last = db.session.scalar(select(func.max(ProviderEvent.created)).where(its))
    since = (last or now()) - LOOKS_BACK
    recent = select(ProviderEvent.id).where(its, ProviderEvent.created >= since - A_WHILE)
    known = set(db.session.scalars(recent))
    db.session.rollback()
    return [event for event in gateway.events_since(since) if event.id not in known][::-1]


@job("payments.compare", every=timedelta(days=1))
def compare() -> None:
    """The money that our books say lies with the providers is there."""
    there, ours = balance_there(), expected_balance()
    db.session.rollback()
    if there is not None and there != ours:
        begin_write()
        said = f"Di penyedia {format_rupiah(there)}, menurut buku {format_rupiah(ours)}"
        name = ",".join(gateway.name for gateway in configured())
        alarm(said, name, f"provider:{name}")
        db.session.commit()


def balance_there() -> Rupiah | None:
    """At all providers together, for the books have one account for them; None when one of them does not tell."""
    told = [gateway.balance() for gateway in configured()]
    known = [balance for balance in told if balance is not None]
    return Rupiah(sum(known)) if told and len(known) == len(told) else None


def expected_balance() -> Rupiah:
    """What lies with the operator by the books, without what the operator itself gave, or got, beside the provider:
    payouts to stalls, kas of treasurers.
    """
    query = select(func.coalesce(func.sum(Posting.amount), 0)).join(
        LedgerEntry, LedgerEntry.id == Posting.entry_id
    )
    beside = (LedgerEntry.key.startswith(word) for word in ("payout:", "kas:"))
    its = query.where(Posting.account == str(OPERATOR), ~or_(*beside))
    return Rupiah(int(db.session.scalar(its) or 0))
