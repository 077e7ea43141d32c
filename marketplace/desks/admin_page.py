"""The frame of every page at /kelola/<market>: the parts that its visitor may use and how many things wait."""

from typing import Any

from flask import g, render_template, url_for
from flask_login import current_user

from marketplace.accounts.rules import Role
from marketplace.desks.queue import count_waiting

OF_THE_TREASURER = (
    ("desks.market_money", "Uang masuk"),
    ("desks.payouts", "Setoran"),
    ("desks.trial", "Neraca"),
    ("desks.market_papers", "Nota"),
)
PARTS = (
    ("desks.queue", "Perlu diputuskan"),
    ("desks.admin_stalls", "Lapak"),
    ("desks.admin_orders", "Pesanan"),
    *OF_THE_TREASURER,
    ("desks.featured", "Pilihan"),
    ("desks.admin_reviews", "Ulasan"),
    ("desks.market_vouchers", "Voucher"),
    ("desks.admin_log", "Catatan"),
    ("desks.market_settings", "Pengaturan"),
    ("desks.admin_team", "Pengurus"),
)

MONEY = (
    ("desks.market_money", "Perlu dicek"),
    ("desks.market_payments", "Semua"),
    ("desks.market_ways", "Cara bayar"),
)


def admin_page(template: str, here: str, **context: Any) -> str:
    """`here` is the endpoint of the part that is open."""
    waiting = count_waiting(g.market)
    is_admin = g.market.id in current_user.scopes(Role.RW_ADMIN)
    badges = {
        "desks.queue": waiting.things,
        "desks.market_money": waiting.money,
        "desks.payouts": waiting.payouts,
    }
    parts = [
        (words, url_for(endpoint, market=g.market.slug), endpoint == here, badges.get(endpoint, 0))
        for endpoint, words in (PARTS if is_admin else OF_THE_TREASURER)
    ]
    return render_template(
        template, market=g.market, parts=parts, waiting=waiting.things, is_admin=is_admin, **context
    )


def money_page(template: str, here: str, **context: Any) -> str:
    """One part of what buyers pay in this market, for the treasurer and the RW admin."""
    sections = [
        (words, url_for(endpoint, market=g.market.slug), endpoint == here)
        for endpoint, words in MONEY
    ]
    return admin_page(
        f"desks/money/{template}.html", "desks.market_money", sections=sections, **context
    )
