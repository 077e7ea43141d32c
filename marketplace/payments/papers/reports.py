"""A stall's month, added up from its papers: what was sold, what went off and came back, what is left. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from marketplace.kit.rupiah import Rupiah
from marketplace.payments.papers.rules import Facts, Kind
from marketplace.payments.rules import Payee


@dataclass(frozen=True)
class Sums:
    """In rupiah, signed as they change what the stall is left with: discounts, kas RW and refunds are below zero.

    `borne` is what the kas gives the stall for discounts that the market promised. Unique codes are not counted.
    """

    goods: int = 0
    discount: int = 0
    borne: int = 0
    delivery: int = 0
    fee: int = 0
    refunds: int = 0

    @property
    def net(self) -> Rupiah:
        return Rupiah(sum(self.amounts))

    @property
    def amounts(self) -> tuple[int, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(self.amounts, other.amounts, strict=True)))


@dataclass(frozen=True)
class Row:
    """One paper in the report."""

    at: datetime
    code: str
    kind: Kind
    order: str
    method: str
    payee: Payee
    sums: Sums


@dataclass(frozen=True)
class Report:
    """The papers of a stretch of time in the order of their numbers."""

    rows: list[Row]

    @property
    def total(self) -> Sums:
        return total_of(self.rows)

    @property
    def orders(self) -> int:
        return sum(row.kind is Kind.NOTA for row in self.rows)

    @property
    def by_payee(self) -> dict[Payee, Sums]:
        """To whom the buyers paid, in the order of `Payee`; only those who got something."""
        there = {row.payee for row in self.rows}
        return {
            payee: total_of(row for row in self.rows if row.payee is payee)
            for payee in Payee
            if payee in there
        }


def total_of(rows: Iterable[Row]) -> Sums:
    return sum((row.sums for row in rows), Sums())


def row_of(at: datetime, code: str, kind: Kind, facts: Facts) -> Row:
    sums = sold(facts) if kind is Kind.NOTA else went_back(facts)
    return Row(at, code, kind, facts.order, facts.method, Payee(facts.payee), sums)


def sold(facts: Facts) -> Sums:
    return Sums(
        goods=facts.goods,
        discount=-facts.discount,
        borne=facts.borne,
        delivery=facts.delivery_fee,
        fee=-facts.fee,
    )


def went_back(facts: Facts) -> Sums:
    return Sums(borne=-facts.borne, fee=facts.fee, refunds=-facts.total)
