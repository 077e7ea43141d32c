"""Charges: one attempt of a payment that reached the bank."""

from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.balance import take_fee
from devtools.stripe.cards import Card, Decline
from devtools.stripe.events import emit
from devtools.stripe.kinds import Text
from devtools.stripe.lists import PAGING, page_of
from devtools.stripe.routes import Routes
from devtools.stripe.things import Thing, new_thing

routes = Routes()


def method_details(card: Card | None) -> Thing:
    """Without a card it was the bank transfer that settles later."""
    if card is None:
        return {"type": "id_bank_transfer", "id_bank_transfer": {}}
    shown = {"brand": card.brand, "last4": card.last4, "country": "US", "funding": "credit"}
    return {"type": "card", "card": {**shown, "exp_month": 12, "exp_year": 2034}}


def new_charge(account: Account, intent: Thing, card: Card | None, status: str) -> Thing:
    went_well = status == "succeeded"
    copied = ("amount", "currency", "description", "payment_method", "transfer_group")
    charge = new_thing(
        "charge",
        account.now(),
        **{name: intent[name] for name in copied},
        amount_captured=intent["amount"] if went_well else 0,
        amount_refunded=0,
        balance_transaction=None,
        billing_details={"address": None, "email": None, "name": None, "phone": None},
        captured=went_well,
        customer=None,
        disputed=False,
        failure_balance_transaction=None,
        failure_code=None,
        failure_message=None,
        metadata=dict(intent["metadata"]),
        outcome={"network_status": "approved_by_network", "type": "authorized"},
        paid=went_well,
        payment_intent=intent["id"],
        payment_method_details=method_details(card),
        receipt_email=intent["receipt_email"],
        receipt_url=None,
        refunded=False,
        status=status,
    )
    intent["latest_charge"] = charge["id"]
    return account.keep(charge)


def charge_succeeded(account: Account, intent: Thing, card: Card | None) -> Thing:
    charge = new_charge(account, intent, card, "succeeded")
    if card and card.disputed:
        account.disputes_due[charge["id"]] = account.now() + account.terms.dispute_after
    emit(account, "charge.succeeded", charge)
    return charge


def charge_failed(account: Account, intent: Thing, card: Card | None, why: Decline) -> Thing:
    charge = new_charge(account, intent, card, "failed")
    charge |= {"failure_code": why.code, "failure_message": why.message}
    charge["outcome"] = {"network_status": "declined_by_network", "type": "issuer_declined"}
    emit(account, "charge.failed", charge)
    return charge


def settle_fees(account: Account) -> int:
    """Book every charge that still waits for its fee; how many."""
    waiting = [
        charge
        for charge in account.objects["charge"].values()
        if charge["paid"] and charge["balance_transaction"] is None
    ]
    for charge in waiting:
        take_fee(account, charge)
    return len(waiting)


@routes.get("/v1/charges", **PAGING, payment_intent=Text(), transfer_group=Text())
def list_charges(account: Account, wanted: dict[str, Any]) -> Thing:
    asked = {name: wanted.get(name) for name in ("payment_intent", "transfer_group")}
    return page_of(account.newest_first("charge", **asked), wanted, "/v1/charges")


@routes.get("/v1/charges/<charge>")
def show_charge(account: Account, _wanted: dict[str, Any], charge: str) -> Thing:
    return account.find("charge", charge)
