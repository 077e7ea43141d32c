"""A market full of goods, for pages that must read well when there is much."""

from typing import Any

from tests.make import make_category, make_market, make_product, make_stall


def fill_market(count: int, slug: str = "purwantoro-rw-15") -> Any:
    """An open market with so many products of one stall."""
    market = make_market(slug)
    stall = make_stall(market)
    category = make_category()
    for number in range(count):
        make_product(
            stall, title=f"Keripik nomor {number}", price=10000 + number, category=category
        )
    return market
