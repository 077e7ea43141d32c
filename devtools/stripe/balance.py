"""The balance: each movement of money a row that is never changed."""

from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.events import emit
from devtools.stripe.kinds import Choice, Text
from devtools.stripe.lists import PAGING, page_of
from devtools.stripe.routes import Routes
from devtools.stripe.things import Thing, new_thing

routes = Routes()
DAYS = 86_400


def move(account: Account, kind: str, amount: int, source: Thing, **told: Any) -> Thing:
    """A balance transaction; `amount` is signed, `fee` in `told` is what is kept from it."""
    fee = told.pop("fee", 0)
    detail = {"amount": fee, "currency": source["currency"], "type": "stripe_fee"}
    moved = new_thing(
        "balance_transaction",
        account.now(),
        amount=amount,
        available_on=account.now() + 7 * DAYS,
        balance_type="payments",
        currency=source["currency"],
        description=told.pop("description", None),
        exchange_rate=None,
        fee=fee,
        fee_details=[{**detail, "application": None, "description": "Stripe fees"}] if fee else [],
        net=amount - fee,
        reporting_category=told.pop("category", kind),
        source=source["id"],
        status="pending",
        type=kind,
    )
    moved.pop("livemode")
    return account.keep(moved)


def open_with(account: Account, amount: int) -> None:
    """What lay here before this process, in the smallest unit: from payments that it does not know."""
    before = {"id": None, "currency": "idr"}
    move(account, "adjustment", amount, before, description="Opening balance")


def fee_of(account: Account, amount: int) -> int:
    return amount * account.terms.fee_bps // 10_000 + account.terms.fee_fixed


def take_fee(account: Account, charge: Thing) -> None:
    """Book a charge; Checkout captures asynchronously, so its events tell of the fee afterwards."""
    fee = fee_of(account, charge["amount"])
    moved = move(account, "charge", charge["amount"], charge, fee=fee)
    charge["balance_transaction"] = moved["id"]
    emit(account, "charge.updated", charge, {"balance_transaction": None})


@routes.get(
    "/v1/balance_transactions",
    **PAGING,
    type=Choice(("charge", "refund", "adjustment", "refund_failure")),
    source=Text(),
    currency=Text(3),
)
def list_transactions(account: Account, wanted: dict[str, Any]) -> Thing:
    asked = {name: wanted.get(name) for name in ("type", "source", "currency")}
    found = account.newest_first("balance_transaction", **asked)
    return page_of(found, wanted, "/v1/balance_transactions")


@routes.get("/v1/balance_transactions/<txn>")
def show_transaction(account: Account, _wanted: dict[str, Any], txn: str) -> Thing:
    return account.find("balance_transaction", txn)
