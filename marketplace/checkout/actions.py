"""From cart to purchase: one transaction, everything or nothing, at most once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from marketplace.cart.contents import Group, Item, contents_of
from marketplace.cart.models import Cart
from marketplace.catalogue.stock import lock_pools
from marketplace.checkout.models import CheckoutDraft
from marketplace.checkout.options import StallOptions, stall_options
from marketplace.checkout.quotes import address_of, holds, quote_for, with_defaults
from marketplace.checkout.rules import DRAFT_LIVES, Asked, Choices, Part, Quote, hold_for
from marketplace.checkout.vouchers import hold_codes
from marketplace.kit.codes import new_key
from marketplace.orders.actions import (
    Contact,
    OrderPart,
    Wanted,
    freeze_lines,
    new_purchase,
    place_order,
)
from marketplace.orders.models import Order, Purchase
from marketplace.orders.rules import Delivery, OrderStatus, hold_after_payment
from marketplace.payments.asking import Way, ask_payment
from marketplace.payments.models import Payment
from marketplace.payments.unique_codes import key_of_draft
from marketplace.payments.vouchers.actions import use_vouchers
from marketplace.regions.models import Region
from marketplace.web.db import begin_write, db


class EmptyCart(Exception):
    """There is nothing to order."""


class TotalChanged(Exception):
    """The sum on the screen is not the sum now. Carries the sum now."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"now {quote.total}")
        self.quote = quote


class CodeRefused(Exception):
    """A typed code gives nothing. The sum on the screen is right, but nobody orders with a code that does not count."""


class PlacedOtherwise(Exception):
    """This draft was bought with other choices already."""

    def __init__(self, purchase: Purchase) -> None:
        super().__init__(purchase.code)
        self.purchase = purchase


def start_checkout(cart: Cart, known: Choices, at: datetime) -> CheckoutDraft:
    """A draft with the first choice everywhere, so that the first page already shows a true sum.

    Raises EmptyCart and NoCodeLeft.
    """
    begin_write()
    groups = orderable_groups(cart, at)
    draft = CheckoutDraft(
        key=new_key(), cart_id=cart.id, created_at=at, expires_at=at + DRAFT_LIVES
    )
    db.session.add(draft)
    reckon(draft, known, stall_options(groups, known, at))
    return draft


def reckon(draft: CheckoutDraft, choices: Choices, offered: Sequence[StallOptions]) -> None:
    """Save the choices, completed, and reserve what they need (inside a write). Raises NoCodeLeft."""
    choices = with_defaults(choices, offered)
    draft.choices = choices.as_json()
    db.session.flush()
    quote_for(draft, choices, offered, reserve=True)


def orderable_groups(cart: Cart | None, at: datetime) -> list[Group]:
    """What of a cart can be ordered now. Raises EmptyCart."""
    return orderable(contents_of(cart, at))


def orderable(groups: Sequence[Group]) -> list[Group]:
    """Those of a cart's groups that can be ordered. Raises EmptyCart."""
    found = [group for group in groups if group.orderable]
    if not found:
        raise EmptyCart
    return found


def own_draft(key: str, cart: Cart | None, *, hold: bool = False) -> CheckoutDraft | None:
    """A draft of this cart. `hold` locks it, so that two presses of the last button come one after the other."""
    query = select(CheckoutDraft).where(CheckoutDraft.key == key)
    query = query.where(CheckoutDraft.cart_id == (cart.id if cart else 0))
    if hold:
        begin_write()
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalar(query)


