"""What every page may ask of the cart."""

from flask import Flask

from marketplace.cart.queries import cart_count, quantities_in_cart


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(cart_count=cart_count, quantities_in_cart=quantities_in_cart)
