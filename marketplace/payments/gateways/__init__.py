"""Providers of online payments, each behind the same interface, found by name.

To add the next one: a folder here with a class that has everything of `interface.Gateway` and converts money in one
file of its own; a function in `MAKERS` that builds it from the settings, or gives None when it is not configured; its
settings and the origin of its payment page in `web/settings.py`; the scenarios of tests/gateway run against a local
stand-in. Nothing else knows a provider: payments keep its name in `Payment.provider`, webhooks come to
`/webhook/<name>`, and `settling.settle` reads the same `SessionState` from all.
"""

from collections.abc import Callable
from typing import Any

from flask import current_app

from marketplace.payments.gateways.interface import Gateway, UnknownProvider


def stripe(config: dict[str, Any]) -> Gateway | None:
    """Stripe hosted Checkout, when a key is set; the library is imported where it is used."""
    if not config["STRIPE_KEY"]:
        return None
    from marketplace.payments.gateways.stripe.gateway import StripeGateway

    return StripeGateway(
        config["STRIPE_KEY"], config["STRIPE_WEBHOOK_SECRET"], config["STRIPE_ADDRESS"]
    )


MAKERS: dict[str, Callable[[dict[str, Any]], Gateway | None]] = {"stripe": stripe}
FOR_CARDS = "stripe"


def gateway_of(name: str) -> Gateway:
    """Raises UnknownProvider for a name nobody has, or that is not configured here."""
    made: dict[str, Gateway] = current_app.extensions.setdefault("gateways", {})
    if name not in made:
        maker = MAKERS.get(name)
        gateway = maker(current_app.config) if maker else None
        if gateway is None:
            raise UnknownProvider(name)
        made[name] = gateway
    return made[name]


def configured() -> list[Gateway]:
    """Those that can be asked here."""
    return [gateway_of(name) for name, maker in MAKERS.items() if maker(current_app.config)]


def takes_cards() -> bool:
    """Whether a card payment can be offered at all."""
    return bool(current_app.config["STRIPE_KEY"])
