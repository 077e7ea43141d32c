"""What a received amount means."""

import pytest

from marketplace.payments.rules import ENDED, Arrival, NotOpen, PaymentStatus, judge

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
