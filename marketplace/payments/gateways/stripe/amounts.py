"""Rupiah and Stripe's amounts: IDR has two decimals there, so Rp15.000 is 1500000. Nothing else multiplies by 100."""

from marketplace.kit.rupiah import Rupiah

CURRENCY = "idr"


def to_stripe(amount: int) -> int:
    """Raises ValueError for what is no positive whole number: the library would send it as it is."""
    if type(amount) is not int or amount <= 0:
        raise ValueError(f"not an amount in rupiah: {amount!r}")
    return amount * 100


def to_rupiah(amount: int, currency: str) -> Rupiah | None:
    """None when it is another currency or not whole rupiah: then somebody bypassed `to_stripe`."""
    if currency != CURRENCY or amount % 100:
        return None
    return Rupiah(amount // 100)


def fee_in_rupiah(amount: int) -> Rupiah:
    """A fee may have sen; the rest of a rupiah counts as a whole one, so that we never think there is more."""
    return Rupiah(-(-amount // 100))


def balance_in_rupiah(amount: int) -> Rupiah:
    """A sum of movements, rounded down for the same reason."""
    return Rupiah(amount // 100)
