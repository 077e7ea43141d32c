"""By what a notification is known to be Midtrans' own: three of its fields and our key, hashed."""

import hmac
import re
from hashlib import sha512
from typing import Any

SHAPES = {
    "order_id": re.compile(r"[\w.~-]{1,50}", re.ASCII),
    "status_code": re.compile(r"\d{3}", re.ASCII),
    "gross_amount": re.compile(r"\d+\.\d{2}", re.ASCII),
}


def signature(order_id: str, status_code: str, gross_amount: str, key: str) -> str:
    """`gross_amount` as it was received, to the letter: `10000.00` and `10000` sign differently."""
    return sha512(f"{order_id}{status_code}{gross_amount}{key}".encode()).hexdigest()


def is_signed(told: dict[str, Any], key: str) -> bool:
    """The shapes are looked at too: only so can no digit move from one field to the next."""
    claimed = told.get("signature_key")
    if not all(isinstance(value, str) for value in (claimed, *map(told.get, SHAPES))):
        return False
    if not all(shape.fullmatch(told[name]) for name, shape in SHAPES.items()):
        return False
    expected = signature(told["order_id"], told["status_code"], told["gross_amount"], key)
    return hmac.compare_digest(expected.encode(), str(claimed).encode())
