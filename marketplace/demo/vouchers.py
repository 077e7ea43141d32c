"""Codes of the demo: one of a stall, one of a market that kas RW bears. Some buyers type them."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.accounts.models import User
from marketplace.demo.orders import PurchasePlan
from marketplace.demo.places import admin_of, plan_of
from marketplace.demo.when import days_before
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import Bearer
from marketplace.payments.vouchers.actions import create_voucher
from marketplace.payments.vouchers.models import Voucher
from marketplace.payments.vouchers.rules import VoucherKind
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db

DAYS = 20  # since when they run
EVERY = 3  # so many buyers, one of whom types a code


@dataclass(frozen=True)
class VoucherPlan:
    """Of a stall when it has a name, else of the whole market."""

    code: str
    market: str
    stall: str
    kind: VoucherKind
    worth: Rupiah
    most: Rupiah | None = None


PLANS = (
    VoucherPlan(
        "SANAN10", "purwantoro-rw-15", "Dapur Bu Sri", VoucherKind.PERCENT, Rupiah(10), Rupiah(5000)
    ),
    VoucherPlan("GUYUB2000", "purwantoro-rw-15", "", VoucherKind.AMOUNT, Rupiah(2000)),
)


def make_vouchers(at: datetime) -> None:
    """Those that are not there yet."""
    begin_write()
    there = set(db.session.scalars(db.select(Voucher.code)))
    for plan in PLANS:
        if plan.code not in there:
            make_voucher(plan, days_before(at, DAYS), at)


def make_voucher(plan: VoucherPlan, since: datetime, at: datetime) -> None:
    market = db.session.scalars(db.select(Market).filter_by(slug=plan.market)).one()
    named = db.select(Stall).filter_by(market_id=market.id, name=plan.stall)
    stall = db.session.scalars(named).one() if plan.stall else None
    by = (
        db.session.get_one(User, stall.applicant_id)
        if stall
        else admin_of(plan_of(plan.market), at)
    )
    voucher = Voucher(
        code=plan.code,
        market_id=market.id,
        stall_id=stall.id if stall else None,
        kind=plan.kind,
        worth=plan.worth,
        most=plan.most,
        starts_at=since,
        borne_by=Bearer.STALL if stall else Bearer.MARKET,
        created_at=since,
    )
    create_voucher(voucher, by)


def typed_by(purchase: PurchasePlan) -> str:
    """The code that a buyer of the demo knows: the stall's own before the market's."""
    if purchase.days >= DAYS or purchase.number % EVERY:
        return ""
    stalls = {
        (part[0].product.stall.market, part[0].product.stall.name) for part in purchase.wishes
    }
    markets = {(market, "") for market, _ in stalls}
    known = [plan.code for plan in PLANS if (plan.market, plan.stall) in stalls | markets]
    return known[0] if known else ""
