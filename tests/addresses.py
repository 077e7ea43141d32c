"""Which objects stand in which address: for each endpoint with arguments, up to three of a side's own things.

An endpoint that is not in the table fails the tests that walk it, so a new route brings its line along.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.world import Side

Values = list[dict[str, Any]]
HOMES: dict[str, Callable[[Side], str]] = {
    "market": lambda side: side.market.slug,
    "stall": lambda side: side.things["stall"].slug,
}


def orders_in(*numbers: int, **more: Any) -> Callable[[Side], Values]:
    """Orders by their place in `world.LIVES` and after: 0 unpaid, 1 placed, 2 accepted, 3 completed, 4 refused,
    5 cancelled, 6 expired, 7 cash, 8 QRIS.
    """
    return lambda side: [{"code": side.things["orders"][n].code, **more} for n in numbers]


def id_of(name: str, argument: str = "id", **more: Any) -> Callable[[Side], Values]:
    return lambda side: [{argument: side.things[name].id, **more}]


def each_id(argument: str, *names: str) -> Callable[[Side], Values]:
    return lambda side: [{argument: side.things[name].id} for name in names]


def waiting(side: Side) -> Values:
    """What lies in the queue of the market's admin."""
    return [
        {"kind": "lapak", "id": side.things["application"].id},
        {"kind": "dagangan", "id": side.things["submitted"].id},
    ]


def variant(side: Side) -> Values:
    return [{"variant_id": side.things["product"].variants[0].id}]


def slot_of(place: str, argument: str) -> Callable[[Side], Values]:
    def values(side: Side) -> Values:
        point = side.things[place]
        return [{argument: point.id, "slot_id": point.slots[0].id}]

    return values


def pool(side: Side) -> Values:
    from marketplace.catalogue.stock import StockPool
    from marketplace.web.db import db

    variant = side.things["product"].variants[0]
    return [
        {"pool_id": db.session.scalar(db.select(StockPool.id).filter_by(variant_id=variant.id))}
    ]


def refund(side: Side) -> Values:
    from marketplace.payments.models import Refund
    from marketplace.web.db import db

    order = side.things["orders"][4]
    owed = db.session.scalar(db.select(Refund.id).where(Refund.order_id == order.id))
    return [{"code": order.code, "refund_id": owed}]


def collected_line(side: Side) -> Values:
    order = side.things["orders"][3]
    return [{"code": order.code, "line_id": order.lines[0].id}]


def collected_refund(side: Side) -> Values:
    refund = side.things["collected refund"]
    return [{"payment_id": refund.payment_id, "refund_id": refund.id}]


def slug_of(name: str) -> Callable[[Side], Values]:
    return lambda side: [{"slug": side.things[name].slug}]


def products(side: Side) -> Values:
    names = ("product", "plain", "round")
    return [{"id": side.things[name].id, "slug": side.things[name].slug} for name in names]


def checkout(side: Side) -> Values:
    return [{"key": side.things["checkout"].key}]


