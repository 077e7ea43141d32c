"""Paying stalls out: asked for under the stall's lock, sent with the bank's reference, or ended."""

from datetime import datetime

from marketplace.accounts.audit import record
from marketplace.accounts.models import User
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.ledger.actions.posting import post
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import payable_to
from marketplace.ledger.rules import (
    OPERATOR,
    Account,
    PayoutStatus,
    payout_ended,
    payout_requested,
    payout_sent,
    require_left,
    require_step,
    treasurer,
)
from marketplace.stalls.models import Stall
from marketplace.web.db import db, lock


def request_payout(
    stall: Stall,
    amount: Rupiah,
    by: User,
    at: datetime,
    holder: Account = OPERATOR,
    seen: Rupiah | None = None,
) -> Payout:
    """Ask `holder` (the operator, or the treasurer of the stall's market) for money that it owes the stall.

    `seen` is what was payable when somebody looked. The sum leaves what is payable at once and the stall is held, so
    two at once cannot take the same money. Raises NotEnough; after a refund the balance may be below zero, and
    payouts wait until new sales have made up for it.
    """
    if holder not in (OPERATOR, treasurer(stall.market_id)):
        raise ValueError(f"{holder} owes stall {stall.id} nothing")
    asked = payout_requested(holder, stall.id, amount)
    lock(stall)
    require_left(payable_to(stall, holder), amount, seen)
    payout = Payout(
        stall=stall,
        holder=str(holder),
        amount=amount,
        bank_name=stall.bank_name,
        bank_account=stall.bank_account,
        bank_holder=stall.bank_holder,
        requested_by_id=by.id,
        requested_at=at,
    )
    db.session.add(payout)
    db.session.flush()
    post(f"payout:{payout.id}", "Setoran diminta", asked, at, stall.market)
    return payout


def pay_out(
    stall: Stall,
    amount: Rupiah,
    by: User,
    at: datetime,
    holder: Account,
    seen: Rupiah | None = None,
) -> Payout:
    """The holder starts a payout that the stall did not ask for. Raises NotEnough."""
    payout = request_payout(stall, amount, by, at, holder, seen)
    remember(payout, "menyiapkan setoran", by, at)
    return payout


def mark_sent(payout: Payout, reference: str, by: User, at: datetime) -> None:
    """The bank has taken it, under this reference. Raises IllegalPayout the second time."""
    if not reference.strip():
        raise ValueError("a payout is sent with the bank's reference")
    step(payout, PayoutStatus.SENT)
    payout.reference, payout.sent_by_id, payout.sent_at = reference.strip(), by.id, at
    sent = payout_sent(payout.paid_by, payout.amount)
    post(
        f"payout:{payout.id}:sent",
        f"Setoran terkirim {payout.reference}",
        sent,
        at,
        payout.stall.market,
    )
    remember(payout, "mengirim setoran", by, at)


def mark_failed(payout: Payout, reason: str, by: User, at: datetime) -> None:
    """The bank did not take it, or gave it back: it is payable again. Raises IllegalPayout."""
    end(payout, PayoutStatus.FAILED, reason, by, at)
    remember(payout, "mencatat setoran gagal", by, at)


def cancel_payout(payout: Payout, reason: str, by: User, at: datetime) -> None:
    """Before it was sent. Raises IllegalPayout."""
    end(payout, PayoutStatus.CANCELLED, reason, by, at)
    remember(payout, "membatalkan setoran", by, at)


def end(payout: Payout, to: PayoutStatus, reason: str, by: User, at: datetime) -> None:
    before = step(payout, to)
    payout.reason, payout.ended_by_id, payout.ended_at = reason, by.id, at
    back = payout_ended(before, payout.paid_by, payout.stall_id, payout.amount)
    memo = f"Setoran {to.label.lower()}"
    post(f"payout:{payout.id}:{to}", memo, back, at, payout.stall.market)


def step(payout: Payout, to: PayoutStatus) -> PayoutStatus:
    """Hold the payout and let it go on; gives where it was. Raises IllegalPayout."""
    lock(payout)
    before = payout.status
    require_step(before, to)
    payout.status = to
    return before


def remember(payout: Payout, action: str, by: User, at: datetime) -> None:
    about = f"{payout.stall.name}, {format_rupiah(payout.amount)}"
    after = {"status": payout.status, "reference": payout.reference, "reason": payout.reason}
    record(
        action,
        about,
        f"payout:{payout.id}",
        actor=by,
        market_id=payout.stall.market_id,
        after=after,
        at=at,
    )
