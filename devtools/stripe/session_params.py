"""What a Checkout Session may be made with."""

from devtools.stripe.kinds import EMAIL, URL, Choice, Kind, ListOf, Metadata, Text, Whole
from devtools.stripe.money import CURRENCY
from devtools.stripe.params import Fields

METHODS = "card", "id_bank_transfer"
LOCALES = "auto", "id", "en", "en-GB", "ms", "nl", "zh", "ja"
PRODUCT = Fields(
    {
        "name": Text(250),
        "description": Text(1000),
        "images": ListOf(URL, 8),
        "metadata": Metadata(),
    },
    ("name",),
)
PRICE = Fields(
    {"currency": CURRENCY, "product_data": PRODUCT, "unit_amount": Whole(0)},
    ("currency", "product_data", "unit_amount"),
)
LINE = Fields(
    {"price_data": PRICE, "quantity": Whole(1, 999_999), "metadata": Metadata()},
    ("price_data", "quantity"),
)
INTENT = Fields(
    {
        "description": Text(1000),
        "metadata": Metadata(),
        "receipt_email": EMAIL,
        "transfer_group": Text(),
    }
)
REQUIRED = "mode", "line_items", "success_url"
SESSION: dict[str, Kind] = {
    "mode": Choice(("payment",)),
    "line_items": ListOf(LINE, 100),
    "success_url": URL,
    "cancel_url": URL,
    "client_reference_id": Text(200),
    "customer_email": EMAIL,
    "expires_at": Whole(1),
    "locale": Choice(LOCALES),
    "metadata": Metadata(),
    "payment_intent_data": INTENT,
    "payment_method_types": ListOf(Choice(METHODS), len(METHODS)),
}
