"""What a received amount means."""

import random

import pytest

from marketplace.payments.rules import ENDED, Arrival, NotOpen, PaymentStatus, judge, shares

P = PaymentStatus


@pytest.mark.parametrize("status", [P.PENDING, P.PROOF_SENT])
def test_exact_money_is_exact_and_any_other_amount_is_wrong(status):
    assert judge(status, 15_137, 15_137) is Arrival.EXACT
    assert judge(status, 15_137, 15_000) is Arrival.WRONG
    assert judge(status, 15_137, 15_138) is Arrival.WRONG


@pytest.mark.parametrize("status", sorted(ENDED))
def test_money_after_the_end_is_late(status):
    assert judge(status, 15_000, 15_000) is Arrival.LATE


@pytest.mark.parametrize("status", [P.PAID, P.LATE, P.MISMATCH])
def test_a_payment_is_judged_once(status):
    with pytest.raises(NotOpen):
        judge(status, 15_000, 15_000)


def test_more_money_never_makes_a_share_smaller():
    chance = random.Random(7)
    for _ in range(2_000):
        amounts = [chance.randrange(1, 40) * 500 for _ in range(chance.randint(1, 5))]
        before = [0] * len(amounts)
        pieces = sorted(chance.choices(range(2 * sum(amounts)), k=3))
        for received in [*pieces, pieces[-1] + 1]:
            after = shares(amounts, received)
            assert sum(after) == received
            assert all(was <= now for was, now in zip(before, after, strict=True))
            before = after
        assert shares(amounts, sum(amounts)) == amounts
