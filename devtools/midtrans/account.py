"""One account of Midtrans: pages, transactions and the notifications about them."""

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from hashlib import sha512
from typing import Any

Thing = dict[str, Any]
NAME = re.compile(r"[A-Za-z0-9._~-]{1,50}")
KEY = re.compile(r"[A-Za-z0-9_-]+")
KNOWN = {
    "transaction_details",
    "item_details",
    "enabled_payments",
    "credit_card",
    "callbacks",
    "expiry",
    "page_expiry",
}
WIB = timezone(timedelta(hours=7))
DONE = ("settlement", "partial_refund")
GOES_ON = ("pending", "capture", *DONE, "refund", "chargeback")
CODES = {"pending": "201", "deny": "202", "challenge": "201", "expire": "407"}


class No(Exception):
    """What Midtrans answers when it refuses: the status of HTTP and of its own, and the words."""

    def __init__(self, status: int, *words: str) -> None:
        super().__init__(*words)
        self.status = status


@dataclass
class Page:
    """A Snap page. `transaction` is what the buyer has tried on it."""

    token: str
    wanted: Thing
    closes_at: datetime
    is_cancelled: bool = False
    transaction: Thing = field(default_factory=dict)

    @property
    def order_id(self) -> str:
        return str(self.wanted["transaction_details"]["order_id"])

    @property
    def is_open(self) -> bool:
        tried = self.transaction.get("transaction_status")
        return not self.is_cancelled and clock() < self.closes_at and tried in (None, *AGAIN)


AGAIN = ("pending", "deny")  # after which the page takes another card


def clock() -> datetime:
    return datetime.now(WIB)


class Account:
    """Everything behind one server key. `outbox`: notifications as they are sent, oldest first."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.pages: dict[str, Page] = {}
        self.outbox: list[bytes] = []

    def create(self, wanted: Thing) -> Page:
        refuse_bad(wanted)
        name = wanted["transaction_details"]["order_id"]
        if name in (page.order_id for page in self.pages.values()):
            raise No(400, "transaction_details.order_id sudah digunakan")
        lasts = timedelta(minutes=wanted["page_expiry"]["duration"])
        page = Page(str(uuid.uuid4()), wanted, clock() + lasts)
        self.pages[page.token] = page
        return page

    def cancel_page(self, token: str) -> Thing:
        page = self.pages.get(token)
        if page is None:
            raise No(404, "token not found")
        if page.is_cancelled:
            raise No(400, "token already canceled")
        if page.transaction.get("transaction_status") in GOES_ON:
            raise No(400, "Transaction is on progress")
        page.is_cancelled = True
        return {"canceled_at": clock().isoformat()}

    def try_card(self, page: Page, how: str) -> Thing:
        """At the page: `capture`, `challenge`, `deny`, or `pending` while the bank asks the buyer."""
        if not page.is_open:
            raise No(409, "this page is closed")
        page.transaction = {
            "transaction_id": str(uuid.uuid4()),
            "order_id": page.order_id,
            "transaction_time": f"{clock():%Y-%m-%d %H:%M:%S}",
            "payment_type": "credit_card",
            "gross_amount": f"{page.wanted['transaction_details']['gross_amount']}.00",
            "currency": "IDR",
            "masked_card": "48111111-1114",
            "fraud_status": "challenge" if how == "challenge" else "accept",
        }
        if how in ("capture", "challenge"):
            page.transaction["approval_code"] = "325511"
        return self.move(page.transaction, "capture" if how == "challenge" else how, CODES.get(how))

    def move(self, transaction: Thing, status: str, code: str | None = None) -> Thing:
        """To another status, and a notification about it."""
        transaction |= {"transaction_status": status, "status_code": code or "200"}
        signed = "".join(transaction[it] for it in ("order_id", "status_code", "gross_amount"))
        signature = sha512(f"{signed}{self.key}".encode()).hexdigest()
        self.outbox.append(json.dumps({**transaction, "signature_key": signature}).encode())
        return transaction

    def status(self, name: str) -> Thing:
        """By `order_id` or `transaction_id`; a page on which nobody has tried a card is not known here."""
        for page in self.pages.values():
            if name in (page.transaction.get("order_id"), page.transaction.get("transaction_id")):
                return page.transaction
        raise No(404, "Transaction doesn't exist.")

    def expire(self, name: str) -> Thing:
        return self.move(self.only(name, "pending"), "expire", "407")

    def cancel(self, name: str) -> Thing:
        return self.move(self.only(name, "pending", "capture"), "cancel")

    def only(self, name: str, *statuses: str) -> Thing:
        transaction = self.status(name)
        if transaction["transaction_status"] not in statuses:
            raise No(412, "Merchant cannot modify the status of the transaction")
        return transaction

    def refund(self, name: str, wanted: Thing) -> Thing:
        transaction, key = self.only(name, *DONE), wanted.get("refund_key") or str(uuid.uuid4())
        done = transaction.setdefault("refunds", [])
        left = amount_of(transaction["gross_amount"]) - sum(
            amount_of(it["refund_amount"]) for it in done
        )
        amount = wanted.get("amount", left)
        if not KEY.fullmatch(key) or type(amount) is not int or amount <= 0:
            raise No(400, "One or more parameters in the payload is invalid.")
        if key in [it["refund_key"] for it in done]:
            raise No(406, "The refund_key was used")
        if amount > left:
            raise No(412, "Refund amount is more than the remaining amount")
        made = {
            "refund_chargeback_id": len(done) + 1,
            "refund_amount": f"{amount}.00",
            "refund_key": key,
        }
        done.append(made)
        self.move(transaction, "partial_refund" if amount < left else "refund")
        return {**transaction, **made}

    def settle(self, name: str) -> None:
        """The next day has come."""
        self.move(self.only(name, "capture"), "settlement")


def amount_of(text: str) -> int:
    return int(text.removesuffix(".00"))


def refuse_bad(wanted: Thing) -> None:
    """Raises No with all that is wrong."""
    details, items = wanted.get("transaction_details", {}), wanted.get("item_details", [])
    total = details.get("gross_amount")
    prices = [item.get("price") for item in items]
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: set(wanted) <= KNOWN, "unknown parameter"),
        (lambda: bool(NAME.fullmatch(details["order_id"])), "transaction_details.order_id"),
        (lambda: type(total) is int and total > 0, "transaction_details.gross_amount"),
        (lambda: all(type(price) is int for price in prices), "item_details.price"),
        (lambda: all(0 < len(item["name"]) <= 50 for item in items), "item_details.name too long"),
        (
            lambda: total == sum(item["price"] * item["quantity"] for item in items),
            "transaction_details.gross_amount is not equal to the sum of item_details",
        ),
        (lambda: wanted["enabled_payments"] == ["credit_card"], "enabled_payments"),
        (lambda: wanted["expiry"]["duration"] >= 1, "expiry.duration"),
        (lambda: bool(moment(wanted["expiry"]["start_time"])), "expiry.start_time"),
        (lambda: wanted["callbacks"]["finish"].startswith("http"), "callbacks.finish"),
    ]
    wrong = [words for holds, words in checks if not is_so(holds)]
    if wrong:
        raise No(400, *wrong)


def is_so(holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")
