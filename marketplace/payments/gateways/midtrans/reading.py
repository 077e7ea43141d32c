"""What Midtrans says of a transaction, in our words."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from marketplace.kit.clock import WIB
from marketplace.kit.rupiah import Rupiah
from marketplace.payments.gateways.interface import (
    BadEvent,
    DisputeState,
    Event,
    Fee,
    Outcome,
    ProviderDown,
    RefundState,
    SessionState,
    Stage,
)
from marketplace.payments.gateways.midtrans.amounts import CURRENCY, to_rupiah
from marketplace.payments.gateways.midtrans.naming import (
    is_ours,
    is_page_closed,
    key_in,
    reference_in,
)

Thing = dict[str, Any]
NAME = "midtrans"
STAGES = {
    "pending": Stage.OPEN,  # the buyer is with the bank, or went away there: the page takes another try
    "authorize": Stage.PROCESSING,
    "settlement": Stage.PAID,
    "refund": Stage.PAID,
    "partial_refund": Stage.PAID,
    "chargeback": Stage.PAID,
    "partial_chargeback": Stage.PAID,
    "cancel": Stage.EXPIRED,
    "expire": Stage.EXPIRED,
    "failure": Stage.EXPIRED,
}
KEPT = (  # of a notification: nothing of the card
    "order_id",
    "transaction_id",
    "transaction_status",
    "fraud_status",
    "status_code",
    "gross_amount",
    "transaction_time",
)


def stage_of(told: Thing, at: datetime) -> Stage:
    """A challenged card is not paid: somebody at the operator has to decide at Midtrans. Raises ProviderDown."""
    status = told.get("transaction_status")
    if status == "capture":
        return Stage.PAID if told.get("fraud_status") == "accept" else Stage.PROCESSING
    if status == "deny":  # of one card: the page takes another one while it is open
        return Stage.EXPIRED if is_page_closed(str(told.get("order_id")), at) else Stage.OPEN
    if was_taken_back(told):
        return Stage.PAID
    if status not in STAGES:
        raise ProviderDown(f"a transaction_status that nobody knows: {status!r}")
    return STAGES[status]


def was_taken_back(told: Thing) -> bool:
    """Cancelled after the bank had given the money: paid, and all of it given back."""
    is_cancelled = told.get("transaction_status") == "cancel"
    return is_cancelled and told.get("fraud_status") == "accept" and bool(told.get("approval_code"))


def session_of(told: Thing, at: datetime) -> SessionState:
    """Fees are in no answer of Midtrans: one of nothing says that there is no more to wait for."""
    stage = stage_of(told, at)
    its = str(told["transaction_id"]) if stage is Stage.PAID else None
    return SessionState(
        provider=NAME,
        id=told["order_id"],
        reference=reference_in(told["order_id"]),
        stage=stage,
        amount=to_rupiah(told["gross_amount"], told.get("currency", CURRENCY)),
        intent=its,
        charge=its,
        fees=(Fee(f"midtrans:{its}", Rupiah(0)),) if its else (),
        refunds=tuple(refunds_of(told)) if its else (),
        disputes=tuple(disputes_of(told)),
    )


def untried(order_id: str, at: datetime, url: str | None = None) -> SessionState:
    """A page on which nobody has tried a card yet."""
    stage = Stage.EXPIRED if is_page_closed(order_id, at) else Stage.OPEN
    return SessionState(NAME, order_id, reference_in(order_id), stage, None, url=url)


def refunds_of(told: Thing) -> list[RefundState]:
    if was_taken_back(told):
        return [taken_back(told)]
    return [refund_of(told, refund) for refund in told.get("refunds", [])]


def taken_back(told: Thing, key: str = "") -> RefundState:
    """All of it. Cancelling takes no key, so only who did it knows that it was his."""
    name = f"{told['transaction_id']}:cancel"
    return RefundState(name, whole(told), Outcome.SUCCEEDED, key, is_nameless=True)


def refund_of(told: Thing, refund: Thing) -> RefundState:
    number, key = refund["refund_chargeback_id"], refund.get("refund_key") or ""
    amount = to_rupiah(refund["refund_amount"])
    if amount is None:
        raise ProviderDown(f"refund {number} is not in whole rupiah")
    return RefundState(f"{told['transaction_id']}:{number}", amount, Outcome.SUCCEEDED, key_in(key))


def disputes_of(told: Thing) -> list[DisputeState]:
    """The bank has taken all of it; or a part that is not told, so that all is held until somebody has looked."""
    key, amount = f"{told['transaction_id']}:chargeback", whole(told)
    if told["transaction_status"] == "chargeback":
        return [DisputeState(key, amount, amount, is_closed=True, is_won=False)]
    if told["transaction_status"] == "partial_chargeback":
        return [DisputeState(key, amount, Rupiah(0))]
    return []


def whole(told: Thing) -> Rupiah:
    return to_rupiah(told["gross_amount"]) or Rupiah(0)


def event_of(body: bytes, told: Thing) -> Event:
    """A notification has no id: the same one, sent again, is the same to the letter. Raises BadEvent."""
    kept = {name: told[name] for name in KEPT if isinstance(told.get(name), str)}
    return event_from({"id": f"midtrans:{sha256(body).hexdigest()[:40]}", **kept})


def event_from(kept: Thing) -> Event:
    try:
        created = datetime.fromisoformat(kept["transaction_time"]).replace(tzinfo=WIB)
        status, order_id = kept["transaction_status"], kept["order_id"]
    except (KeyError, ValueError) as wrong:
        raise BadEvent(str(wrong)) from wrong
    return Event(
        id=kept["id"],
        type=status,
        created=created,
        object_id=kept.get("transaction_id", ""),
        payload=kept,
        session=order_id if is_ours(order_id) else None,
    )
