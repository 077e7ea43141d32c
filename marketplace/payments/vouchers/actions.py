"""Making and closing vouchers; counting a use, giving it back, counting it again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.audit import record
from marketplace.accounts.models import User
from marketplace.orders.models import Order, Purchase
from marketplace.payments.vouchers.models import Voucher, VoucherUse
from marketplace.payments.vouchers.queries import uses_by
from marketplace.payments.vouchers.rules import Discount, LimitReached
from marketplace.web.db import begin_write, db, lock


class CodeTaken(Exception):
    """A voucher that is not closed has this code."""


def create_voucher(voucher: Voucher, by: User) -> Voucher:
    """Raises CodeTaken; the database's own uniqueness decides, so that two tabs cannot both win."""
    begin_write()
    voucher.made_by_id = by.id
    try:
        with db.session.begin_nested():
            db.session.add(voucher)
    except IntegrityError as error:
        raise CodeTaken(voucher.code) from error
    remember(voucher, "membuat voucher", by, voucher.created_at)
    return voucher


def close_voucher(voucher: Voucher, by: User, at: datetime) -> None:
    """Nobody can use it any more; orders that carry it keep their discount. Twice is once."""
    lock(voucher)
    if voucher.closed_at is None:
        voucher.closed_at = at
        remember(voucher, "menutup voucher", by, at)


def remember(voucher: Voucher, action: str, by: User, at: datetime) -> None:
    subject = f"voucher:{voucher.id}"
    record(action, voucher.code, subject, actor=by, market_id=voucher.market_id, at=at)


def hold_vouchers(which: ColumnElement[bool]) -> None:
    """Lock vouchers, by id, fresh. They come after the pools, last of all that is locked."""
    begin_write()
    db.session.flush()  # fresh rows would throw away what this transaction has changed so far
    query = select(Voucher).where(which).order_by(Voucher.id)
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    db.session.scalars(held).all()


def use_vouchers(purchase: Purchase, discounts: Mapping[int, Discount]) -> None:
    """Count the vouchers of a new purchase, whose orders are flushed. `discounts` by stall; their vouchers are held,
    and were judged after that.
    """
    if not discounts:
        return
    uses = [
        {
            "voucher_id": discounts[order.stall_id].voucher_id,
            "purchase_id": purchase.id,
            "order_id": order.id,
            "amount": discounts[order.stall_id].amount,
        }
        for order in purchase.orders
        if order.stall_id in discounts
    ]
    db.session.execute(insert(VoucherUse), uses)
    used = Voucher.id.in_({use["voucher_id"] for use in uses})
    db.session.execute(update(Voucher).where(used).values(used=Voucher.used + 1))


def give_back(order: Order, at: datetime) -> None:
    """The order has ended: its voucher is free again when no other order of the purchase carries it. Once."""
    use = held_use(order)
    if use is None or use.given_back_at:
        return
    use.given_back_at = at
    if not living_beside(use):
        use.voucher.used -= 1


def use_again(order: Order) -> None:
    """The order lives again. Raises LimitReached when its voucher has been used up meanwhile."""
    use = held_use(order)
    if use is None or use.given_back_at is None:
        return
    if not living_beside(use):
        count_again(use.voucher, order.purchase)
    use.given_back_at = None


def count_again(voucher: Voucher, purchase: Purchase) -> None:
    """Its period may be over, for the order was made in time; its limits hold."""
    mine = uses_by(purchase.buyer_id, purchase.contact_phone, [voucher.id]).get(voucher.id, 0)
    limits = (voucher.limit_total, voucher.used), (voucher.limit_per_buyer, mine)
    if any(limit is not None and used >= limit for limit, used in limits):
        raise LimitReached(voucher.code)
    voucher.used += 1


def held_use(order: Order) -> VoucherUse | None:
    """How this order carries a voucher; an order without a discount costs no look. All vouchers of the purchase are
    held, so that whoever moves its orders one by one still locks by id.
    """
    if not order.discount_total:
        return None
    of_purchase = select(VoucherUse.voucher_id).where(VoucherUse.purchase_id == order.purchase_id)
    hold_vouchers(Voucher.id.in_(of_purchase))
    use = select(VoucherUse).where(VoucherUse.order_id == order.id)
    return db.session.scalar(use.execution_options(populate_existing=True))


def living_beside(use: VoucherUse) -> bool:
    """Whether another order of the same purchase still carries the voucher."""
    others = select(VoucherUse.id).where(
        VoucherUse.voucher_id == use.voucher_id,
        VoucherUse.purchase_id == use.purchase_id,
        VoucherUse.id != use.id,
        VoucherUse.given_back_at.is_(None),
    )
    return db.session.scalar(others.limit(1)) is not None
