"""Regions, categories, markets with all that belongs to a place, and clusters."""

from datetime import datetime, time
from functools import cache

from flask import current_app

from marketplace.accounts.actions import grant
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.catalogue.categories import import_categories
from marketplace.demo import plans
from marketplace.demo.people import person, phone_of
from marketplace.demo.when import days_before
from marketplace.kit.rupiah import Rupiah
from marketplace.regions.actions import (
    add_pickup_point,
    create_cluster,
    create_market,
    find_village,
    import_regions,
    open_by,
    open_rw,
    set_hours,
    set_zone,
)
from marketplace.regions.models import Cluster, Market
from marketplace.regions.reading import read_regions
from marketplace.regions.rules import Board, ZoneReach
from marketplace.web.db import db

Hours = list[tuple[int, time, time]]
WEEK, WORKDAYS, WEEKEND = range(7), range(6), range(4, 7)


def every(days: range, *hours: tuple[int, int]) -> Hours:
    return [(day, time(start), time(end)) for day in days for start, end in hours]


HOURS = {
    "every day": (every(WEEK, (6, 21)), every(WEEK, (16, 18)) + every(range(5, 7), (8, 10))),
    "mornings": (every(WEEK, (5, 12)), every(WEEK, (7, 9))),
    "evenings": (every(WEEK, (15, 21)), every(WEEK, (17, 20))),
    "shop": (every(WORKDAYS, (8, 17)), every(WORKDAYS, (10, 12), (15, 17))),
    "weekend": (
        every(WEEKEND, (8, 20)),
        every(range(5, 7), (9, 12)) + every(range(4, 5), (16, 18)),
    ),
}


def lay_the_ground() -> None:
    """What every site has: kelurahan and categories."""
    import_regions(read_regions(current_app.config["CITY"]))
    import_categories()


def market_of(plan: plans.MarketPlan, at: datetime) -> Market:
    """The market of a plan, made when it is not there."""
    found: Market | None = db.session.scalar(db.select(Market).filter_by(slug=plan.slug))
    return found or new_market(plan, at)


def new_market(plan: plans.MarketPlan, at: datetime) -> Market:
    village = find_village(plan.place)
    if village is None:
        raise LookupError(f"no kelurahan {plan.place}")
    admin = admin_of(plan, at)
    market = create_market(
        open_rw(village, plan.rw),
        nickname=plan.nickname,
        story=plan.story,
        contact_name=admin.name,
        contact_phone=admin.phone,
        board=Board(plan.board),
    )
    market.notice, market.created_at = plan.notice, days_before(at, plan.days + 12)
    take_kas(market, plan)
    opening, slots = HOURS[plan.hours]
    set_hours(market, opening)
    for name, address in filter(None, (plan.point, plan.second)):
        add_pickup_point(market, name, address, slots)
    for reach, fee in plan.zones.items():
        set_zone(market, ZoneReach(reach), Rupiah(fee))
    grant(admin, Role.RW_ADMIN, market=market, by=admin, at=market.created_at)
    if plan.days:
        open_by(market, admin, days_before(at, plan.days))
    return market


def take_kas(market: Market, plan: plans.MarketPlan) -> None:
    market.fee_basis_points, market.collects_transfer = plan.fee, bool(plan.bank)
    if plan.bank:
        market.bank_name, market.bank_account, market.bank_holder = plan.bank


def admin_of(plan: plans.MarketPlan, at: datetime) -> User:
    number = plans.markets().index(plan)
    phone = phone_of(plan.admin, f"628120000{500 + number:04}")
    return person(plan.admin, phone, days_before(at, plan.days + 14))


@cache
def plan_of(slug: str) -> plans.MarketPlan:
    return next(plan for plan in plans.markets() if plan.slug == slug)


def tie_clusters() -> None:
    for plan in plans.clusters():
        if db.session.scalar(db.select(Cluster.id).filter_by(slug=plan.slug)):
            continue
        markets = db.session.scalars(db.select(Market).where(Market.slug.in_(plan.rws)))
        rws = [market.rw for market in markets]
        create_cluster(plan.slug, plan.name, plan.story, Board(plan.board), rws)
