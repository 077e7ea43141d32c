"""What a paper is: its kinds and its number, and what it says, in rupiah, as it was on the day it was issued."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from marketplace.kit.clock import today
from marketplace.kit.labelled import Labelled
from marketplace.kit.rupiah import Rupiah

UNTAXED = Rupiah(500_000_000)  # turnover of a person in a year without PPh final (PP 55/2022)


class NotIssued(Exception):
    """Nobody has paid for this order, so there is no paper of it."""


class Kind(Labelled):
    """A correction takes back a part of a nota, a cancellation all that is left of it."""

    NOTA = "nota", "Nota"
    CORRECTION = "correction", "Nota koreksi"
    CANCELLATION = "cancellation", "Nota pembatalan"


def year_of(at: datetime) -> int:
    """The year, on the clocks of Malang, whose papers are numbered from 1."""
    return today(at).year


def code_of(slug: str, year: int, number: int) -> str:
    """A number that can be said on the phone, from a market's slug: no two markets have the same.

    >>> code_of("purwantoro-rw-15", 2026, 123)
    'PURWANTORO-15/2026/123'
    """
    return f"{slug.replace('-rw-', '-').upper()}/{year}/{number}"


@dataclass(frozen=True)
class Line:
    """Goods: the kind, how many, the price of one, the discount on all of them."""

    kind: str
    quantity: int
    price: Rupiah
    discount: Rupiah = Rupiah(0)

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.price * self.quantity - self.discount)


@dataclass(frozen=True)
class Facts:
    """All that a paper says, but the buyer. On a correction the amounts are what is taken back of its nota.

    `fee` is kas RW, `borne` the discount that the kas gives back to the stall, `turnover` what counts for its year.
    """

    platform: str
    market: str
    seller: str
    order: str
    method: str
    payee: str
    total: Rupiah
    goods: Rupiah = Rupiah(0)
    discount: Rupiah = Rupiah(0)
    delivery_fee: Rupiah = Rupiah(0)
    fee: Rupiah = Rupiah(0)
    borne: Rupiah = Rupiah(0)
    turnover: Rupiah = Rupiah(0)
    pph22: Rupiah = Rupiah(0)
    delivery: str = ""
    place: str = ""
    reason: str = ""
    returned: Rupiah = Rupiah(0)
    lines: tuple[Line, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Facts":
        return cls(**kept | {"lines": tuple(Line(**line) for line in kept["lines"])})

    @property
    def adds_up(self) -> bool:
        """A nota's lines and sums agree to the last rupiah."""
        goods = sum(line.price * line.quantity for line in self.lines)
        discount = sum(line.discount for line in self.lines)
        total = self.goods - self.discount + self.delivery_fee
        return (goods, discount, total) == (self.goods, self.discount, self.total)


def left_of(nota: Facts, earlier: Iterable[Facts]) -> Rupiah:
    """What its corrections have not taken back."""
    return Rupiah(nota.total - sum(one.total for one in earlier))


@dataclass(frozen=True)
class Back:
    """What becomes owed back. `ends`: nothing of the order is left. Without goods or delivery nobody said for what."""

    owed: Rupiah
    reason: str
    ends: bool = False
    fee: int = 0
    borne: int = 0
    lines: tuple[Line, ...] = ()
    delivery_fee: Rupiah = Rupiah(0)
    turnover: Rupiah | None = None


def taken_back(nota: Facts, earlier: Iterable[Facts], back: Back) -> tuple[Kind, Facts]:
    """The correction of a nota by what becomes owed back, or its cancellation with all that is left of it.

    Never more than the earlier corrections left: what a buyer paid beside the nota (a unique code) goes back without
    being corrected. What is left of the turnover goes with the last rupiah.
    """
    earlier = list(earlier)
    left = left_of(nota, earlier)
    turnover = nota.turnover - sum(one.turnover for one in earlier)
    total = left if back.ends else min(back.owed, left)
    counted = total if back.turnover is None else back.turnover
    facts = replace(
        nota,
        total=Rupiah(total),
        goods=Rupiah(sum(line.price * line.quantity for line in back.lines)),
        discount=Rupiah(sum(line.discount for line in back.lines)),
        delivery_fee=back.delivery_fee,
        fee=Rupiah(back.fee),
        borne=Rupiah(back.borne),
        turnover=Rupiah(turnover if total == left else min(counted, turnover)),
        place="",
        reason=back.reason,
        returned=back.owed,
        lines=back.lines,
    )
    return (Kind.CANCELLATION if total == left else Kind.CORRECTION), facts
