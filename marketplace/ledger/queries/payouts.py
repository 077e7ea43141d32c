"""Payouts as desks list them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.ledger.models import Payout
from marketplace.ledger.rules import Account, PayoutStatus
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall

WAITING = Payout.status == PayoutStatus.REQUESTED


def payouts_by(holder: Account) -> Select[Payout]:
    """All that this holder pays, with stall and market."""
    market = joinedload(Payout.stall).joinedload(Stall.market).joinedload(Market.rw)
    return select(Payout).where(Payout.holder == str(holder)).options(market.joinedload(Rw.village))


def payouts_to(stall: Stall) -> Select[Payout]:
    return select(Payout).where(Payout.stall_id == stall.id)
