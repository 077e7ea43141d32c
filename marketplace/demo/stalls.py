"""Lapak: applied for by their owners, from a certificate where they hold one, and decided by the RW admin."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from marketplace.accounts.models import User
from marketplace.demo import plans
from marketplace.demo.licences import give_licences
from marketplace.demo.payees import take_money
from marketplace.demo.people import person
from marketplace.demo.pictures import Portrait
from marketplace.demo.places import admin_of, plan_of
from marketplace.demo.plans import StallPlan
from marketplace.demo.when import awake, in_the_day
from marketplace.kit.clock import today
from marketplace.regions.actions import add_pickup_point
from marketplace.regions.models import Market
from marketplace.stalls.actions import (
    apply_for_stall,
    approve_stall,
    change_application,
    draft_from_certificate,
    return_stall,
    set_holiday,
    submit_stall,
)
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import HalalStatus, StallStatus
from marketplace.training.actions import certificates_for
from marketplace.web.db import db
from marketplace.web.photos import TakenPhoto

DECIDED_AFTER = timedelta(hours=20)


def face_of(plan: StallPlan) -> Portrait | None:
    """sri, or with a seed somebody like her in other colours: sri:28."""
    who, _, seed = plan.face.partition(":")
    if not seed:
        return Portrait(who) if who else None
    from marketplace.demo.pictures.portraits import FACES, any_face

    alike = (n for n in count(int(seed) * 100) if any_face(who, n).file == FACES[who].file)
    return Portrait(who, next(alike))


def stall_of(
    plan: StallPlan, market: Market, photos: Mapping[Any, TakenPhoto], at: datetime
) -> None:
    """Make the stall of a plan, unless its owner has one in this market."""
    rng = Random(plan.key)
    asked = in_the_day(at, max(plan.since, 1), rng)
    owner = person(plan.owner, plan.phone, asked - timedelta(days=1))
    theirs = db.select(Stall.id).filter_by(market_id=market.id, applicant_id=owner.id)
    if db.session.scalar(theirs.limit(1)):
        return
    photo = photos.get(face_of(plan))
    stall = drafted(plan, market, owner, photo.digest if photo else None)
    stall.created_at = asked
    give_licences(stall, plan, today(at))
    number = plans.stalls().index(plan) + 1
    take_money(stall, plan, number, owner, asked)
    decide(stall, plan, asked, at)
    if stall.status is StallStatus.APPROVED and number % 5 == 1:
        add_pickup_point(market, f"Teras {plan.name}", plan.address, market_slots(market), stall)
    if plan.holiday:
        first, last = (today(at) + timedelta(days=days) for days in plan.holiday)
        set_holiday(stall, first, last)


def drafted(plan: StallPlan, market: Market, owner: User, photo: str | None) -> Stall:
    titles = [goods.title for goods in plans.products() if goods.stall == plan]
    fields = {
        "rt": plan.rt,
        "address": plan.address,
        "story": plan.story,
        "plans": plan.plans or ", ".join(titles[:3]),
        "photo": photo,
        "halal": HalalStatus(plan.halal),
        "delivers": bool(plan.delivery),
        "delivery_fee": plan.delivery,
    }
    if not plan.trained:
        return apply_for_stall(owner, market, name=plan.name, owner_name=plan.owner, **fields)
    stall = draft_from_certificate(owner, certificates_for(owner)[0], market)
    change_application(stall, name=plan.name, **fields)
    return stall


def decide(stall: Stall, plan: StallPlan, asked: datetime, at: datetime) -> None:
    """The decision came the next day."""
    if plan.state == "draft":
        return
    submit_stall(stall, asked)
    admin = admin_of(plan_of(plan.market), at)
    decided = min(awake(asked + DECIDED_AFTER), at)
    if plan.state == "approved":
        approve_stall(stall, admin, decided)
    elif plan.state == "returned":
        return_stall(stall, admin, plan.reason, decided)


def market_slots(market: Market) -> list[Any]:
    return [(s.weekday, s.starts, s.ends) for s in market.pickup_points[0].slots]
