"""What the cart does when somebody signs in."""

from flask import request

from marketplace.accounts.models import User
from marketplace.cart.actions import merge_guest_cart
from marketplace.cart.queries import COOKIE
from marketplace.web.effects import effect


@effect("signed_in")
def bring_the_cart_along(user: User) -> None:
    """A guest's cart survives sign-in: quantities add up, capped at stock."""
    merge_guest_cart(user, request.cookies.get(COOKIE))
