"""Stripe's objects, as plain dictionaries, in our words."""

from datetime import UTC, datetime
from typing import Any

from marketplace.kit.rupiah import Rupiah
from marketplace.payments.gateways.interface import (
    DisputeState,
    Event,
    Fee,
    Outcome,
    RefundState,
    SessionState,
    Stage,
)
from marketplace.payments.gateways.stripe.amounts import fee_in_rupiah, to_rupiah

Thing = dict[str, Any]
NAME = "stripe"
OUTCOMES = {"succeeded": Outcome.SUCCEEDED, "failed": Outcome.FAILED, "canceled": Outcome.FAILED}
CONCERNING = (  # what may change a payment of ours; of the rest it is enough to know that it was
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",  # covers a lost `completed`
    "charge.updated",  # the fee is known
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "charge.dispute.closed",
)
CLOSED = ("won", "lost", "warning_closed", "prevented")


def session_of(session: Thing, disputes: list[Thing]) -> SessionState:
    """`session` has its intent, charge, refunds and balance transaction expanded."""
    intent = session["payment_intent"] or {}
    charge = intent.get("latest_charge") or {}
    is_paid = session["payment_status"] == "paid"
    return SessionState(
        provider=NAME,
        id=session["id"],
        reference=session["client_reference_id"] or "",
        stage=stage_of(session, intent),
        amount=to_rupiah(session["amount_total"], session["currency"]),
        url=session["url"],
        intent=intent.get("id"),
        charge=charge.get("id") if is_paid else None,
        fees=tuple(fees_of(charge, disputes)),
        refunds=tuple(refund_of(refund) for refund in refunds_in(charge)),
        disputes=tuple(dispute_of(dispute) for dispute in disputes),
    )


def stage_of(session: Thing, intent: Thing) -> Stage:
    """`complete` is not `paid`: a transfer may still be on its way, or have failed since."""
    if session["payment_status"] == "paid":
        return Stage.PAID
    if session["status"] == "complete":
        return Stage.PROCESSING if intent.get("status") == "processing" else Stage.EXPIRED
    return Stage.OPEN if session["status"] == "open" else Stage.EXPIRED


def fees_of(charge: Thing, disputes: list[Thing]) -> list[Fee]:
    moved = [charge.get("balance_transaction")]
    for dispute in disputes:
        moved += dispute["balance_transactions"]
    return [Fee(one["id"], fee_in_rupiah(one["fee"])) for one in moved if one and one["fee"] > 0]


def refunds_in(charge: Thing) -> list[Thing]:
    listed: list[Thing] = (charge.get("refunds") or {}).get("data", [])
    return listed


def refund_of(refund: Thing) -> RefundState:
    return RefundState(
        id=refund["id"],
        amount=rupiah_in(refund),
        outcome=OUTCOMES.get(refund["status"], Outcome.PENDING),
        ours=(refund.get("metadata") or {}).get("key", ""),
    )


def dispute_of(dispute: Thing) -> DisputeState:
    moved = sum(one["amount"] for one in dispute["balance_transactions"])
    return DisputeState(
        id=dispute["id"],
        amount=rupiah_in(dispute),
        withdrawn=Rupiah(max(0, -moved // 100)),
        is_closed=dispute["status"] in CLOSED,
        is_won=dispute["status"] in CLOSED and dispute["status"] != "lost",
    )


def rupiah_in(thing: Thing) -> Rupiah:
    """What goes back may have sen when the dashboard was used; the rest of a rupiah counts as a whole one."""
    return to_rupiah(thing["amount"], thing["currency"]) or fee_in_rupiah(thing["amount"])


def event_of(event: Thing) -> Event:
    about: Thing = event["data"]["object"]
    concerns = event["type"] in CONCERNING
    kind = about.get("object", "")
    intent = about.get("id") if kind == "payment_intent" else about.get("payment_intent")
    is_session = kind == "checkout.session"
    return Event(
        id=event["id"],
        type=event["type"],
        created=datetime.fromtimestamp(event["created"], UTC),
        object_id=about.get("id") or "",
        payload=event,
        session=about["id"] if concerns and is_session else None,
        intent=intent if concerns and not is_session else None,
    )
