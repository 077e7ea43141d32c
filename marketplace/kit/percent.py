"""Rates in basis points (hundredths of a percent); only this file knows how they look."""

import re

TYPED = re.compile(r"([0-9]{1,3})(?:[,.]([0-9]{1,2}))?\s*%?", re.ASCII)


def format_percent(basis_points: int) -> str:
    """2,5% for 250 basis points.

    >>> format_percent(250), format_percent(205), format_percent(1000), format_percent(0)
    ('2,5%', '2,05%', '10%', '0%')
    """
    whole, rest = divmod(basis_points, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",") + "%" if rest else f"{whole}%"


def parse_percent(text: str) -> int:
    """Basis points of what a person types: 2, 2,5 or 2,25%. Raises ValueError for anything finer, and for no number.

    >>> [parse_percent(typed) for typed in ("2", "2,5", "2.25 %", "0")]
    [200, 250, 225, 0]
    """
    typed = TYPED.fullmatch(text.strip())
    if not typed:
        raise ValueError(f"not a percentage: {text!r}")
    return int(typed[1]) * 100 + int((typed[2] or "").ljust(2, "0"))
