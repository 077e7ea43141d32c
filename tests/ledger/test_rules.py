"""Accounts, frozen sales and journal entries, without a database."""

import doctest
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.ledger import rules
from marketplace.ledger.rules import (
    OPERATOR,
    Account,
    IllegalPayout,
    Kind,
    Part,
    PayoutStatus,
    UnknownAccount,
    WrongTotal,
    balanced,
    collected,
    direct_sale,
    frozen_lines,
    payable,
    payout_requested,
    refund_owed,
    require_step,
    stall_itself,
    told,
    treasurer,
)
from marketplace.ledger.rules.accounts import OWNERS
from tests.ledger.books import SALE, SALE_ON_KAS

rupiah = some.integers(0, 5_000_000)
NO_ACCOUNTS = """
    clearing clearing:stripe:1 payable:stall payable:stall: payable:stall:0 payable:stall:012
    payable:stall:-1 payable:stall:x payable:stall:٣ seller:12 Payable:stall:12 rounding
""".split()
lines = some.lists(some.tuples(rupiah, some.integers(1, 9)), min_size=1, max_size=8)


@pytest.mark.parametrize("name", "accounts legs sales selling moving payouts".split())
def test_the_worked_examples_are_right(name: str) -> None:
    module = import_module(f"marketplace.ledger.rules.{name}")
    known = {key: getattr(rules, key) for key in rules.__all__}

    failed, tried = doctest.testmod(
        module, extraglobs=known | {"SALE": SALE, "SALE_ON_KAS": SALE_ON_KAS}
    )

    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("kind", Kind)
def test_an_account_is_read_as_it_was_written(kind: Kind) -> None:
    account = Account(kind, 12 if kind in OWNERS else None)

    assert Account.parse(str(account)) == account
    assert account.label


@pytest.mark.parametrize("text", [*NO_ACCOUNTS, "", " payable:stall:12", "payable:stall:12\n"])
def test_a_text_that_is_no_account_is_refused(text: str) -> None:
    with pytest.raises(UnknownAccount):
        Account.parse(text)


@pytest.mark.parametrize("owner", [True, 1.0, "12", 0, -3])
def test_an_owner_is_an_id(owner: object) -> None:
    with pytest.raises(UnknownAccount):
        Account(Kind.PAYABLE, owner)  # type: ignore[arg-type]


def test_what_a_stall_is_owed_is_kept_by_holder() -> None:
    assert payable(12, OPERATOR) != payable(12, treasurer(3))
    with pytest.raises(UnknownAccount):
        payable(12, stall_itself(12))


@given(lines, some.integers(0, 10_000), some.integers(0, 10_000))
def test_frozen_shares_add_up_and_never_pass_their_line(sold, part_of_goods, bps) -> None:
    goods = sum(price for price, _ in sold)
    discount = goods * part_of_goods // 10_000

    frozen = frozen_lines(sold, discount, bps)

    assert sum(line.discount for line in frozen) == discount
    assert sum(line.fee for line in frozen) == (goods - discount) * bps // 10_000
    assert all(0 <= line.discount <= line.price for line in frozen)
    assert all(0 <= line.fee <= line.paid for line in frozen)


@given(rupiah, some.integers(0, 10_000), some.integers(1, 40), some.data())
def test_a_line_that_goes_back_piece_by_piece_is_the_whole_line(price, bps, quantity, data) -> None:
    line = Part(price, price * bps // 20_000, price * bps // 30_000, quantity)
    back, before = [], 0
    while before < quantity:
        count = data.draw(some.integers(1, quantity - before))
        back.append(line.pieces(count, before))
        before += count

    assert sum(part.price for part in back) == line.price
    assert sum(part.discount for part in back) == line.discount
    assert sum(part.fee for part in back) == line.fee
    assert all(min(part.price, part.discount, part.fee, part.paid) >= 0 for part in back)


@pytest.mark.parametrize(("count", "before"), [(0, 0), (-1, 0), (3, 0), (1, 2), (1, -1)])
def test_pieces_that_are_not_there_are_refused(count: int, before: int) -> None:
    with pytest.raises(ValueError):
        Part(30_000, quantity=2).pieces(count, before)


@pytest.mark.parametrize(("discount", "bps"), [(-1, 0), (50_001, 0), (0, -1), (0, 10_001)])
def test_a_discount_above_the_goods_or_a_fee_above_all_is_refused(discount: int, bps: int) -> None:
    with pytest.raises(ValueError):
        frozen_lines([(50_000, 1)], discount, bps)


def test_a_providers_money_is_exact_to_the_rupiah() -> None:
    for total in (47_999, 48_001, 4_800_000):
        with pytest.raises(WrongTotal):
            collected(OPERATOR, total, [SALE])


def test_a_treasurer_may_take_less_and_the_stalls_carry_it() -> None:
    entry = dict(collected(treasurer(3), 47_500, [SALE]))

    assert entry[payable(12, treasurer(3))] == -(46_875 - 500)
    assert entry[Account(Kind.KAS, 3)] == -1_125


@pytest.mark.parametrize("holder", [treasurer(4), stall_itself(13), Account(Kind.KAS, 3)])
def test_a_stranger_holds_no_money_of_a_sale(holder: Account) -> None:
    with pytest.raises(ValueError):
        collected(holder, SALE.paid, [SALE])


def test_a_direct_sale_with_a_discount_of_the_market_leaves_the_kas_owing() -> None:
    assert told(direct_sale(SALE_ON_KAS)) == (
        "receivable:fee:12 -3875, fee:rw:3 -1125, discount:rw:3 +5000"
    )


@pytest.mark.parametrize("sale", [SALE, SALE_ON_KAS])
@pytest.mark.parametrize("holder", [OPERATOR, treasurer(3), stall_itself(12)])
def test_a_whole_refund_leaves_only_the_money_and_what_is_owed(holder: Account, sale) -> None:
    came, back = collected(holder, sale.paid, [sale]), refund_owed(holder, sale, sale.parts)

    assert balanced(came)
    assert balanced(back)
    assert told(rules.legs([*came, *back])) == f"{holder} +48000, refund:order:7 -48000"


@pytest.mark.parametrize("amount", [0, -1, 1.5, True])
def test_nothing_less_than_nothing_and_no_float_is_moved(amount: int) -> None:
    with pytest.raises(ValueError):
        payout_requested(OPERATOR, 12, amount)


@pytest.mark.parametrize(
    ("before", "to"),
    [
        (PayoutStatus.SENT, PayoutStatus.SENT),
        (PayoutStatus.SENT, PayoutStatus.CANCELLED),
        (PayoutStatus.FAILED, PayoutStatus.SENT),
        (PayoutStatus.CANCELLED, PayoutStatus.FAILED),
        (PayoutStatus.SENT, PayoutStatus.REQUESTED),
    ],
)
def test_a_payout_makes_no_step_from_the_wrong_place(before, to) -> None:
    with pytest.raises(IllegalPayout):
        require_step(before, to)
