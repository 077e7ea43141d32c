"""Stripe through its own library: hosted Checkout, refunds, events."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import stripe

from marketplace.kit.rupiah import Rupiah
from marketplace.payments.gateways.interface import (
    Ask,
    BadEvent,
    Event,
    ProviderDown,
    RefundState,
    Refused,
    SessionState,
)
from marketplace.payments.gateways.stripe.amounts import CURRENCY, balance_in_rupiah, to_stripe
from marketplace.payments.gateways.stripe.reading import (
    CONCERNING,
    NAME,
    Thing,
    event_of,
    refund_of,
    session_of,
)

RETRIES = 2  # the client's own default is none
PATIENCE = 15  # seconds for one answer: a web process must not hang as long as the library would
logging.getLogger("stripe").setLevel(logging.WARNING)  # it tells of every call otherwise
CHARGE = "payment_intent.latest_charge"
WHOLE = [f"{CHARGE}.balance_transaction", f"{CHARGE}.refunds"]
MOST_REFUNDS = 10  # that come along with a charge


logging.getLogger("stripe").setLevel(logging.WARNING)  # it tells of every call


class StripeGateway:
    """One account of Stripe; `address` is empty for the real one."""

    name = NAME
    tells_once = False

    def __init__(self, key: str, secret: str, address: str = "") -> None:
        self.secret = secret
        self.api = stripe.StripeClient(
            key,
            base_addresses={"api": address} if address else {},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=PATIENCE),
        ).v1

    def open_session(self, ask: Ask) -> SessionState:
        with told():
            made = self.api.checkout.sessions.create(
                session_params(ask), {"idempotency_key": ask.key}
            )
        return self.whole(made.to_dict())

    def fetch(self, session: str) -> SessionState:
        with told():
            found = self.api.checkout.sessions.retrieve(session, {"expand": WHOLE})
        return self.whole(found.to_dict())

    def find(self, intent: str) -> SessionState | None:
        wanted: Any = {
            "payment_intent": intent,
            "limit": 1,
            "expand": [f"data.{it}" for it in WHOLE],
        }
        with told():
            found = self.api.checkout.sessions.list(wanted).data
        return self.whole(found[0].to_dict()) if found else None

    def whole(self, session: Thing) -> SessionState:
        """The session with what does not come along: disputes, and refunds past the tenth."""
        intent = session["payment_intent"] or {}
        charge = intent.get("latest_charge") or {} if isinstance(intent, dict) else {}
        disputes: list[Thing] = []
        if charge.get("disputed"):
            with told():
                listed = self.api.disputes.list({"charge": charge["id"]})
                disputes = [one.to_dict() for one in listed.auto_paging_iter()]
        if len((charge.get("refunds") or {}).get("data", [])) >= MOST_REFUNDS:
            with told():
                refunds = self.api.refunds.list({"charge": charge["id"], "limit": 100})
                charge["refunds"] = {"data": [r.to_dict() for r in refunds.auto_paging_iter()]}
        return session_of(session, disputes)

    def expire(self, session: str, page: str = "") -> SessionState:
        try:
            with told():
                self.api.checkout.sessions.expire(session)
        except Refused:  # it is not open any more: how it stands is the answer
            pass
        return self.fetch(session)

    def refund(self, intent: str, amount: Rupiah | None, key: str) -> RefundState:
        wanted: Any = {"payment_intent": intent, "metadata": {"key": key}}
        if amount is not None:
            wanted["amount"] = to_stripe(amount)
        with told():
            made = self.api.refunds.create(wanted, {"idempotency_key": key})
        return refund_of(made.to_dict())

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        signature = headers.get("Stripe-Signature", "")
        try:
            event = stripe.Webhook.construct_event(body, signature, self.secret)
            return event_of(event.to_dict())
        except (ValueError, KeyError, stripe.SignatureVerificationError) as wrong:
            raise BadEvent(str(wrong)) from wrong

    def event_from(self, payload: Thing) -> Event:
        return event_of(payload)

    def events_since(self, at: datetime) -> Iterator[Event]:
        wanted: Any = {
            "types": list(CONCERNING),
            "created": {"gte": int(at.timestamp())},
            "limit": 100,
        }
        with told():
            for event in self.api.events.list(wanted).auto_paging_iter():
                yield event_of(event.to_dict())

    def balance(self) -> Rupiah:
        with told():
            moved = self.api.balance_transactions.list({"limit": 100}).auto_paging_iter()
            return balance_in_rupiah(sum(one.net for one in moved if one.type != "payout"))


def session_params(ask: Ask) -> Any:
    """The same Ask gives the same parameters, to the letter."""
    lines = [
        {
            "price_data": {
                "currency": CURRENCY,
                "product_data": {"name": name},
                "unit_amount": to_stripe(amount),
            },
            "quantity": 1,
        }
        for name, amount in ask.lines
    ]
    return {
        "mode": "payment",
        "line_items": lines,
        "client_reference_id": ask.reference,
        "payment_intent_data": {"transfer_group": ask.group, "description": ask.reference},
        "expires_at": ask.expires_at,
        "success_url": ask.success_url,
        "cancel_url": ask.cancel_url,
        "locale": "id",
    }


@contextmanager
def told() -> Iterator[None]:
    """Stripe's errors in our words: what may be tried again, and what never helps."""
    try:
        yield
    except stripe.IdempotencyError as error:
        raise Refused("idempotency", str(error)) from error
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise Refused(error.code or error.param or "invalid", str(error)) from error
    except stripe.StripeError as error:
        raise ProviderDown(f"{type(error).__name__}: {error}") from error
