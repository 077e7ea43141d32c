"""To whom buyers pay: changed by the stall's own people or by the committee of its market, and remembered,
for a stolen account begins here.
"""

from datetime import datetime

from marketplace.accounts.audit import record
from marketplace.accounts.models import User
from marketplace.payments.qris import Merchant
from marketplace.payments.rules import Method
from marketplace.regions.actions import change_market
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import lock


class StillCollects(Exception):
    """The treasurer collects by this method, so the QRIS or account behind it stays."""

    def __init__(self, method: Method) -> None:
        super().__init__(method)
        self.method = method


class NothingToCollectWith(Exception):
    """The treasurer cannot collect by these methods: there is no QRIS, or no account."""

    def __init__(self, methods: list[Method]) -> None:
        super().__init__(methods)
        self.methods = methods


def set_qris(
    owner: Stall | Market, merchant: Merchant | None, by: User, at: datetime | None = None
) -> None:
    """The sticker that its owner confirmed; None takes it away. Raises StillCollects."""
    lock(owner)
    if merchant is None:
        refuse_while_collecting(owner, Method.QRIS)
    before = owner.qris_merchant
    owner.qris = merchant.payload if merchant else None
    owner.qris_merchant = merchant.name if merchant else ""
    remember(owner, "QRIS", by, before, owner.qris_merchant, at)


def set_bank(
    owner: Stall | Market,
    name: str,
    account: str,
    holder: str,
    by: User,
    at: datetime | None = None,
) -> None:
    """All three words of a bank account, or none. Raises StillCollects."""
    lock(owner)
    if not account:
        refuse_while_collecting(owner, Method.TRANSFER)
    before = masked(owner)
    owner.bank_name, owner.bank_account, owner.bank_holder = name, account, holder
    if masked(owner) != before:
        remember(owner, "rekening", by, before, masked(owner), at)


def set_ways(
    market: Market,
    takes: set[Method],
    collects: set[Method],
    fee_basis_points: int,
    by: User,
) -> None:
    """Which methods the market takes, which of them its treasurer collects, and the rate of kas RW for orders from
    now on: what was ordered keeps the rate and the payee it has. Raises NothingToCollectWith.
    """
    lock(market)
    has = {Method.QRIS: market.qris, Method.TRANSFER: market.bank_account, Method.CASH: True}
    missing = [method for method in Method if method in collects and not has.get(method)]
    if missing:
        raise NothingToCollectWith(missing)
    columns = {f"takes_{method}": method in takes for method in Method}
    columns |= {f"collects_{method}": method in collects for method in has}
    change_market(
        market,
        by,
        "mengubah cara bayar dan kas RW",
        fee_basis_points=fee_basis_points,
        **columns,
    )


def refuse_while_collecting(owner: Stall | Market, method: Method) -> None:
    if isinstance(owner, Market) and getattr(owner, f"collects_{method}"):
        raise StillCollects(method)


def masked(owner: Stall | Market) -> str:
    """Enough to recognise an account, not enough to use it."""
    if not owner.bank_account:
        return ""
    return f"{owner.bank_name} …{owner.bank_account[-4:]} {owner.bank_holder}"


def remember(
    owner: Stall | Market, what: str, by: User, before: str, after: str, at: datetime | None
) -> None:
    whose = "lapak" if isinstance(owner, Stall) else "bendahara"
    kind = "stall" if isinstance(owner, Stall) else "market"
    record(
        f"mengganti {what} {whose}",
        owner.name,
        f"{kind}:{owner.id}",
        actor=by,
        market_id=owner.market_id if isinstance(owner, Stall) else owner.id,
        before={"payee": before},
        after={"payee": after},
        at=at,
    )
