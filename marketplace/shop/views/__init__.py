"""City, markets, market, stall, product, category, cluster, and the page of search results."""

from marketplace.shop.blueprint import bp
from marketplace.shop.views import category, city, cluster, find, kas, market, product, stall

__all__ = ["bp", "category", "city", "cluster", "find", "kas", "market", "product", "stall"]

blueprints = (bp,)
