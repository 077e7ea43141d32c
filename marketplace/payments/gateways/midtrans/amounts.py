"""Rupiah and Midtrans' amounts: sent as whole numbers, answered as strings such as "35000.00". No hundredths."""

import re
from typing import Any

from marketplace.kit.rupiah import Rupiah

CURRENCY = "IDR"
AMOUNT = re.compile(r"(\d{1,12})(\.00)?", re.ASCII)


def to_midtrans(amount: int) -> int:
    """Raises ValueError for what is no positive whole number: Midtrans refuses decimals."""
    if type(amount) is not int or amount <= 0:
        raise ValueError(f"not an amount in rupiah: {amount!r}")
    return amount


def to_rupiah(amount: Any, currency: str = CURRENCY) -> Rupiah | None:
    """None when it is another currency or not whole rupiah: nobody asked for that."""
    found = AMOUNT.fullmatch(str(amount))
    if currency != CURRENCY or not found:
        return None
    return Rupiah(int(found[1]))
