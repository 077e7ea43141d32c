"""To whom buyers pay: changed by the stall's own people, and remembered, for a stolen account begins here."""

from datetime import datetime

from marketplace.accounts.audit import record
from marketplace.accounts.models import User
from marketplace.payments.qris import Merchant
from marketplace.stalls.models import Stall
from marketplace.web.db import lock


def set_qris(stall: Stall, merchant: Merchant | None, by: User, at: datetime | None = None) -> None:
    """The sticker that its owner confirmed; None takes it away."""
    lock(stall)
    before = stall.qris_merchant
    stall.qris = merchant.payload if merchant else None
    stall.qris_merchant = merchant.name if merchant else ""
    remember(stall, "mengganti QRIS lapak", by, before, stall.qris_merchant, at)


def set_bank(
    stall: Stall,
    name: str,
    account: str,
    holder: str,
    takes_cash: bool,
    by: User,
    at: datetime | None = None,
) -> None:
    """All three words of a bank account, or none."""
    lock(stall)
    before = masked(stall)
    stall.bank_name, stall.bank_account, stall.bank_holder = name, account, holder
    stall.takes_cash = takes_cash
    if masked(stall) != before:
        remember(stall, "mengganti rekening lapak", by, before, masked(stall), at)


def masked(stall: Stall) -> str:
    """Enough to recognise an account, not enough to use it."""
    if not stall.bank_account:
        return ""
    return f"{stall.bank_name} …{stall.bank_account[-4:]} {stall.bank_holder}"


def remember(
    stall: Stall, action: str, by: User, before: str, after: str, at: datetime | None
) -> None:
    record(
        action,
        stall.name,
        f"stall:{stall.id}",
        actor=by,
        market_id=stall.market_id,
        before={"payee": before},
        after={"payee": after},
        at=at,
    )
