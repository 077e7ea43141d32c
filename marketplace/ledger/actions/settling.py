"""Kas RW on its way: between a stall and its treasurer, between the operator and a treasurer."""

from datetime import datetime

from marketplace.accounts.audit import record
from marketplace.accounts.models import User
from marketplace.kit.codes import new_key
from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.ledger.actions.posting import post
from marketplace.ledger.queries import kas_with_operator, standing_of
from marketplace.ledger.rules import (
    OPERATOR,
    Account,
    FeeWay,
    fee_moved,
    handed_on,
    require_left,
    treasurer,
)
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import lock

DONE = {
    FeeWay.HANDED_IN: "menerima kas dari lapak",
    FeeWay.WITHHELD: "memotong kas dari hak lapak",
    FeeWay.GIVEN: "mengganti potongan harga lapak",
}


def settle_fee(
    stall: Stall, way: FeeWay, amount: Rupiah, by: User, at: datetime, seen: Rupiah | None = None
) -> None:
    """The stall hands in kas of its direct sales, or gets back what the kas owes it. Raises NotEnough."""
    legs = fee_moved(way, stall.id, stall.market_id, amount)
    lock(stall)
    require_left(standing_of(stall).left(way), amount, seen)
    post(f"kas:{stall.id}:{new_key()}", way.label, legs, at, stall.market)
    record(
        DONE[way],
        f"{stall.name}, {format_rupiah(amount)}",
        f"stall:{stall.id}",
        actor=by,
        market_id=stall.market_id,
        at=at,
    )


def hand_on(
    market: Market, amount: Rupiah, by: User, at: datetime, seen: Rupiah | None = None
) -> None:
    """The operator gives the kas of card sales to the market's treasurer. Raises NotEnough."""
    between(OPERATOR, treasurer(market.id), market, amount, at, seen)
    remember("menyerahkan kas ke bendahara", market, amount, by, at)


def take_back(
    market: Market, amount: Rupiah, by: User, at: datetime, seen: Rupiah | None = None
) -> None:
    """The treasurer gives the operator what the kas owes it for discounts on card sales. Raises NotEnough."""
    between(treasurer(market.id), OPERATOR, market, amount, at, seen)
    remember("menerima pengganti potongan dari kas", market, amount, by, at)


def between(
    giver: Account, taker: Account, market: Market, amount: Rupiah, at: datetime, seen: int | None
) -> None:
    legs = handed_on(giver, taker, amount)
    lock(market)
    held = kas_with_operator([market.id]).get(market.id, 0)
    require_left(held if giver == OPERATOR else -held, amount, seen)
    post(f"kas:{new_key()}", "Kas RW antara pengelola dan bendahara", legs, at, market)


def remember(action: str, market: Market, amount: Rupiah, by: User, at: datetime) -> None:
    about = f"{market.label}, {format_rupiah(amount)}"
    record(action, about, f"market:{market.id}", actor=by, market_id=market.id, at=at)
