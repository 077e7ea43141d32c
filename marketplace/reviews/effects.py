"""The page of an order offers a review for each line that may have one."""

from datetime import datetime

from marketplace.orders.models import Order
from marketplace.reviews.queries import collected_at, reviewed_lines
from marketplace.reviews.rules import is_reviewable
from marketplace.web.effects import effect


@effect("offer_reviews")
def offer(order: Order, at: datetime, offered: dict[int, bool]) -> None:
    """Put the ids of such lines into `offered`, and whether there is a review to change."""
    when = collected_at(order)
    lines = [line for line in order.lines if is_reviewable(order.status, when, line.claimed, at)]
    if lines:
        written = reviewed_lines(lines)
        offered.update({line.id: line.id in written for line in lines})
