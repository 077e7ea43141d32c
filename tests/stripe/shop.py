"""What a shop asks of Stripe in these tests."""

from typing import Any

import stripe

from devtools.stripe.control import Controls

VISA = "4242424242424242"
DECLINED = "4000000000000002"
NO_FUNDS = "4000000000009995"
CHALLENGED = "4000002500003155"
ALWAYS_CHALLENGED = "4000002760003184"
DISPUTED = "4000000000000259"
RP = 100  # Stripe counts rupiah in hundredths


def client(controls: Controls, retries: int = 2) -> Any:
    base = {"api": controls.address}
    return stripe.StripeClient(controls.key, base_addresses=base, max_network_retries=retries).v1


def line(name: str, price: Any, quantity: Any = 1, currency: str = "idr") -> dict[str, Any]:
    price_data = {"currency": currency, "product_data": {"name": name}, "unit_amount": price}
    return {"price_data": price_data, "quantity": quantity}


def cart(**other: Any) -> dict[str, Any]:
    """Rp45.000 over two lines; a value of None leaves the parameter out."""
    wanted = {
        "mode": "payment",
        "line_items": [line("Keripik tempe", 15_000 * RP, 2), line("Kopi Dampit", 15_000 * RP)],
        "success_url": "http://pasar.invalid/bayar/selesai?sesi={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://pasar.invalid/bayar/batal",
    }
    return {name: value for name, value in {**wanted, **other}.items() if value is not None}


def paid(controls: Controls, card: str = VISA, **other: Any) -> Any:
    """A session of this cart, paid; with its payment intent."""
    api = client(controls)
    session = api.checkout.sessions.create(cart(**other))
    controls.buyer(session.url).pay(card)
    return api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})


def types_of(api: Any) -> list[str]:
    """All events so far, oldest first."""
    return [event.type for event in api.events.list({"limit": 100}).auto_paging_iter()][::-1]
