"""PaymentIntents: one payment, however many attempts it takes."""

from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.cards import BY_TOKEN, Card, Decline
from devtools.stripe.charges import charge_failed, charge_succeeded, settle_fees
from devtools.stripe.errors import StripeError, invalid, no_such, refused
from devtools.stripe.events import emit
from devtools.stripe.kinds import Choice, Flag, Metadata, Text, Whole
from devtools.stripe.lists import PAGING, page_of
from devtools.stripe.money import CURRENCY, refuse_amount
from devtools.stripe.params import Fields
from devtools.stripe.routes import Routes
from devtools.stripe.things import Thing, new_id, new_thing

routes = Routes()
OPEN = "requires_payment_method", "requires_confirmation", "requires_action", "processing"
REASONS = "duplicate", "fraudulent", "requested_by_customer", "abandoned"


def new_intent(account: Account, amount: int, currency: str, **told: Any) -> Thing:
    intent = new_thing(
        "payment_intent",
        account.now(),
        amount=amount,
        amount_capturable=0,
        amount_received=0,
        automatic_payment_methods=None,
        canceled_at=None,
        cancellation_reason=None,
        capture_method="automatic_async",
        client_secret=None,
        confirmation_method="automatic",
        currency=currency,
        customer=None,
        description=told.get("description"),
        last_payment_error=None,
        latest_charge=None,
        metadata=told.get("metadata", {}),
        next_action=None,
        payment_method=None,
        payment_method_types=told.get("payment_method_types", ["card"]),
        processing=None,
        receipt_email=told.get("receipt_email"),
        status="requires_payment_method",
        transfer_group=told.get("transfer_group"),
    )
    intent["client_secret"] = f"{intent['id']}_secret_{new_id('request')[4:]}"
    emit(account, "payment_intent.created", account.keep(intent))
    return intent


def succeed(account: Account, intent: Thing, card: Card | None) -> None:
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "next_action": None}
    intent |= {"last_payment_error": None, "payment_method": new_id("payment_method")}
    charge_succeeded(account, intent, card)
    emit(account, "payment_intent.succeeded", intent)


def fail(account: Account, intent: Thing, card: Card | None, why: Decline) -> None:
    """Back to the start. Whoever failed 3-D Secure never reached the bank: no charge then."""
    intent |= {"status": "requires_payment_method", "next_action": None, "processing": None}
    intent["last_payment_error"] = why.error()
    if why.code != "payment_intent_authentication_failure":
        charge = charge_failed(account, intent, card, why)
        intent["last_payment_error"]["charge"] = charge["id"]
    emit(account, "payment_intent.payment_failed", intent)


def cancel(account: Account, intent: Thing, reason: str | None) -> None:
    intent |= {"status": "canceled", "canceled_at": account.now(), "next_action": None}
    intent["cancellation_reason"] = reason
    emit(account, "payment_intent.canceled", intent)


@routes.post(
    "/v1/payment_intents",
    required=("amount", "currency"),
    amount=Whole(1),
    currency=CURRENCY,
    confirm=Flag(),
    payment_method=Text(),
    automatic_payment_methods=Fields(
        {"enabled": Flag(), "allow_redirects": Choice(("always", "never"))}, ("enabled",)
    ),
    description=Text(1000),
    metadata=Metadata(),
    transfer_group=Text(),
    receipt_email=Text(512),
)
def create_intent(account: Account, wanted: dict[str, Any]) -> Thing:
    """Paid at once by one of the ready-made methods (pm_card_visa …), or not at all."""
    refuse_amount(account, wanted["amount"], wanted["currency"], "amount", "Amount")
    token = wanted.pop("payment_method", "")
    if token not in BY_TOKEN and (token or wanted.get("confirm")):
        raise no_such("PaymentMethod", token, "payment_method")
    if token and not wanted.get("confirm"):
        raise invalid("This local Stripe confirms a PaymentIntent at its creation.", "confirm")
    intent = new_intent(account, wanted.pop("amount"), wanted.pop("currency"), **wanted)
    if token:
        pay_by_token(account, intent, BY_TOKEN[token])
    return intent


def pay_by_token(account: Account, intent: Thing, card: Card) -> None:
    if why := card.declined:
        fail(account, intent, card, why)
        told = {name: value for name, value in why.error().items() if name not in TOLD_ELSEWHERE}
        raise StripeError(
            why.message, status=402, kind="card_error", **told, payment_intent=dict(intent)
        )
    succeed(account, intent, card)
    if account.fees_at_once:
        settle_fees(account)


TOLD_ELSEWHERE = "type", "message"


@routes.get("/v1/payment_intents", **PAGING)
def list_intents(account: Account, wanted: dict[str, Any]) -> Thing:
    return page_of(account.newest_first("payment_intent"), wanted, "/v1/payment_intents")


@routes.get("/v1/payment_intents/<intent>", client_secret=Text())
def show_intent(account: Account, _wanted: dict[str, Any], intent: str) -> Thing:
    return account.find("payment_intent", intent)


@routes.post("/v1/payment_intents/<intent>/cancel", cancellation_reason=Choice(REASONS))
def cancel_intent(account: Account, wanted: dict[str, Any], intent: str) -> Thing:
    found = account.find("payment_intent", intent)
    if account.newest_first("checkout.session", payment_intent=intent):
        says = (
            "You cannot cancel the PaymentIntent of a Checkout Session. Expire the Session instead."
        )
        raise refused(says, "payment_intent_unexpected_state")
    if found["status"] not in OPEN:
        says = f"You cannot cancel this PaymentIntent because it has a status of {found['status']}."
        raise refused(says, "payment_intent_unexpected_state")
    cancel(account, found, wanted.get("cancellation_reason"))
    return found
