"""What can be given back of an order, and what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.rules import Part
from marketplace.orders.rules import OPEN, OrderStatus

S = OrderStatus
REFUNDABLE = OPEN - {S.AWAITING_PAYMENT} | {S.COMPLETED}


class NotRefundable(Exception):
    """The order has no money that can go back in parts: not paid yet, or ended, and then all is owed back already."""


class WholeOrder(Exception):
    """Nothing would be left of an order that is still open: it is cancelled instead."""


class RefundedMeanwhile(Exception):
    """More was given back since the page was opened. `owed` is what has gone, or must go, back by now."""

    def __init__(self, owed: Rupiah) -> None:
        super().__init__(f"{owed} by now")
        self.owed = owed


class TooMuch(Exception):
    """More than what came and has not gone back. `left` is what could."""

    def __init__(self, left: Rupiah) -> None:
        super().__init__(f"only {left} is left")
        self.left = left


@dataclass(frozen=True)
class Wish:
    """So many more pieces of a line; `restock`: they can be sold again."""

    line_id: int
    quantity: int
    restock: bool


@dataclass(frozen=True)
class Line:
    """A line as it was frozen, and how many of its pieces went back before."""

    id: int
    part: Part
    refunded: int

    @property
    def left(self) -> int:
        return self.part.quantity - self.refunded

    def worth(self, quantity: int) -> Rupiah:
        """What the buyer paid for that many of the pieces that are left, by their frozen share of the discount.

        Raises ValueError for more than are left.
        """
        return self.part.pieces(quantity, self.refunded).paid


def worth_of(lines: Sequence[Line], wishes: Sequence[Wish]) -> list[Rupiah]:
    """The worth of each wish. Raises ValueError for a line that is not there, twice there, or more than is left.

    >>> bags = Line(1, Part(Rupiah(45_000), Rupiah(1_000), quantity=3), refunded=1)
    >>> worth_of([bags], [Wish(1, 2, True)])
    [29333]
    """
    by_id = {line.id: line for line in lines}
    if len({wish.line_id for wish in wishes}) != len(wishes):
        raise ValueError("a line twice")
    unknown = [wish for wish in wishes if wish.line_id not in by_id]
    if unknown:
        raise ValueError(f"no such line: {unknown[0].line_id}")
    return [by_id[wish.line_id].worth(wish.quantity) for wish in wishes]


def leaves_nothing(lines: Sequence[Line], wishes: Sequence[Wish]) -> bool:
    """Whether no piece of any line would be left."""
    return sum(line.left for line in lines) == sum(wish.quantity for wish in wishes)
