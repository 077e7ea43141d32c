"""A sale as it was frozen: what each line cost, which share of the discount and of the fee it carries."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import Bearer, frozen_shares


@dataclass(frozen=True)
class Part:
    """A line of an order (or its delivery, or what a buyer paid on top), with its own frozen discount and fee."""

    price: Rupiah  # of all pieces, before the discount
    discount: Rupiah = Rupiah(0)
    fee: Rupiah = Rupiah(0)
    quantity: int = 1

    @property
    def paid(self) -> Rupiah:
        return Rupiah(self.price - self.discount)

    def pieces(self, count: int, before: int = 0) -> "Part":
        """So many pieces of the line, `before` of which went back earlier; all pieces together are the line.

        >>> line = Part(Rupiah(45_000), Rupiah(1_000), Rupiah(500), quantity=3)
        >>> [line.pieces(1, before).discount for before in range(3)]
        [333, 333, 334]
        """
        if not (count > 0 and before >= 0 and before + count <= self.quantity):
            raise ValueError(f"{count} after {before} of {self.quantity}")

        def of(amount: int) -> Rupiah:
            return Rupiah(
                amount * (before + count) // self.quantity - amount * before // self.quantity
            )

        return Part(of(self.price), of(self.discount), of(self.fee), count)


@dataclass(frozen=True)
class Sale:
    """One order in the ledger's eyes: ids, frozen lines, delivery (the stall's, as when it is paid directly)."""

    order: int
    stall: int
    market: int
    lines: tuple[Part, ...]
    delivery: Rupiah = Rupiah(0)
    borne_by: Bearer = Bearer.STALL

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that can be given back: the lines, and the delivery as a part of its own."""
        return (*self.lines, Part(self.delivery)) if self.delivery else self.lines

    @property
    def paid(self) -> Rupiah:
        """What the buyer was asked for."""
        return Rupiah(sum(part.paid for part in self.parts))


def frozen_lines(
    lines: Sequence[tuple[Rupiah, int]], discount: Rupiah, basis_points: int
) -> tuple[Part, ...]:
    """Lines (price of all pieces, quantity) with their shares of the order's discount and of its fee.

    >>> [(line.discount, line.fee) for line in frozen_lines([(30_000, 2), (20_000, 1)], 5_000, 250)]
    [(3000, 675), (2000, 450)]
    """
    shares = frozen_shares([price for price, _ in lines], discount, basis_points)
    return tuple(
        Part(price, share.discount, share.fee, quantity)
        for (price, quantity), share in zip(lines, shares, strict=True)
    )
