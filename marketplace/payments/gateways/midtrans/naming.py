"""What we call things at Midtrans: an `order_id` for every try of a payment, a `refund_key` for every try of a refund.

An `order_id` says when its page closes, for Midtrans knows nothing of a page on which nobody has tried a card.
"""

import re
from datetime import UTC, datetime

from marketplace.payments.gateways.interface import Ask

OURS = re.compile(r"[\w.-]+~(\d{9,11})~[\w-]+", re.ASCII)
LONGEST = 50
SKEW = (
    60  # seconds that clocks may differ, and that a page may live longer for being told in minutes
)
BEFORE_A_KEY = "pasar-"  # a refund made at the dashboard has a key too


def order_id(ask: Ask) -> str:
    """PRW-7K3M9Q.12~1764000000~cs-12-2: the reference, the end of the page, the key. Raises ValueError."""
    name = f"{ask.reference}~{ask.expires_at}~{ask.key.replace(':', '-')}"
    if len(name) > LONGEST or not OURS.fullmatch(name):
        raise ValueError(f"no order_id for Midtrans: {name}")
    return name


def is_ours(name: str) -> bool:
    """Other shops may share the account, and its dashboard sends a notification to try out."""
    return OURS.fullmatch(name) is not None


def reference_in(name: str) -> str:
    return name.partition("~")[0]


def is_page_closed(name: str, at: datetime) -> bool:
    found = OURS.fullmatch(name)
    return found is None or at >= datetime.fromtimestamp(int(found[1]) + SKEW, UTC)


def refund_key(key: str) -> str:
    """Letters, digits, - and _ alone."""
    return BEFORE_A_KEY + key.replace(":", "-")


def key_in(refund: str) -> str:
    """Our own key again; empty for a refund that is not ours."""
    is_one = refund.startswith(BEFORE_A_KEY)
    return refund.removeprefix(BEFORE_A_KEY).replace("-", ":") if is_one else ""
