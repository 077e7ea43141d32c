"""The only ways to write in the books. Nothing here commits."""

from marketplace.ledger.actions.payouts import (
    cancel_payout,
    mark_failed,
    mark_sent,
    pay_out,
    request_payout,
)
from marketplace.ledger.actions.posting import post
from marketplace.ledger.actions.settling import hand_on, settle_fee, take_back

__all__ = [
    "cancel_payout",
    "hand_on",
    "mark_failed",
    "mark_sent",
    "pay_out",
    "post",
    "request_payout",
    "settle_fee",
    "take_back",
]
