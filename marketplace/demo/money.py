"""What became of collected money and of kas RW: payouts sent and asked for, kas that some stalls handed in."""

from datetime import datetime, timedelta

from marketplace.accounts.models import User
from marketplace.demo.people import account_of
from marketplace.demo.when import days_before
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.actions import mark_sent, request_payout, settle_fee
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import owed_stalls, statement
from marketplace.ledger.rules import OPERATOR, Account, FeeWay
from marketplace.ledger.rules import treasurer as purse_of
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db

MANY = 100
SENT, HANDED_IN = 12, 9  # days ago
REFERENCE = "JTM 2911 0042"


def move_money(at: datetime) -> None:
    """Once: a second run finds payouts and leaves all as it is."""
    begin_write()
    if db.session.scalar(db.select(Payout.id).limit(1)):
        return
    keeper = account_of("treasurer", days_before(at, 90))
    for market in db.session.scalars(db.select(Market).where(Market.fee_basis_points > 0)):
        pay_stalls(purse_of(market.id), keeper, at)
    pay_stalls(OPERATOR, account_of("operator", days_before(at, 90)), at)


def pay_stalls(purse: Account, keeper: User, at: datetime) -> None:
    for number, owed in enumerate(owed_stalls(purse, None, MANY)):
        if owed.payable > 0:
            pay(owed.stall, purse, keeper, at, asks=(number % 2 == 1) != (purse == OPERATOR))

        if owed.to_kas > 0 and number % 2 == 0:
            then = days_before(at, HANDED_IN, 19)
            settle_fee(owed.stall, FeeWay.HANDED_IN, Rupiah(owed.to_kas // 2 or 1), keeper, then)


def pay(stall: Stall, purse: Account, keeper: User, at: datetime, *, asks: bool) -> None:
    """What was there some days ago was sent; for what came since some stalls ask already."""
    owner = db.session.get_one(User, stall.applicant_id)
    then = days_before(at, SENT, 18)
    there = statement(stall, stall.created_at, then, purse).closing
    if there > 0:
        sent = request_payout(stall, there, owner, then, purse)
        mark_sent(sent, REFERENCE, keeper, then + timedelta(hours=2))
    left = statement(stall, stall.created_at, at, purse).closing
    if asks and left > 0 and stall.bank_account:
        request_payout(stall, left, owner, at - timedelta(minutes=1), purse)
