"""What the moves of an order do to its voucher, in the same transaction."""

from datetime import datetime

from marketplace.orders.models import Order
from marketplace.orders.rules import Actor
from marketplace.payments.vouchers import actions
from marketplace.web.effects import effect


@effect("close_payment")
@effect("give_back")
@effect("settle_no_show")
def give_voucher_back(order: Order, by: Actor, at: datetime) -> None:
    actions.give_back(order, at)


@effect("use_voucher_again")
def use_voucher_again(order: Order, by: Actor, at: datetime) -> None:
    """Raises LimitReached."""
    actions.use_again(order)
