"""What a code gives, and the sentence when it gives nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.orders.rules import Bearer, frozen_shares
from marketplace.payments.vouchers.rules import (
    Applied,
    Goods,
    Terms,
    VoucherKind,
    VoucherState,
    apply_codes,
    codes_in,
    conditions_of,
    count_of,
    covers,
    discount_on,
    gift_of,
    period_of,
    same_code,
)

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)  # 10.00 WIB
DAY = timedelta(days=1)
STALL, OTHER, MARKET, FAR = 7, 8, 1, 2
SALES = [Goods(STALL, MARKET, 30_000), Goods(OTHER, MARKET, 10_000)]


def terms(code="SANAN10", **more):
    usual = {
        "id": sum(code.encode()),
        "market_id": MARKET,
        "stall_id": STALL,
        "owner": "Dapur Bu Sri",
        "kind": VoucherKind.PERCENT,
        "worth": 10,
        "starts_at": NOW - DAY,
    }
    return Terms(code=code, **(usual | more))


def of_market(code="KAS10", **more):
    return terms(code, **({"stall_id": None, "owner": "Pasar RW 15", "id": 99} | more))


def applied(*vouchers, orders=SALES, mine=None, typed=None, at=NOW) -> Applied:
    codes = typed or [voucher.code for voucher in vouchers]
    return apply_codes(codes, {v.code: v for v in vouchers}, orders, mine or {}, at)


def amounts(found: Applied):
    return {stall: discount.amount for stall, discount in found.discounts.items()}


def test_a_percentage_is_of_the_goods_and_rounded_down():
    assert discount_on(terms(worth=10), 15_555) == 1555
    assert discount_on(terms(worth=100), 15_555) == 15_555


def test_a_percentage_has_a_most_and_an_amount_ends_at_the_goods():
    assert discount_on(terms(worth=50, most=5000), 30_000) == 5000
    assert discount_on(terms(kind=VoucherKind.AMOUNT, worth=20_000), 15_000) == 15_000


def test_a_stalls_voucher_is_for_its_order_alone():
    assert amounts(applied(terms())) == {STALL: 3000}


def test_a_markets_voucher_is_split_over_all_orders_of_that_market():
    voucher = of_market(kind=VoucherKind.AMOUNT, worth=1001, borne_by=Bearer.MARKET)
    far = Goods(9, FAR, 50_000)

    found = applied(voucher, orders=[*SALES, far])

    assert amounts(found) == {STALL: 751, OTHER: 250}
    assert {discount.borne_by for discount in found.discounts.values()} == {Bearer.MARKET}


@pytest.mark.parametrize(
    ("voucher", "sentence"),
    [
        (terms(is_closed=True), "Kode SANAN10 sudah tidak berlaku."),
        (
            terms(starts_at=NOW + DAY),
            "Kode SANAN10 baru berlaku mulai Kamis, 26 November 2026.",
        ),
        (
            terms(ends_at=datetime(2026, 11, 24, 17, tzinfo=UTC)),
            "Kode SANAN10 berlaku sampai Selasa, 24 November 2026, jadi sudah lewat.",
        ),
        (terms(limit_total=3, used=3), "Kode SANAN10 sudah habis dipakai."),
        (
            terms(least=50_000),
            "Kode SANAN10 berlaku mulai belanja Rp50.000 di Dapur Bu Sri. Kurang Rp20.000 lagi.",
        ),
        (
            terms(stall_id=77),
            "Kode SANAN10 untuk Dapur Bu Sri. Belum ada barang dari sana di pesananmu.",
        ),
        (
            of_market("SANAN10", market_id=FAR, owner="Pasar RW 05"),
            "Kode SANAN10 untuk Pasar RW 05. Belum ada barang dari sana di pesananmu.",
        ),
    ],
    ids="closed not-begun ended used-up below other-stall other-market".split(),
)
def test_a_code_that_gives_nothing_says_why(voucher, sentence):
    found = applied(voucher)

    assert found.refusals == [sentence]
    assert not found.discounts


def test_an_unknown_code_is_said_so():
    assert applied(typed=["SANAN01"]).refusals == [
        "Kode SANAN01 tidak ada. Periksa lagi tulisannya."
    ]


def test_two_codes_run_together_are_told_about_the_comma():
    [sentence] = applied(typed=["SANAN10HEMATSEKALIKAWAN"]).refusals

    assert sentence.endswith("pisahkan dengan koma.")


def test_a_buyer_may_use_it_only_so_often():
    voucher = terms(limit_per_buyer=1)

    assert applied(voucher, mine={voucher.id: 1}).refusals == [
        "Kode SANAN10 hanya 1 kali untuk tiap pembeli, dan kamu sudah memakainya."
    ]
    assert amounts(applied(voucher)) == {STALL: 3000}


def test_the_last_moment_still_counts_and_the_next_does_not():
    ends = NOW + DAY
    voucher = terms(ends_at=ends, starts_at=NOW)

    assert voucher.state(NOW) is VoucherState.RUNNING
    assert voucher.state(NOW - timedelta(seconds=1)) is VoucherState.NOT_BEGUN
    assert voucher.state(ends - timedelta(seconds=1)) is VoucherState.RUNNING
    assert voucher.state(ends) is VoucherState.ENDED


def test_two_codes_of_one_stall_give_the_better_one():
    found = applied(terms("SEPULUH"), terms("LIMABELAS", worth=15))

    assert amounts(found) == {STALL: 4500}
    assert found.given_way == [
        "Kode SEPULUH tidak dipakai. Satu pesanan memakai satu kode, dan yang lain lebih murah untukmu."
    ]


def test_a_stalls_code_goes_first_and_the_markets_takes_the_rest():
    found = applied(terms(worth=20), of_market(worth=10))

    assert amounts(found) == {STALL: 6000, OTHER: 1000}
    assert not found.given_way


def test_the_markets_code_takes_all_when_that_is_better():
    found = applied(terms(worth=5), of_market(worth=20))

    assert amounts(found) == {STALL: 6000, OTHER: 2000}
    assert len(found.given_way) == 1


def test_a_rest_below_the_minimum_keeps_the_markets_code_whole():
    market = of_market(worth=20, least=40_000)

    assert amounts(applied(terms(worth=10), market)) == {STALL: 6000, OTHER: 2000}
    assert amounts(applied(terms(worth=50), market)) == {STALL: 15_000}


def test_codes_are_read_without_case_and_spaces_and_parted_by_commas():
    assert same_code(" sanan 10 ") == "SANAN10"
    assert codes_in("sanan10, KAS-5;Sanan 10,,") == ["SANAN10", "KAS-5"]
    assert codes_in(" , ") == []


def test_people_read_what_it_gives_and_when():
    voucher = terms(
        most=5000,
        least=20_000,
        limit_per_buyer=2,
        limit_total=10,
        used=3,
        ends_at=datetime(2026, 11, 30, 17, tzinfo=UTC),
    )

    assert gift_of(voucher) == "10%, paling banyak Rp5.000"
    assert gift_of(terms(kind=VoucherKind.AMOUNT, worth=5000)) == "Rp5.000"
    assert conditions_of(voucher) == [
        "minimal belanja Rp20.000",
        "2 kali tiap pembeli",
        "sampai 30 November 2026",
    ]
    assert period_of(voucher, NOW) == "Berlaku sampai 30 November 2026"
    assert period_of(terms(starts_at=NOW + DAY), NOW) == "Mulai 26 November 2026 sampai ditutup"
    assert count_of(voucher) == "Dipakai 3 dari 10 kali"


rupiahs = st.integers(1, 10_000_000)
orders = st.lists(
    st.tuples(st.integers(1, 2), st.lists(rupiahs, min_size=1, max_size=5)), min_size=1, max_size=5
)


@st.composite
def vouchers(draw, number):
    kind = draw(st.sampled_from(VoucherKind))
    most = draw(st.one_of(st.none(), rupiahs)) if kind is VoucherKind.PERCENT else None
    return terms(
        f"KODE{number}",
        id=number,
        market_id=draw(st.integers(1, 2)),
        stall_id=draw(st.one_of(st.none(), st.integers(0, 4))),
        kind=kind,
        worth=draw(st.integers(1, 100) if kind is VoucherKind.PERCENT else rupiahs),
        most=most,
        least=draw(st.integers(0, 1_000_000)),
    )


@given(orders, st.tuples(*(vouchers(n) for n in range(4))), st.integers(0, 10_000))
def test_shares_always_add_up_and_never_exceed_a_line(baskets, typed, basis_points):
    """Over orders, then over lines: no rupiah is lost or made, and nothing becomes cheaper than free."""
    sales = [Goods(stall, market, sum(lines)) for stall, (market, lines) in enumerate(baskets)]

    found = applied(*typed, orders=sales)

    for voucher in typed:
        carried = [d.amount for d in found.discounts.values() if d.voucher_id == voucher.id]
        covered = sum(sale.total for sale in sales if covers(voucher, sale))
        assert sum(carried) <= discount_on(voucher, covered)
    for sale, (_market, lines) in zip(sales, baskets, strict=True):
        discount = found.discounts.get(sale.stall_id)
        amount = discount.amount if discount else 0
        shares = frozen_shares(lines, amount, basis_points)
        assert sum(share.discount for share in shares) == amount <= sale.total
        assert all(0 <= s.discount <= line for s, line in zip(shares, lines, strict=True))
        assert all(0 <= s.fee <= line - s.discount for s, line in zip(shares, lines, strict=True))


@given(orders, vouchers(1))
def test_one_voucher_gives_exactly_what_it_promises(baskets, voucher):
    sales = [Goods(stall, market, sum(lines)) for stall, (market, lines) in enumerate(baskets)]

    found = applied(voucher, orders=sales)

    covered = [sale.total for sale in sales if covers(voucher, sale)]
    earned = discount_on(voucher, sum(covered)) if sum(covered) >= voucher.least else 0
    assert sum(d.amount for d in found.discounts.values()) == (earned if covered else 0)
