"""What a code gives for these goods at this moment, and why not. Pure: vouchers come in as plain terms."""

from marketplace.payments.vouchers.rules.applying import (
    NOTHING,
    Applied,
    Discount,
    Goods,
    apply_codes,
    covers,
)
from marketplace.payments.vouchers.rules.terms import (
    CODE,
    LONGEST,
    LimitReached,
    Refusal,
    Terms,
    VoucherKind,
    VoucherState,
    codes_in,
    discount_on,
    same_code,
    sentence_of,
    why_not,
)
from marketplace.payments.vouchers.rules.words import (
    conditions_of,
    count_of,
    gift_of,
    period_of,
)

__all__ = [
    "CODE",
    "LONGEST",
    "NOTHING",
    "Applied",
    "Discount",
    "Goods",
    "LimitReached",
    "Refusal",
    "Terms",
    "VoucherKind",
    "VoucherState",
    "apply_codes",
    "codes_in",
    "conditions_of",
    "count_of",
    "covers",
    "discount_on",
    "gift_of",
    "period_of",
    "same_code",
    "sentence_of",
    "why_not",
]
