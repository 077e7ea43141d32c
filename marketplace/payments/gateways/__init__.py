"""Providers of online payments, each behind the same interface, found by name.

To add the next one: a folder here with a class that has everything of `interface.Gateway` and converts money in one
file of its own; a function in `MAKERS` that builds it from the settings, or gives None when it is not configured, its
label and the name of its key beside it; its settings and the origin of its payment page in `web/settings.py`; a local
stand-in in devtools/, with which tests/gateway/test_contract.py passes. Nothing else knows a provider: a payment's
session keeps its name, webhooks come to `/webhook/<name>`, and `settling.settle` reads the same `SessionState` from
all. Who serves new card payments is a setting; those begun with another provider end there.
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


def midtrans(config: dict[str, Any]) -> Gateway | None:
    """Midtrans Snap, when a key is set."""
    if not config["MIDTRANS_KEY"]:
        return None
    from marketplace.payments.gateways.midtrans.gateway import MidtransGateway

    return MidtransGateway(config["MIDTRANS_KEY"], *config["MIDTRANS_HOSTS"])


MAKERS: dict[str, Callable[[dict[str, Any]], Gateway | None]] = {
    "stripe": stripe,
    "midtrans": midtrans,
}
LABELS = {"stripe": "Stripe", "midtrans": "Midtrans"}
KEYS = {"stripe": "STRIPE_KEY", "midtrans": "MIDTRANS_KEY"}


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
    return [gateway_of(name) for name, key in KEYS.items() if current_app.config[key]]


def for_cards() -> str:
    """Who serves a new card payment: the one the operator named, or the only one; empty without any."""
    has_key = (name for name, key in KEYS.items() if current_app.config[key])
    return current_app.config["CARD_GATEWAY"] or next(has_key, "")


def takes_cards() -> bool:
    """Whether a card payment can be offered at all."""
    return bool(for_cards())
