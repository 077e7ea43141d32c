"""Builders of purchases and orders, through cart, checkout and moves."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from marketplace.cart.actions import offer_of, open_cart, put_in
from marketplace.catalogue.models import Product
from marketplace.checkout.actions import buy, orderable_groups, own_draft, start_checkout
from marketplace.checkout.options import stall_options
from marketplace.checkout.quotes import quote_for, with_defaults
from marketplace.checkout.rules import Choices
from marketplace.kit.clock import now
from marketplace.kit.codes import digest, new_key
from marketplace.orders.actions import Contact
from marketplace.orders.models import Order, Purchase
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import confirm_received
from marketplace.payments.refunds import payment_of
from marketplace.payments.rules import Method
from marketplace.web.db import begin_write, db
from tests.make import make_product

QRIS = (
    "00020101021126680016ID.CO.CONTOH.WWW011893600999000000001702150000000000000170303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10999999990170303UMI5204549953033605802ID"
    "5920KERIPIK TEMPE CONTOH6011KOTA MALANG61056512262070703A016304FB88"
)
guests = count(1)


def let_stall_take_money(stall: Any) -> None:
    """QRIS, a bank account and cash, all fictional."""
    begin_write()
    stall.qris, stall.qris_merchant = QRIS, "KERIPIK TEMPE CONTOH"
    stall.bank_name, stall.bank_account = "Bank Contoh", f"90000{stall.id:05}"
    stall.bank_holder = stall.owner_name or stall.name
    db.session.commit()


def let_treasurer_collect(market: Any, kas: int = 0) -> None:
    """QRIS, transfer and cash go to the treasurer of this market; `kas` is the rate of kas RW in basis points."""
    begin_write()
    market.qris, market.qris_merchant = QRIS, "KAS RW CONTOH"
    market.bank_name, market.bank_account = "Bank Contoh", f"80000{market.id:05}"
    market.bank_holder, market.fee_basis_points = "Kas RW", kas
    market.collects_qris = market.collects_transfer = market.collects_cash = True
    db.session.commit()


def make_cart(products: Sequence[Product], quantity: int = 1, buyer: Any = None) -> Any:
    """A cart with so many of the first variant of each product; gives it and a guest's key."""
    begin_write()
    cart, key = open_cart(buyer, None)
    for product in products:
        put_in(cart, offer_of(variant_id=product.variants[0].id), quantity)
    db.session.commit()
    return cart, key


def make_purchase(
    *products: Product,
    quantity: int = 1,
    buyer: Any = None,
    method: Method = Method.TRANSFER,
    name: str = "Rina",
    phone: str | None = None,
    guest_key: str | None = None,
    vouchers: str = "",
    let_take: bool = True,
) -> Purchase:
    """What a buyer confirmed: one order for each stall, picked up, paid by `method`. Without `buyer`, a guest.

    `let_take`: the stalls take money first, each with an account of its own.
    """
    goods = products or (make_product(),)
    for stall in {product.stall for product in goods} if let_take else ():
        let_stall_take_money(stall)
    cart, _key = make_cart(goods, quantity, buyer)
    phone = phone or (buyer.phone if buyer else f"62812000{next(guests) + 90000:05}")
    at = now()
    draft = start_checkout(cart, Choices(name=name, phone=phone), at)
    db.session.commit()
    begin_write()
    draft = own_draft(draft.key, cart, hold=True)
    offered = stall_options(orderable_groups(cart, at), Choices(), at)
    choices = with_defaults(Choices.from_json(draft.choices), offered)
    stalls = {id: replace(choice, method=method) for id, choice in choices.stalls.items()}
    choices = replace(choices, stalls=stalls, vouchers=vouchers)
    total = quote_for(draft, choices, offered, reserve=True).total
    contact = Contact(
        name,
        phone,
        buyer_id=buyer.id if buyer else None,
        guest_key_digest=None if buyer else digest(guest_key or new_key()),
    )
    purchase = buy(draft, choices, offered, contact, total, "test", at)
    db.session.commit()
    return purchase


def make_order(
    *moves: Move, quantity: int = 1, product: Product | None = None, **more: Any
) -> Order:
    """One order of one stall, brought along by these moves (PAY confirms the exact money)."""
    purchase = make_purchase(product or make_product(), quantity=quantity, **more)
    order = purchase.orders[0]
    for move in moves:
        begin_write()
        if move is Move.PAY:
            payment = payment_of(order)
            confirm_received(payment, payment.due, Actor.PRODUCER, now())
        else:
            order.make(move, who_makes(move), now(), note="Uji")
        db.session.commit()
    return order


def who_makes(move: Move) -> Actor:
    return {Move.CANCEL: Actor.BUYER, Move.EXPIRE: Actor.CLOCK}.get(move, Actor.PRODUCER)
