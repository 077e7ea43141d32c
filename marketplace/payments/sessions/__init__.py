"""A payment at a provider: its session there, and the refunds that were sent through it."""

from marketplace.payments.sessions.models import ProviderRefund, ProviderSession
from marketplace.payments.sessions.opening import (
    TooSmall,
    begin_refund,
    begin_session,
    key_of_refund,
    refund_of_key,
)

__all__ = [
    "ProviderRefund",
    "ProviderSession",
    "TooSmall",
    "begin_refund",
    "begin_session",
    "key_of_refund",
    "refund_of_key",
]