def buy(
    draft: CheckoutDraft,
    choices: Choices,
    offered: Sequence[StallOptions],
    contact: Contact,
    shown: int,
    fingerprint: str,
    at: datetime,
) -> Purchase:
    """The last button. The draft is held. The same press again gives the same purchase.

    Raises PlacedOtherwise, TotalChanged (the draft then holds the new choices), CodeRefused, OutOfStock.
    """
    if draft.purchase_id:
        return bought(draft, fingerprint)
    pools = lock_pools(item.line.pool_id for o in offered for item in o.group.orderable)
    quote = final_quote(draft, choices, offered, shown)
    purchase = new_purchase(draft.key, contact, quote.orders_total, at)
    orders = {}
    for options, part in zip(offered, quote.parts, strict=True):
        wanted = order_part(options, part, choices, at)
        orders[part.stall_id] = order = place_order(purchase, wanted, pools, at)
        freeze_lines(order, wanted)
    use_vouchers(purchase, quote.applied.discounts)
    for asked in quote.asked:
        ask(asked, orders, draft, at)
    empty_cart(offered)
    draft.choices, draft.fingerprint = choices.as_json(), fingerprint
    draft.purchase_id = purchase.id
    return purchase


def final_quote(
    draft: CheckoutDraft, choices: Choices, offered: Sequence[StallOptions], shown: int
) -> Quote:
    """The sum now, which is the sum that was shown; its vouchers are held from here on.

    Raises TotalChanged, CodeRefused.
    """
    hold_codes(choices)
    quote = quote_for(draft, choices, offered, reserve=True)
    if quote.total != shown:
        draft.choices = choices.as_json()
        raise TotalChanged(quote)
    if quote.applied.refusals:
        raise CodeRefused
    return quote


def bought(draft: CheckoutDraft, fingerprint: str) -> Purchase:
    """The purchase of a draft that was pressed before. Raises PlacedOtherwise when it was another press."""
    purchase = db.session.get_one(Purchase, draft.purchase_id)
    if draft.fingerprint != fingerprint:
        raise PlacedOtherwise(purchase)
    return purchase


def order_part(options: StallOptions, part: Part, choices: Choices, at: datetime) -> OrderPart:
    """The stall's part in the words of an order."""
    choice = choices.stalls[options.stall.id]
    option = options.option(choice.option)
    slot = options.slot(choice.option, choice.slot)
    if option is None or part.method is None:
        raise TotalChanged(Quote([part]))
    ends = slot.ends if slot else None
    until = hold_for(part.method, holds(current_app.config), at) if part.total else None
    items = options.group.orderable
    return OrderPart(
        stall=options.stall,
        wanted=[wanted_of(item) for item in items],
        status=OrderStatus.AWAITING_PAYMENT if until else OrderStatus.PLACED,
        delivery=option.delivery,
        delivery_fee=part.fee,
        place=option.text if option.delivery is Delivery.PICKUP else brought_to(choices),
        slot_starts=slot.starts if slot else None,
        slot_ends=ends,
        hold_until=until or hold_after_payment(ends, at),
        note=choice.note,
        discount=part.discount,
        borne_by=part.borne_by,
    )


def wanted_of(item: Item) -> Wanted:
    ready_at = item.offer.ready_at if item.offer else None
    return Wanted(item.line.pool_id, item.state.quantity, item.variant, ready_at)


def brought_to(choices: Choices) -> str:
    village = db.session.get(Region, choices.village_id) if choices.village_id else None
    return address_of(choices, village.name if village else "", current_app.config["CITY"])


def ask(asked: Asked, orders: Mapping[int, Order], draft: CheckoutDraft, at: datetime) -> Payment:
    """One payment for the orders that are paid together."""
    way = Way(asked.payee, asked.method, hold_for(asked.method, holds(current_app.config), at))
    covered = [orders[stall_id] for stall_id in asked.stall_ids]
    key = key_of_draft(draft.key, asked.stall_ids[0])
    return ask_payment(covered, way, at, unique_code=asked.unique_code, draft_key=key)


def empty_cart(offered: Sequence[StallOptions]) -> None:
    """What was ordered leaves the cart; what could not be had stays."""
    for options in offered:
        for item in options.group.orderable:
            item.line.cart.lines.remove(item.line)
