"""Money: how it looks, how it is read, and that a split always adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.kit.rupiah import format_rupiah, parse_rupiah, share_of, split_by

amounts = some.integers(0, 2**63 - 1)
weights = some.lists(some.integers(0, 10**12), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Rp0"),
        (500, "Rp500"),
        (15000, "Rp15.000"),
        (1234567, "Rp1.234.567"),
        (-5000, "−Rp5.000"),
        (2_147_483_648, "Rp2.147.483.648"),
    ],
)
def test_an_amount_looks_like_on_a_receipt(amount: int, words: str) -> None:
    assert format_rupiah(amount) == words


@pytest.mark.parametrize(
    "typed",
    ["15000", "15.000", "Rp15.000", "Rp 15.000", " Rp 15.000 ", "15.000,-", "15.000,00"],
)
def test_common_ways_to_type_an_amount_are_read(typed: str) -> None:
    assert parse_rupiah(typed) == 15000


REFUSED = """
    12.50 1.5 1,5 15,000 1.50.000 -5 +5 1e3 0x10 015 １５ NaN inf Rp 15rb 15k 1_000 ½ ٣ .000 1. ,- Rp-5
""".split()


@pytest.mark.parametrize("typed", [*REFUSED, "", " ", "15 000", "15.000\n.000", "1.000.00"])
def test_what_could_mean_two_amounts_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_rupiah(typed)


@given(amounts)
def test_what_is_written_is_read_again(amount: int) -> None:
    assert parse_rupiah(format_rupiah(amount)) == amount


@given(some.text(max_size=12))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        amount = parse_rupiah(text)
    except ValueError:
        return
    assert isinstance(amount, int)
    assert amount >= 0


@given(amounts, weights)
def test_the_parts_always_add_up(amount: int, weights: list[int]) -> None:
    parts = split_by(amount, weights)

    assert sum(parts) == amount
    assert len(parts) == len(weights)


@given(amounts, weights)
def test_no_part_is_a_rupiah_away_from_its_share(amount: int, weights: list[int]) -> None:
    if not any(weights):
        weights = [1] * len(weights)
    total = sum(weights)

    for part, weight in zip(split_by(amount, weights), weights, strict=True):
        assert amount * weight // total <= part <= -(-amount * weight // total)


@given(some.integers(0, 10**9), some.integers(1, 30))
def test_equal_weights_differ_by_at_most_one_and_the_earlier_gets_it(amount: int, n: int) -> None:
    parts = split_by(amount, [7] * n)

    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] in (0, 1)


@given(some.integers(-(10**9), -1), weights)
def test_money_given_back_adds_up_as_well(amount: int, weights: list[int]) -> None:
    assert sum(split_by(amount, weights)) == amount


def test_nothing_to_split_over_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nothing to split"):
        split_by(1000, [])


@given(some.integers(0, 10**12), some.integers(0, 10_000))
def test_a_fee_is_rounded_down(amount: int, basis_points: int) -> None:
    fee = share_of(amount, basis_points)

    assert fee * 10_000 <= amount * basis_points < (fee + 1) * 10_000
    assert fee <= amount
