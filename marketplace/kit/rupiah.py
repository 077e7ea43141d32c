"""Whole rupiah. Money is a whole number everywhere; only this file knows how it looks."""

import re
from collections.abc import Sequence
from typing import NewType

Rupiah = NewType("Rupiah", int)

LARGEST = 9_999_999_999  # what a form accepts; BIGINT holds far more
TYPED = re.compile(r"(?:Rp\s*)?([1-9][0-9]{0,2}(?:\.[0-9]{3})*|[1-9][0-9]*|0)(?:,-|,00)?", re.ASCII)


def format_rupiah(amount: int) -> str:
    """Rp15.000, with U+2212 before a negative amount."""
    sign = "−" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def parse_rupiah(text: str) -> Rupiah:
    """Read what a person types: 15000, 15.000, Rp 15.000,-. Raises ValueError on 12.50 and the like."""
    typed = TYPED.fullmatch(text.strip())
    if not typed:
        raise ValueError(f"not an amount in rupiah: {text!r}")
    return Rupiah(int(typed[1].replace(".", "")))


def share_of(amount: int, basis_points: int) -> Rupiah:
    """A fee in hundredths of a percent, rounded down: the remainder stays with the seller."""
    return Rupiah(amount * basis_points // 10_000)


def split_by(amount: int, weights: Sequence[int]) -> list[Rupiah]:
    """Split `amount` over `weights` by largest remainder: the parts always add up.

    Equal remainders go to the earlier part. All weights zero means equal weights.
    """
    if not weights:
        raise ValueError("nothing to split over")
    if not any(weights):
        weights = [1] * len(weights)
    total = sum(weights)
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return [Rupiah(part) for part in parts]
