"""What the books answer."""

from datetime import UTC, date, datetime, timedelta

from marketplace.ledger.actions import mark_sent, post, request_payout
from marketplace.ledger.queries import (
    balances,
    kas_of,
    payable_to,
    statement,
    trial_balance,
)
from marketplace.ledger.rules import (
    OPERATOR,
    Account,
    Kind,
    Sale,
    direct_sale,
    fee_settled,
    frozen_lines,
    refund_owed,
    stall_itself,
    treasurer,
)
from marketplace.orders.rules import Bearer
from marketplace.web.db import db
from tests.counting import statements
from tests.ledger.books import AT, make_paid_stall, sale_at, sell
from tests.make import make_market, make_stall, make_user
from tests.make_orders import make_order

DAY = timedelta(days=1)


def test_balances_of_a_kind_leave_out_other_kinds_and_zeros(app):
    first, second, third = make_stall(), make_stall(), make_stall()
    sell(first, key="pay:1")
    sell(second, key="pay:2", holder=treasurer(second.market_id))
    sell(third, key="pay:3")
    request_payout(third, 48_750, make_user(), AT)
    db.session.commit()

    assert balances(Kind.PAYABLE) == {Account(Kind.PAYABLE, first.id): -48_750}
    assert balances(Kind.PAYABLE_BY_TREASURER) == {
        Account(Kind.PAYABLE_BY_TREASURER, second.id): -48_750
    }
    assert balances(Kind.TRANSIT) == {Account(Kind.TRANSIT): -48_750}
    assert balances(Kind.DISPUTE) == {}


def test_a_stall_is_owed_by_each_holder_and_by_all(app):
    stall = make_stall()
    at_market = treasurer(stall.market_id)
    sell(stall, 50_000, key="pay:1")
    sell(stall, 20_000, key="pay:2", holder=at_market)

    assert payable_to(stall, OPERATOR) == 48_750
    assert payable_to(stall, at_market) == 19_500
    assert payable_to(stall) == 68_250
    assert payable_to(make_stall()) == 0


def test_the_trial_balance_names_owners_and_both_columns_agree(app):
    order = make_order()
    stall, market = order.stall, order.stall.market
    sale = sale_at(stall, order=order.id)
    sell(stall)
    post("re:1", "Uang kembali", refund_owed(OPERATOR, sale, [sale.lines[0]]), AT, market)
    db.session.commit()
    make_paid_stall(30_000, market=make_market("sawojajar-rw-02"), name="Dapur Lain")

    rows = {row.label: (row.debit, row.credit) for row in trial_balance(market)}
    assert rows == {
        "Uang di penyedia pembayaran": (50_000, 0),
        f"Uang yang harus kembali ke pembeli: {order.code}": (0, 50_000),
    }
    everything = trial_balance()
    assert sum(row.debit for row in everything) == sum(row.credit for row in everything) == 80_000
    labels = [row.label for row in everything]
    assert "Hak lapak di pengelola situs: Dapur Lain" in labels
    assert "Kas RW: RW 02 Sawojajar" in labels
    assert labels[0] == "Uang di penyedia pembayaran"


def test_the_trial_balance_costs_the_same_for_many_stalls(app):
    market = make_market()
    sell(make_stall(market), key="pay:1")

    def cost() -> int:
        db.session.expire_all()
        with statements() as seen:
            trial_balance(market)
        return len(seen)

    market_id = market.id
    one = cost()
    for n in range(2, 8):
        sell(make_stall(market), key=f"pay:{n}")
    assert market.id == market_id
    assert cost() == one


def test_a_statement_runs_from_what_was_owed_to_what_is_owed(app):
    stall, someone = make_paid_stall(), make_user()
    sell(stall, 20_000, key="pay:b", at=AT + DAY)
    payout = request_payout(stall, 48_750, someone, AT + 2 * DAY)
    mark_sent(payout, "TRX 1", someone, AT + 2 * DAY)
    db.session.commit()
    sell(stall, 10_000, key="pay:c", at=AT + 5 * DAY)

    told = statement(stall, AT + DAY, AT + 5 * DAY)

    assert told.opening == 48_750
    assert [(row.memo, row.amount, row.balance) for row in told.rows] == [
        ("Penjualan", 19_500, 68_250),
        ("Setoran diminta", -48_750, 19_500),
    ]
    assert told.closing == 19_500
    before = statement(stall, AT - 2 * DAY, AT)
    assert (before.opening, before.rows, before.closing) == (0, [], 0)
    assert statement(stall, AT, AT + 9 * DAY).closing == payable_to(stall)


def test_a_statement_of_one_holder_leaves_the_other_out(app):
    stall = make_stall()
    sell(stall, key="pay:1")
    sell(stall, 20_000, key="pay:2", holder=treasurer(stall.market_id))

    told = statement(stall, AT, AT + DAY, holder=treasurer(stall.market_id))

    assert [row.amount for row in told.rows] == [19_500]


def test_kas_of_a_month_counts_on_the_clocks_of_malang(app):
    stall = make_stall()
    market, order = stall.market, make_order()
    last_minute = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)  # 23.59 WIB
    sell(stall, 10_000, key="pay:1", at=last_minute)
    sell(stall, 20_000, key="pay:2", at=last_minute + timedelta(minutes=1))
    sell(stall, 40_000, key="pay:3", at=AT, holder=None)
    direct = sale_at(stall, 40_000, order=order.id)
    back = refund_owed(stall_itself(stall.id), direct, direct.parts)
    post("re:1", "Uang kembali", back, AT, market)
    post("fee:1", "Setoran kas", fee_settled(treasurer(market.id), stall.id, 300), AT, market)
    db.session.commit()

    november, october = kas_of(market, date(2026, 11, 30)), kas_of(market, date(2026, 10, 1))

    assert (october.came, october.went_back, october.balance) == (250, 0, 250)
    assert november.month == date(2026, 11, 1)
    assert (november.came, november.went_back, november.discounts) == (1_500, 1_000, 0)
    assert november.earned == 500
    assert november.balance == 750
    assert november.due == -300  # it had handed in what a refund then gave back
    other = kas_of(make_market(), AT.date())
    assert (other.came, other.balance, other.due) == (0, 0, 0)


def test_a_discount_of_the_market_is_told_apart_and_makes_the_kas_smaller(app):
    stall = make_stall()
    lines = frozen_lines([(50_000, 1)], 5_000, 250)
    sale = Sale(7, stall.id, stall.market_id, lines, borne_by=Bearer.MARKET)
    post("pay:1", "Penjualan", direct_sale(sale), AT, stall.market)
    db.session.commit()

    kas = kas_of(stall.market, AT.date())

    assert (kas.came, kas.discounts, kas.earned) == (1_125, 5_000, -3_875)
    assert kas.due == -3_875