TABLE: dict[str, Callable[[Side], Values]] = {
    "accounts.end_device": id_of("device", "session_id"),
    "cart.change": id_of("line", "line_id"),
    "checkout.place checkout.recount checkout.show": checkout,
    "desks.all_owed_stall desks.owed_stall": id_of("stall"),
    "desks.all_payout": id_of("card payout"),
    "desks.reply desks.hide_review desks.show_review": id_of("review"),
    "desks.all_payout_step": id_of("card payout", step="terkirim"),
    "desks.add_hour desks.close_place": id_of("place"),
    "desks.admin_order": orders_in(0, 2, 4),
    "desks.admin_press": orders_in(2, press="gagal"),
    "desks.admin_thing desks.approve_thing desks.return_thing": waiting,
    "desks.batch desks.batch_cancel": id_of("batch", "batch_id"),
    "desks.close_stall_here desks.reopen_stall_here": id_of("stall"),
    "desks.close_market_voucher": id_of("market's voucher", "voucher_id"),
    "desks.close_own_voucher": id_of("voucher", "voucher_id"),
    "desks.dismiss_here": id_of("grant"),
    "desks.feature_here desks.unfeature_here": id_of("product"),
    "desks.held_kas_of": lambda side: [{"id": side.market.id}],
    "desks.mark_back desks.mark_gone desks.set_stock": variant,
    "desks.market_mismatched desks.market_proof desks.market_received": id_of(
        "uncollected", "payment_id"
    ),
    "desks.market_payment": each_id("payment_id", "collected", "uncollected"),
    "desks.market_returned": collected_refund,
    "desks.mismatched desks.received desks.see_proof": orders_in(0),
    "desks.movements": pool,
    "desks.new_batch": id_of("round", "product_id"),
    "desks.order": orders_in(0, 2, 4),
    "desks.pass_kas": lambda side: [{"id": side.market.id, "way": "serah"}],
    "desks.payout": each_id("id", "payout", "sent payout"),
    "desks.payout_step": id_of("payout", step="terkirim"),
    "desks.refund desks.give_back": orders_in(1, 2),
    "desks.press": orders_in(1, press="terima"),
    "desks.product": each_id("product_id", "product", "draft", "round"),
    "desks.product_move": id_of("draft", "product_id", noun="pengajuan"),
    "desks.remove_hour": slot_of("place", "id"),
    "desks.returned": refund,
    "desks.settle_kas": id_of("stall", way="masuk"),
    "desks.take_back_payout": id_of("payout"),
    "files.photo": lambda _side: [{"ab": "ab", "digest": "ab" * 32, "name": "320.webp"}],
    "orders.cancel orders.prove orders.see_proof": orders_in(0),
    "orders.hand_over": orders_in(2),
    "orders.again": orders_in(3, 5, 6),
    "orders.ask_about_card orders.pay_by_card orders.returned": lambda side: [
        {"code": side.things["by card"].purchase.code}
    ],
    "desks.market_paper desks.market_paper_file": orders_in(1, 4),
    "desks.stall_paper desks.stall_paper_file": orders_in(0, 1, 4),
    "orders.nota orders.nota_file": orders_in(0, 1, 4),
    "orders.pay": lambda side: [{"code": o.purchase.code} for o in side.things["orders"][:3]],
    "orders.show": orders_in(0, 3, 6),
    "payments.hear": lambda _side: [{"provider": "stripe"}],
    "reviews.write reviews.keep": collected_line,
    "saved.stop_waiting": id_of("kept search"),
    "shop.category": lambda _side: [{"slug": "keripik"}],
    "shop.cluster": slug_of("cluster"),
    "shop.kas shop.market": lambda side: [{"slug": side.market.slug}],
    "shop.product": products,
    "shop.stall": slug_of("stall"),
    "site.sitemap_part": lambda _side: [{"kind": "produk", "after": 0}],
    "stalls.about stalls.contact stalls.goods stalls.market stalls.review": id_of("unfinished"),
    "stalls.from_certificate": lambda side: [{"number": side.things["certificate"].number}],
    "stalls.show stalls.submit": each_id("id", "unfinished", "application"),
    "training.certificate": lambda side: [{"number": side.things["certificate"].number}],
}
BY_ENDPOINT = {endpoint: values for names, values in TABLE.items() for endpoint in names.split()}


def is_known(rule: Rule) -> bool:
    return rule.arguments <= set(HOMES) or rule.endpoint in BY_ENDPOINT


def home_of(side: Side) -> dict[str, str]:
    """The market and the stall whose desks these people sit at."""
    return {name: slug(side) for name, slug in HOMES.items()}


def addresses(app: Flask, rule: Rule, of: Side, at: dict[str, str]) -> list[str]:
    """The rule with the things of one side, at the desk of whoever asks or of the owner."""
    home = {name: at[name] for name in rule.arguments & set(HOMES)}
    inner = BY_ENDPOINT[rule.endpoint](of) if rule.arguments - set(HOMES) else [{}]
    with app.test_request_context():
        return [app.url_for(rule.endpoint, **home, **values) for values in inner]
