"""The demo keeps its promises: a whole Malang, true to every check, and nothing doubled by a second run."""

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import AuditEntry, User
from marketplace.accounts.passwords import is_password
from marketplace.catalogue.models import Category, Product
from marketplace.catalogue.rules import ProductStatus
from marketplace.demo import building, plans
from marketplace.demo.commands import is_wanted
from marketplace.kit.clock import month_before, now, today
from marketplace.ledger.models import LedgerEntry, Payout
from marketplace.ledger.queries import kas_by_month
from marketplace.ledger.rules import PayoutStatus
from marketplace.orders.models import Order, OrderEvent, OrderLine, Purchase
from marketplace.orders.rules import Bearer, Delivery, OrderStatus
from marketplace.payments.models import Payment, Refund
from marketplace.payments.rules import Method, Payee, PaymentStatus, RefundStatus
from marketplace.regions.models import Cluster, Market, Region
from marketplace.regions.rules import MarketStatus
from marketplace.reviews.models import Review
from marketplace.reviews.rules import ShowsAs
from marketplace.site.commands import all_checks
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.training.models import Certificate, Participant
from marketplace.web.db import db
from tests.make import make_market

NEVER = {PaymentStatus.FAILED}  # direct money does not fail: it comes, or it does not


def rows_of_all_tables():
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }


def count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def seen(column):
    return set(db.session.scalars(select(column).distinct()))


def run_demo(app, *options):
    answer = app.test_cli_runner().invoke(args=["demo", "--no-pictures", *options])
    assert answer.exit_code == 0, answer.output
    db.session.rollback()
    return answer.output


def test_the_demo_is_a_believable_malang(app):
    said = run_demo(app)

    markets_are_everywhere()
    people_are_trained()
    stalls_and_goods_are_many()
    orders_are_in_every_state()
    buyers_say_what_they_think()
    money_moves_on()
    nothing_lies_in_the_future()
    accounts_are_told(said)
    assert [(floor, sentence) for floor, ask in all_checks() for sentence in ask()] == []
    before = rows_of_all_tables()
    assert "0812-0000-0002" in run_demo(app)
    assert "0812-0000-0002" in run_demo(app, "--if-empty")
    assert rows_of_all_tables() == before


def markets_are_everywhere():
    is_open = Market.status == MarketStatus.OPEN
    districts = (
        select(Region.parent_id)
        .join(Market.rw)
        .join(Region, Region.id == db.metadata.tables["rws"].c.village_id)
        .where(is_open)
        .distinct()
    )
    sanan = db.session.scalars(select(Cluster).filter_by(slug="sanan")).one()

    assert count(Market, is_open) >= 12
    assert len(db.session.scalars(districts).all()) == 5
    assert [rw.number for rw in sanan.rws] == [14, 15, 16]
    assert len(seen(Market.board)) == 6


def people_are_trained():
    assert count(Participant) == 130
    assert count(Certificate) > 100
    assert count(Stall, Stall.certificate_id.is_not(None)) >= 25


def stalls_and_goods_are_many():
    used = seen(Product.category_id)

    assert count(Stall, Stall.status == StallStatus.APPROVED) >= 40
    assert seen(Stall.status) >= {StallStatus.DRAFT, StallStatus.SUBMITTED, StallStatus.RETURNED}
    assert count(Product, Product.status == ProductStatus.PUBLISHED) >= 250
    assert seen(Product.status) == set(ProductStatus)
    assert used == seen(Category.id)


def orders_are_in_every_state():
    assert seen(Order.status) == set(OrderStatus)
    assert seen(Order.delivery) == set(Delivery)
    assert seen(Payment.status) == set(PaymentStatus) - NEVER
    assert seen(Payment.method) == set(Method)
    assert seen(Refund.status) == set(RefundStatus)
    assert count(Purchase, Purchase.buyer_id.is_(None)) > 20
    assert seen(Order.borne_by) == set(Bearer)
    assert count(Order, Order.discount_total > 0) > 5


def buyers_say_what_they_think():
    """Of about a third of what was collected; some stalls answered, the committee hid one."""
    reviewed = count(Order, Order.lines.any(OrderLine.id.in_(select(Review.line_id))))
    assert reviewed >= count(Order, Order.status == OrderStatus.COMPLETED) // 4
    assert len(seen(Review.stars)) >= 4
    assert seen(Review.shows_as) == set(ShowsAs)
    assert count(Review, Review.replied_at.is_not(None)) > 5
    assert count(Review, Review.hidden_at.is_not(None)) == 1


def money_moves_on():
    """Collected by a treasurer, paid out and asked for; the kas of a market grew in three months."""
    sanan = db.session.scalars(select(Market).filter_by(slug="purwantoro-rw-15")).one()
    this = today(now()).replace(day=1)
    kas = kas_by_month(sanan, [month_before(this, count) for count in range(3)])

    assert seen(Payout.status) == {PayoutStatus.SENT, PayoutStatus.REQUESTED}
    assert count(Payment, Payment.payee == Payee.TREASURER) > 6
    assert all(earned > 0 for _month, earned in kas)
    assert count(LedgerEntry, LedgerEntry.key.startswith("kas:")) > 3


def nothing_lies_in_the_future():
    for column in (
        LedgerEntry.at,
        Payout.sent_at,
        OrderEvent.at,
        Order.created_at,
        AuditEntry.at,
        Product.created_at,
    ):
        assert db.session.scalar(select(func.max(column))) <= now()
    assert count(Order, Order.hold_until < now(), Order.status == OrderStatus.PLACED) == 0


def accounts_are_told(said):
    assert "pasar-demo" in said
    for phone in ("6281200000001", "6281200000007"):
        user = db.session.scalars(select(User).filter_by(phone=phone)).one()
        assert is_password("pasar-demo", user.password_hash)


def test_every_product_has_a_picture_of_its_own():
    pictures = building.pictures()

    assert len(pictures) == len(set(pictures))
    assert len(pictures) > 250


def test_numbers_are_fictional_and_nobody_shares_one():
    phones = [stall.phone for stall in plans.stalls()]

    assert len(phones) == len(set(phones))
    assert all(phone.startswith("628120000") for phone in phones)


def test_a_database_with_other_markets_is_left_alone(app):
    make_market()
    before = rows_of_all_tables()

    said = run_demo(app, "--if-empty")

    assert "tidak kosong" in said
    assert rows_of_all_tables() == before


def test_a_real_site_is_not_given_accounts_with_a_known_password(app, monkeypatch):
    monkeypatch.setitem(app.config, "DEVELOPMENT", False)
    monkeypatch.setitem(app.config, "DEMO", False)

    answer = app.test_cli_runner().invoke(args=["demo"])

    assert answer.exit_code == 1
    assert "PASAR_DEMO=1" in answer.output


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_an_interrupted_demo_goes_on_at_the_next_start(app):
    steps = building.steps({}, now())
    for _words, step in steps[:3]:
        step()
        db.session.commit()

    assert count(Market) == 1
    assert is_wanted()
