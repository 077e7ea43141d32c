"""Pages of the desks, one module a page or two."""

from marketplace.desks.blueprint import bp
from marketplace.desks.views import (
    admin_featured,
    admin_home,
    admin_log,
    admin_places,
    admin_queue,
    admin_settings,
    admin_stalls,
    admin_team,
    market_orders,
    producer_batches,
    producer_home,
    producer_money,
    producer_orders,
    producer_payees,
    producer_products,
    producer_reach,
    producer_stall,
    producer_stock,
)

blueprints = (bp,)
__all__ = [
    "admin_featured",
    "admin_home",
    "admin_log",
    "admin_places",
    "admin_queue",
    "admin_settings",
    "admin_stalls",
    "admin_team",
    "blueprints",
    "market_orders",
    "producer_batches",
    "producer_home",
    "producer_money",
    "producer_orders",
    "producer_payees",
    "producer_products",
    "producer_reach",
    "producer_stall",
    "producer_stock",
]
