"""The buyer's way after the cart: checkout, paying, and the pages of an order."""

from marketplace.checkout.views import again, cards, checkout, find, nota, orders, pay

blueprints = (checkout.bp, orders.bp)

__all__ = ["again", "blueprints", "cards", "find", "nota", "pay"]
