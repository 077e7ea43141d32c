"""What a provider told us: stored by its own id before it acts, done once, seen when it could not be done."""

from marketplace.payments.provider_events.keeping import (
    keep,
    mark_done,
    mark_failed,
    to_try_again,
)
from marketplace.payments.provider_events.models import EventState, ProviderEvent

__all__ = ["EventState", "ProviderEvent", "keep", "mark_done", "mark_failed", "to_try_again"]
