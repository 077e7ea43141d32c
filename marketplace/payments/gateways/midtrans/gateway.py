"""Midtrans Snap: its page, how a transaction stands, cancelling and giving back, notifications."""

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from marketplace.kit.clock import now, wib
from marketplace.kit.rupiah import Rupiah
from marketplace.payments.gateways.interface import (
    Ask,
    BadEvent,
    Event,
    ProviderDown,
    RefundState,
    Refused,
    SessionState,
    Stage,
)
from marketplace.payments.gateways.midtrans.amounts import to_midtrans
from marketplace.payments.gateways.midtrans.calling import UNKNOWN, Caller
from marketplace.payments.gateways.midtrans.naming import LONGEST, is_ours, order_id, refund_key
from marketplace.payments.gateways.midtrans.reading import (
    NAME,
    Thing,
    event_from,
    event_of,
    refund_of,
    refunds_of,
    session_of,
    taken_back,
    untried,
    was_taken_back,
    whole,
)
from marketplace.payments.gateways.midtrans.signing import is_signed

CLOSED = "already cancel"
MOMENT = "%Y-%m-%d %H:%M:%S %z"


class MidtransGateway:
    """One account. `pages` and `api` are the two hosts; a local Midtrans is both."""

    name = NAME
    tells_once = True

    def __init__(self, key: str, pages: str, api: str) -> None:
        self.key, self.pages, self.api = key, f"{pages}/snap/v1/transactions", f"{api}/v2"
        self.caller = Caller(key)

    def open_session(self, ask: Ask) -> SessionState:
        made = self.caller.post(self.pages, page_params(ask))
        return untried(order_id(ask), now(), made["redirect_url"])

    def fetch(self, session: str) -> SessionState:
        try:
            return session_of(self.status(session), now())
        except Refused as refused:
            if refused.code != UNKNOWN or not is_ours(session):
                raise
        return untried(session, now())

    def status(self, name: str) -> Thing:
        """Of an `order_id` or a `transaction_id`."""
        return self.caller.get(f"{self.api}/{name}/status")

    def find(self, intent: str) -> SessionState | None:
        try:
            return session_of(self.status(intent), now())
        except Refused as refused:
            if refused.code != UNKNOWN:
                raise
        return None

    def expire(self, session: str, page: str = "") -> SessionState:
        """Its page first, so that nobody begins; then the card that somebody has begun with."""
        is_closed = self.closes(page)
        found = self.fetch(session)
        if found.stage is not Stage.OPEN:
            return found
        if is_closed:
            return replace(found, stage=Stage.EXPIRED, url=None)
        with suppress(Refused):  # how it stands is the answer
            self.caller.post(f"{self.api}/{session}/expire")
        return self.fetch(session)

    def closes(self, page: str) -> bool:
        """Whether its page takes nothing any more; while a transaction goes on there, Midtrans does not close it."""
        token = page.rpartition("/")[2]
        try:
            return bool(token) and bool(self.caller.post(f"{self.pages}/{token}/cancel"))
        except Refused as refused:
            return CLOSED in str(refused)

    def refund(self, intent: str, amount: Rupiah | None, key: str) -> RefundState:
        told = self.status(intent)
        if done := sent_before(told, amount, key):
            return done
        if told["transaction_status"] == "capture":
            return self.take_back(told, amount, key)
        wanted = {"refund_key": refund_key(key), "reason": "Pasar RW"}
        more = {} if amount is None else {"amount": to_midtrans(amount)}
        try:
            return refund_of(told, self.caller.post(f"{self.api}/{intent}/refund", wanted | more))
        except Refused:
            if done := sent_before(self.status(intent), amount, key):  # by somebody else just now
                return done
            raise

    def take_back(self, told: Thing, amount: Rupiah | None, key: str) -> RefundState:
        """Before it is settled, all of it or nothing: whatever is not possible today is a refund tomorrow."""
        if amount not in (None, whole(told)):
            raise ProviderDown("a part goes back after the settlement")
        try:
            self.caller.post(f"{self.api}/{told['transaction_id']}/cancel")
        except Refused as refused:
            raise ProviderDown(f"not cancelled: {refused}") from refused
        return taken_back(told, key)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        try:
            told = json.loads(body)
        except (ValueError, RecursionError) as wrong:
            raise BadEvent(str(wrong)) from wrong
        if not isinstance(told, dict) or not is_signed(told, self.key):
            raise BadEvent("not signed with our key")
        return event_of(body, told)

    def event_from(self, payload: Thing) -> Event:
        return event_from(payload)

    def events_since(self, at: datetime) -> Iterator[Event]:
        """Midtrans lists none: what was missed is found by asking for each open session."""
        return iter(())

    def balance(self) -> Rupiah | None:
        """Midtrans does not tell."""
        return None


def sent_before(told: Thing, amount: Rupiah | None, key: str) -> RefundState | None:
    """The refund that this key has made already, or that the cancelling of the whole was."""
    if was_taken_back(told) and amount in (None, whole(told)):
        return taken_back(told, key)
    return next((refund for refund in refunds_of(told) if refund.ours == key), None)


def page_params(ask: Ask) -> Thing:
    """The page closes when the Ask says, however late it is made. Raises Refused when that is over."""
    minutes = math.ceil((ask.expires_at - now().timestamp()) / 60)
    if minutes < 1:
        raise Refused("expired", "the time of this page is over")
    begins = wib(datetime.fromtimestamp(ask.expires_at, UTC) - timedelta(minutes=minutes))
    return {
        "transaction_details": {
            "order_id": order_id(ask),
            "gross_amount": sum(to_midtrans(amount) for _, amount in ask.lines),
        },
        "item_details": [
            {"id": str(number), "name": name[:LONGEST], "price": to_midtrans(amount), "quantity": 1}
            for number, (name, amount) in enumerate(ask.lines, 1)
        ],
        "enabled_payments": ["credit_card"],
        "credit_card": {"secure": True},
        "callbacks": {"finish": ask.success_url},
        "expiry": {"start_time": f"{begins:{MOMENT}}", "unit": "minute", "duration": minutes},
        "page_expiry": {"unit": "minute", "duration": minutes},
    }
