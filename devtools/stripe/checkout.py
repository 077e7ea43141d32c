"""What happens to a session: paid, declined, challenged, settled later, expired."""

from devtools.stripe.account import Account
from devtools.stripe.cards import BANK_FAILED, CARDS, NOT_PROVED, Card, Decline
from devtools.stripe.charges import settle_fees
from devtools.stripe.errors import refused
from devtools.stripe.events import emit
from devtools.stripe.intents import cancel, fail, new_intent, succeed
from devtools.stripe.things import Thing


class Closed(Exception):
    """The session can no longer be paid; its status says why."""


def intent_of(account: Account, session: Thing) -> Thing:
    """Made at the first attempt, not with the session."""
    if session["status"] != "open":
        raise Closed(session["status"])
    if session["payment_intent"] is None:
        wishes = account.intent_wishes[session["id"]]
        intent = new_intent(
            account,
            session["amount_total"],
            session["currency"],
            **{"receipt_email": session["customer_email"], **wishes},
            payment_method_types=session["payment_method_types"],
        )
        session["payment_intent"] = intent["id"]
    return account.find("payment_intent", session["payment_intent"])


def pay_by_card(account: Account, session: Thing, card: Card) -> Decline | None:
    """Why it was declined, if it was; a challenged card then waits in `account.challenges`."""
    intent = intent_of(account, session)
    account.challenges.pop(session["id"], None)
    if card.declined:
        fail(account, intent, card, card.declined)
    elif card.challenged:
        account.challenges[session["id"]] = card.number
        intent |= {"status": "requires_action", "next_action": {"type": "use_stripe_sdk"}}
        emit(account, "payment_intent.requires_action", intent)
    else:
        take_payment(account, session, intent, card)
    return card.declined


def answer_challenge(account: Account, session: Thing, approved: bool) -> Decline | None:
    intent = intent_of(account, session)
    number = account.challenges.pop(session["id"], None)
    if number is None:
        raise refused("No card waits for authentication.")
    if approved:
        take_payment(account, session, intent, CARDS[number])
        return None
    fail(account, intent, CARDS[number], NOT_PROVED)
    return NOT_PROVED


def take_payment(account: Account, session: Thing, intent: Thing, card: Card) -> None:
    succeed(account, intent, card)
    session["payment_status"] = "paid"
    complete(account, session)
    if account.fees_at_once:
        settle_fees(account)


def complete(account: Account, session: Thing) -> None:
    session |= {"status": "complete", "url": None}
    session["customer_details"] = {"email": session["customer_email"], "name": None, "phone": None}
    emit(account, "checkout.session.completed", session)


def promise_transfer(account: Account, session: Thing) -> None:
    """The bank transfer: the session is complete, the money is not there yet."""
    intent = intent_of(account, session)
    account.challenges.pop(session["id"], None)
    intent |= {"status": "processing", "next_action": None, "last_payment_error": None}
    emit(account, "payment_intent.processing", intent)
    complete(account, session)


def settle_transfer(account: Account, session: Thing, arrived: bool) -> None:
    intent = account.objects["payment_intent"].get(session["payment_intent"] or "", {})
    if intent.get("status") != "processing":
        raise refused("This session does not wait for a transfer.")
    if not arrived:
        fail(account, intent, None, BANK_FAILED)
        emit(account, "checkout.session.async_payment_failed", session)
        return
    succeed(account, intent, None)
    session["payment_status"] = "paid"
    emit(account, "checkout.session.async_payment_succeeded", session)
    if account.fees_at_once:
        settle_fees(account)


def expire(account: Account, session: Thing) -> None:
    session |= {"status": "expired", "url": None}
    account.challenges.pop(session["id"], None)
    emit(account, "checkout.session.expired", session)
    if session["payment_intent"]:
        cancel(account, account.find("payment_intent", session["payment_intent"]), "automatic")
