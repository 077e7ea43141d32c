"""Purchases through cart and checkout, each at its own moment of the past, and what became of their orders."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from marketplace.accounts.models import User
from marketplace.cart.actions import open_cart, put_in
from marketplace.cart.models import Cart
from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.offers import Offer, offers_of
from marketplace.checkout.actions import buy, orderable_groups, start_checkout
from marketplace.checkout.models import CheckoutDraft
from marketplace.checkout.options import StallOptions, stall_options
from marketplace.checkout.quotes import quote_for, with_defaults
from marketplace.checkout.rules import Choice, Choices
from marketplace.demo.orders import PurchasePlan, Wish
from marketplace.demo.people import person
from marketplace.demo.places import plan_of
from marketplace.demo.stories import Telling
from marketplace.demo.vouchers import typed_by
from marketplace.demo.when import days_before
from marketplace.kit.codes import digest, new_key
from marketplace.orders.actions import Contact
from marketplace.orders.models import Order, Purchase
from marketplace.payments.rules import Method
from marketplace.regions.actions import find_village
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db

Keeps = Callable[[], str]  # stores a picture of a transfer, gives its key
Sizes = dict[tuple[str | None, str], list[tuple[int, int]]]


def make_purchases(plans: Iterable[PurchasePlan], keeps: Keeps, now: datetime) -> None:
    """Buy and tell on, but for what was bought before."""
    begin_write()
    bought_before = set(db.session.scalars(db.select(CheckoutDraft.fingerprint)))
    sizes = sizes_on_sale()
    for plan in plans:
        if plan.mark not in bought_before:
            at = moment_of(plan, now)
            tell_on(plan, bought(plan, sizes, at, now), keeps, at, now)


def moment_of(plan: PurchasePlan, now: datetime) -> datetime:
    """Recent orders keep their hour, older ones come while people are awake."""
    if plan.days < 1.5:
        return now - timedelta(days=plan.days)
    rng = Random(plan.mark)
    return days_before(now, plan.days, rng.randint(7, 19), rng.randrange(60))


def bought(plan: PurchasePlan, sizes: Sizes, at: datetime, now: datetime) -> Purchase:
    buyer = None
    if not plan.is_guest:
        buyer = person(plan.buyer["name"], plan.buyer["phone"], days_before(now, 75))
    cart = filled_cart(plan, buyer, sizes, at)
    known = choices_of(plan)
    draft = start_checkout(cart, known, at)
    offered = with_cards(plan, stall_options(orderable_groups(cart, at), known, at))
    open_until = now if is_open(plan) else at
    chosen = {o.stall.id: choice_for(plan, o, open_until) for o in offered}
    choices = with_defaults(replace(known, stalls=chosen), offered)
    total = quote_for(draft, choices, offered, reserve=True).total
    contact = Contact(
        choices.name,
        choices.phone,
        buyer_id=buyer.id if buyer else None,
        guest_key_digest=None if buyer else digest(new_key()),
    )
    return buy(draft, choices, offered, contact, total, plan.mark, at)


def with_cards(plan: PurchasePlan, offered: list[StallOptions]) -> list[StallOptions]:
    """Who paid by card did so whether or not this machine has a provider."""
    if plan.method != Method.CARD:
        return offered
    return [replace(options, methods=[Method.CARD]) for options in offered]


def is_open(plan: PurchasePlan) -> bool:
    """Whether an order of it still waits for its slot."""
    ends = {"hand_over", "cancel", "refuse", "fail", "no_show", "return_short"}
    return not any(ends & set(way) for way in plan.ways)


def filled_cart(plan: PurchasePlan, buyer: User | None, sizes: Sizes, at: datetime) -> Cart:
    cart, _key = open_cart(buyer, None)
    for wish in (wish for part in plan.wishes for wish in part):
        put_in(cart, offer_for(wish, sizes, at), wish.quantity)
    db.session.flush()
    return cart


def offer_for(wish: Wish, sizes: Sizes, at: datetime) -> Offer:
    """The shelf of a size, or its first round that took orders then."""
    product_id, variant_id = sizes[wish.product.stall.phone, wish.product.title][wish.size]
    offers = offers_of([product_id], at)[product_id]
    return next(offer for offer in offers if offer.variant_id == variant_id)


def sizes_on_sale() -> Sizes:
    """(owner's phone, title) to the (product, variant) ids of its sizes."""
    found: Sizes = {}
    rows = db.session.execute(
        db.select(User.phone, Product.title, Product.id, Variant.id)
        .join(Stall, Stall.applicant_id == User.id)
        .join(Product, Product.stall_id == Stall.id)
        .join(Variant)
        .order_by(Variant.position, Variant.id)
    )
    for phone, title, product_id, variant_id in rows:
        found.setdefault((phone, title), []).append((product_id, variant_id))
    return found


def choices_of(plan: PurchasePlan) -> Choices:
    """Who buys lives in the RW of the stall, so the courier comes."""
    market, buyer = plan_of(plan.wishes[0][0].product.stall.market), plan.buyer
    village = find_village(market.place)
    return Choices(
        name=buyer["name"],
        phone=buyer["phone"],
        street=buyer["street"],
        rt=buyer["rt"],
        rw=market.rw,
        village_id=village.id if village else None,
        vouchers=typed_by(plan),
    )


def choice_for(plan: PurchasePlan, options: StallOptions, open_until: datetime) -> Choice:
    option = next(
        (option for option in options.options if option.delivery == plan.delivery),
        options.options[0],
    )
    slots = [slot for slot in options.slots.get(option.value, []) if slot.ends > open_until]
    return Choice(option.value, slots[0].starts.isoformat() if slots else "", plan.method)


def tell_on(
    plan: PurchasePlan, purchase: Purchase, keeps: Keeps, at: datetime, now: datetime
) -> None:
    ways = {
        part[0].product.stall.phone: way for part, way in zip(plan.wishes, plan.ways, strict=True)
    }
    for order in list(purchase.orders):
        producer = owner_of(order)
        Telling(order, producer, keeps, at, now).go(ways[str(producer.phone)])


def owner_of(order: Order) -> User:
    return db.session.get_one(User, order.stall.applicant_id)
