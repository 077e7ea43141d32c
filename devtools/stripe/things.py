"""API objects are plain dictionaries, as they go over the wire, with ids that look like Stripe's."""

import secrets
import string
from typing import Any

Thing = dict[str, Any]
LETTERS = string.ascii_letters + string.digits
API_VERSION = "2026-10-28.endive"
PREFIXES = {
    "checkout.session": ("cs_test_a1", 56),
    "payment_intent": ("pi_3", 23),
    "charge": ("ch_3", 23),
    "refund": ("re_3", 23),
    "dispute": ("du_1", 23),
    "balance_transaction": ("txn_3", 23),
    "event": ("evt_1", 23),
    "payment_method": ("pm_1", 23),
    "line_item": ("li_1", 23),
    "price": ("price_1", 23),
    "request": ("req_", 14),
}


def new_id(kind: str) -> str:
    prefix, length = PREFIXES[kind]
    return prefix + "".join(secrets.choice(LETTERS) for _ in range(length))


def new_thing(kind: str, at: int, **fields: Any) -> Thing:
    return {"id": new_id(kind), "object": kind, "created": at, "livemode": False, **fields}


def rupiah(amount: int, currency: str) -> str:
    """`Rp15.000` of 1500000 in idr; `12.50 USD` of anything else, for messages and pages."""
    if currency != "idr":
        return f"{amount // 100}.{amount % 100:02} {currency.upper()}"
    whole = f"Rp{amount // 100:,}".replace(",", ".")
    return f"{whole},{amount % 100:02}" if amount % 100 else whole
