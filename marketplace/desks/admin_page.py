"""The frame of every page at /kelola/<market>: the market's parts and how many things wait."""

from typing import Any

from flask import g, render_template, url_for

from marketplace.desks.queue import count_waiting

PARTS = (
    ("desks.queue", "Perlu diputuskan"),
    ("desks.admin_stalls", "Lapak"),
    ("desks.admin_orders", "Pesanan"),
    ("desks.featured", "Pilihan"),
    ("desks.admin_log", "Catatan"),
    ("desks.market_settings", "Pengaturan"),
    ("desks.admin_team", "Pengurus"),
)


def admin_page(template: str, here: str, **context: Any) -> str:
    """`here` is the endpoint of the part that is open."""
    waiting = count_waiting(g.market)
    parts = [
        (words, url_for(endpoint, market=g.market.slug), endpoint == here, waiting * (not number))
        for number, (endpoint, words) in enumerate(PARTS)
    ]
    return render_template(template, market=g.market, parts=parts, waiting=waiting, **context)
