"""The only ways to write in the books. Nothing here commits."""

from marketplace.ledger.actions.payouts import (
    cancel_payout,
    mark_failed,
    mark_sent,
    request_payout,
)
from marketplace.ledger.actions.posting import post

__all__ = ["cancel_payout", "mark_failed", "mark_sent", "post", "request_payout"]
