"""Refunds: never more than was paid, also when two people press at once."""

from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.balance import move
from devtools.stripe.errors import invalid, missing_one, refused
from devtools.stripe.events import emit
from devtools.stripe.kinds import Choice, Metadata, Text, Whole
from devtools.stripe.lists import PAGING, page_of
from devtools.stripe.routes import Routes
from devtools.stripe.things import Thing, new_thing, rupiah

routes = Routes()
REASONS = ("duplicate", "fraudulent", "requested_by_customer")


@routes.post(
    "/v1/refunds",
    payment_intent=Text(),
    charge=Text(),
    amount=Whole(1),
    reason=Choice(REASONS),
    metadata=Metadata(),
)
def create_refund(account: Account, wanted: dict[str, Any]) -> Thing:
    charge = charge_to_refund(account, wanted)
    amount = refundable(account, charge, wanted.get("amount"))
    return give_back(account, charge, amount, wanted.get("reason"), wanted.get("metadata", {}))


def refundable(account: Account, charge: Thing, wanted: int | None) -> int:
    """The amount, by default all that is left; refused when it is more, or disputed."""
    left: int = charge["amount"] - charge["amount_refunded"]
    disputes = account.newest_first("dispute", charge=charge["id"])
    if any(dispute["status"] != "won" for dispute in disputes):
        says = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise refused(says, "charge_disputed")
    if not left:
        says = f"Charge {charge['id']} has already been refunded."
        raise refused(says, "charge_already_refunded")
    if (wanted or 0) > left:
        asked, have = rupiah(wanted or 0, charge["currency"]), rupiah(left, charge["currency"])
        says = f"Refund amount ({asked}) is greater than unrefunded amount on charge ({have})"
        raise refused(says, param="amount")
    return wanted or left


def charge_to_refund(account: Account, wanted: dict[str, Any]) -> Thing:
    if "charge" in wanted and "payment_intent" in wanted:
        raise invalid("You may only specify one of these parameters: charge, payment_intent.")
    if "charge" in wanted:
        charge = account.find("charge", wanted["charge"], "charge")
    elif "payment_intent" in wanted:
        intent = account.find("payment_intent", wanted["payment_intent"], "payment_intent")
        charge = account.objects["charge"].get(intent["latest_charge"] or "", {})
    else:
        raise missing_one("payment_intent", "charge")
    if not charge.get("paid"):
        says = "This payment does not have a successful charge to refund."
        raise refused(says, "payment_intent_unexpected_state")
    return charge


def give_back(
    account: Account, charge: Thing, amount: int, reason: str | None, metadata: dict[str, str]
) -> Thing:
    outcome = account.refund_outcomes.pop(0) if account.refund_outcomes else "succeeded"
    refund = new_thing(
        "refund",
        account.now(),
        amount=amount,
        balance_transaction=None,
        charge=charge["id"],
        currency=charge["currency"],
        destination_details={"type": charge["payment_method_details"]["type"]},
        metadata=metadata,
        payment_intent=charge["payment_intent"],
        reason=reason,
        receipt_number=None,
        source_transfer_reversal=None,
        status="pending" if outcome == "pending" else "succeeded",
        transfer_reversal=None,
    )
    refund.pop("livemode")
    refund["balance_transaction"] = move(account, "refund", -amount, refund)["id"]
    before = count_back(charge, amount)
    emit(account, "refund.created", account.keep(refund))
    emit(account, "charge.refunded", charge, before)
    if outcome == "failed":
        finish(account, refund, "failed")
    return refund


def count_back(charge: Thing, amount: int) -> Thing:
    """Change what the charge says was given back; the values before."""
    before = {name: charge[name] for name in ("amount_refunded", "refunded")}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    return {name: value for name, value in before.items() if charge[name] != value}


def finish(account: Account, refund: Thing, status: str) -> None:
    """What the bank says of a refund later: it arrived, or it came back."""
    if refund["status"] == "failed":
        raise refused("This refund has failed for good.")
    before = {"status": refund["status"]}
    refund["status"] = status
    if status == "failed":
        refund["failure_reason"] = "lost_or_stolen_card"
        moved = move(account, "refund_failure", refund["amount"], refund)
        refund["failure_balance_transaction"] = moved["id"]
        count_back(account.find("charge", refund["charge"]), -refund["amount"])
    emit(account, "refund.updated", refund, before)
    if status == "failed":
        emit(account, "refund.failed", refund)


@routes.get("/v1/refunds", **PAGING, charge=Text(), payment_intent=Text())
def list_refunds(account: Account, wanted: dict[str, Any]) -> Thing:
    asked = {name: wanted.get(name) for name in ("charge", "payment_intent")}
    return page_of(account.newest_first("refund", **asked), wanted, "/v1/refunds")


@routes.get("/v1/refunds/<refund>")
def show_refund(account: Account, _wanted: dict[str, Any], refund: str) -> Thing:
    return account.find("refund", refund)
