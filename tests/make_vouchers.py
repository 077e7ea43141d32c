"""Builders of vouchers, through the action that the desks use."""

from datetime import timedelta
from typing import Any

from marketplace.kit.clock import now
from marketplace.orders.rules import Bearer
from marketplace.payments.vouchers.actions import create_voucher
from marketplace.payments.vouchers.models import Voucher
from marketplace.payments.vouchers.rules import VoucherKind
from marketplace.site.commands import all_checks
from marketplace.web.db import begin_write, db
from tests.make import make_user


def make_voucher(owner: Any, code: str = "SANAN10", percent: int = 10, **more: Any) -> Voucher:
    """A running voucher of a stall or of a market; with `rupiah=` that amount instead of a percentage."""
    rupiah = more.pop("rupiah", None)
    is_stall = hasattr(owner, "market_id")
    usual = {
        "market_id": owner.market_id if is_stall else owner.id,
        "stall_id": owner.id if is_stall else None,
        "kind": VoucherKind.AMOUNT if rupiah else VoucherKind.PERCENT,
        "worth": rupiah or percent,
        "least": 0,
        "starts_at": now() - timedelta(minutes=1),
        "borne_by": Bearer.STALL if is_stall else Bearer.MARKET,
        "created_at": now(),
    }
    by = make_user(name="Pembuat Voucher")
    begin_write()
    voucher = create_voucher(Voucher(code=code, **(usual | more)), by)
    db.session.commit()
    return voucher


def disagreements() -> list[str]:
    """What `flask check` says of goods, orders and money."""
    books = {"catalogue", "orders", "payments", "ledger"}
    return [said for floor, problems in all_checks() if floor in books for said in problems()]
