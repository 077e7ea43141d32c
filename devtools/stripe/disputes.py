"""Disputes: a cardholder's bank takes the money back, for good or for a while."""

from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.balance import move
from devtools.stripe.errors import refused
from devtools.stripe.events import emit
from devtools.stripe.kinds import Text
from devtools.stripe.lists import PAGING, page_of
from devtools.stripe.routes import Routes
from devtools.stripe.things import Thing, new_thing

routes = Routes()
CLOSED = "won", "lost"
DAYS = 86_400


def open_dispute(account: Account, charge: Thing, reason: str = "fraudulent") -> Thing:
    if charge["disputed"] or not charge["paid"]:
        raise refused(f"Charge {charge['id']} cannot be disputed.")
    dispute = new_thing(
        "dispute",
        account.now(),
        amount=charge["amount"] - charge["amount_refunded"],
        balance_transactions=[],
        charge=charge["id"],
        currency=charge["currency"],
        evidence={},
        evidence_details={"due_by": account.now() + 7 * DAYS, "submission_count": 0},
        is_charge_refundable=False,
        metadata={},
        network_reason_code="10.4",
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="needs_response",
    )
    account.disputes_due.pop(charge["id"], None)
    charge["disputed"] = True
    emit(account, "charge.dispute.created", account.keep(dispute))
    book(account, dispute, -dispute["amount"], account.terms.dispute_fee)
    emit(account, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def book(account: Account, dispute: Thing, amount: int, fee: int) -> None:
    moved = move(account, "adjustment", amount, dispute, fee=fee, category="dispute")
    dispute["balance_transactions"].append(moved)


def close(account: Account, dispute: Thing, status: str) -> Thing:
    """Won: the amount comes back, the fee does not."""
    if dispute["status"] in CLOSED:
        raise refused("This dispute is already closed", "dispute_already_closed")
    dispute["status"] = status
    if status == "won":
        book(account, dispute, dispute["amount"], 0)
        emit(account, "charge.dispute.funds_reinstated", dispute)
    emit(account, "charge.dispute.closed", dispute)
    return dispute


@routes.post("/v1/disputes/<dispute>/close")
def give_up(account: Account, _wanted: dict[str, Any], dispute: str) -> Thing:
    return close(account, account.find("dispute", dispute), "lost")


@routes.get("/v1/disputes", **PAGING, charge=Text(), payment_intent=Text())
def list_disputes(account: Account, wanted: dict[str, Any]) -> Thing:
    asked = {name: wanted.get(name) for name in ("charge", "payment_intent")}
    return page_of(account.newest_first("dispute", **asked), wanted, "/v1/disputes")


@routes.get("/v1/disputes/<dispute>")
def show_dispute(account: Account, _wanted: dict[str, Any], dispute: str) -> Thing:
    return account.find("dispute", dispute)
