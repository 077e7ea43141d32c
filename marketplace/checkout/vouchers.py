"""The codes that a buyer typed, held against what they order."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.checkout.options import StallOptions
from marketplace.checkout.rules import Choices
from marketplace.kit.rupiah import Rupiah
from marketplace.payments.vouchers.actions import hold_vouchers
from marketplace.payments.vouchers.models import Voucher
from marketplace.payments.vouchers.queries import known_codes, uses_by
from marketplace.payments.vouchers.rules import NOTHING, Applied, Goods, apply_codes, codes_in


def applied_to(choices: Choices, offered: Sequence[StallOptions], at: datetime) -> Applied:
    """What the typed codes give now; without any it costs no look."""
    codes = codes_in(choices.vouchers)
    if not codes:
        return NOTHING
    known = known_codes(codes)
    limited = [terms.id for terms in known.values() if terms.limit_per_buyer is not None]
    mine = uses_by(buyer_of(offered), choices.phone, limited)
    return apply_codes(codes, known, [goods_of(options) for options in offered], mine, at)


def hold_codes(choices: Choices) -> None:
    """Lock what is behind the typed codes until the commit, so that what is read next is still true then."""
    codes = codes_in(choices.vouchers)
    if codes:
        hold_vouchers(Voucher.code.in_(codes))


def goods_of(options: StallOptions) -> Goods:
    stall = options.stall
    return Goods(stall.id, stall.market_id, Rupiah(options.group.goods_total))


def buyer_of(offered: Sequence[StallOptions]) -> int | None:
    """The account whose cart it is; None for a guest."""
    lines = (item.line for options in offered for item in options.group.orderable)
    return next((line.cart.user_id for line in lines), None)
