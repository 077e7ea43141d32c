"""The city in numbers: what there is to buy, and which training became income."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select

from marketplace.kit.clock import moment, today
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.regions.models import Market
from marketplace.regions.rules import MarketStatus
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.training.models import Participant
from marketplace.training.rules import ParticipantStatus
from marketplace.web.db import db


@dataclass(frozen=True)
class Figures:
    """Open markets, approved stalls, residents who finished a course, how many of them opened and sell this month."""

    markets: int
    stalls: int
    trained: int
    opened: int
    selling: int


def city_figures(at: datetime) -> Figures:
    """One statement."""
    month = moment(today(at).replace(day=1), time())
    of_trained = (
        select(func.count(Stall.id.distinct()))
        .join(Market, Market.id == Stall.market_id)
        .where(Stall.status == StallStatus.APPROVED, Market.status == MarketStatus.OPEN)
    )
    opened = of_trained.where(Stall.certificate_id.is_not(None))
    sold = select(Order.stall_id).where(
        Order.status == OrderStatus.COMPLETED, Order.created_at >= month
    )
    counts = (
        select(func.count(Market.id)).where(Market.status == MarketStatus.OPEN),
        of_trained,
        select(func.count(Participant.phone.distinct())).where(
            Participant.status == ParticipantStatus.FINISHED
        ),
        opened,
        opened.where(Stall.id.in_(sold)),
    )
    row = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return Figures(*row)
