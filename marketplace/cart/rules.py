"""What may lie in a cart, and what has changed since it was put there."""

from dataclasses import dataclass

MOST_OF_ONE = 999
MOST_LINES = 100


@dataclass(frozen=True)
class LineState:
    """What the buyer must know about a line: how many can be had, and the price then and now."""

    can_have: int
    wanted: int
    price: int
    seen_price: int

    @property
    def is_gone(self) -> bool:
        return self.can_have <= 0

    @property
    def is_short(self) -> bool:
        return 0 < self.can_have < self.wanted

    @property
    def is_less(self) -> bool:
        """Whether less can be ordered than the buyer means to."""
        return self.can_have < self.wanted

    @property
    def price_changed(self) -> bool:
        return self.price != self.seen_price

    @property
    def quantity(self) -> int:
        """What will be ordered."""
        return min(self.wanted, max(self.can_have, 0))

    @property
    def subtotal(self) -> int:
        return self.price * self.quantity


def capped(wanted: int, available: int) -> int:
    """As many as there are, and never more than a cart line holds."""
    return max(0, min(wanted, available, MOST_OF_ONE))
