"""Checkout Sessions over the API: made, shown, listed, expired."""

from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.checkout import expire
from devtools.stripe.errors import invalid, refused
from devtools.stripe.kinds import Choice, Text
from devtools.stripe.lists import PAGING, listing, page_of
from devtools.stripe.money import refuse_amount
from devtools.stripe.routes import Routes
from devtools.stripe.session_params import METHODS, REQUIRED, SESSION
from devtools.stripe.things import Thing, new_id, new_thing

routes = Routes()
SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60  # seconds that a session may live
NOTHING = """after_expiration allow_promotion_codes billing_address_collection consent
    consent_collection customer customer_account customer_details invoice payment_intent payment_link
    recovered_from setup_intent shipping_cost submit_type subscription""".split()


@routes.post("/v1/checkout/sessions", required=REQUIRED, **SESSION)
def create_session(account: Account, wanted: dict[str, Any]) -> Thing:
    lines = [line_of(line) for line in wanted["line_items"]]
    total = sum(line["amount_total"] for line in lines)
    currency = one_currency(lines)
    refuse_amount(account, total, currency, "line_items", "The Checkout Session's total amount")
    session = account.keep(blank_session(account, wanted, total, currency))
    account.lines[session["id"]] = lines
    account.intent_wishes[session["id"]] = wanted.get("payment_intent_data", {})
    return session


def line_of(wanted: dict[str, Any]) -> Thing:
    price, quantity = wanted["price_data"], wanted["quantity"]
    amount = price["unit_amount"] * quantity
    return {
        "id": new_id("line_item"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": price["product_data"]["name"],
        "price": {"id": new_id("price"), "object": "price", **shown(price)},
        "quantity": quantity,
    }


def shown(price: dict[str, Any]) -> Thing:
    return {"currency": price["currency"], "unit_amount": price["unit_amount"]}


def one_currency(lines: list[Thing]) -> str:
    for number, line in enumerate(lines):
        if line["currency"] != lines[0]["currency"]:
            says = "All line items must have the same currency."
            raise invalid(says, f"line_items[{number}][price_data][currency]")
    return str(lines[0]["currency"])


def blank_session(account: Account, wanted: dict[str, Any], total: int, currency: str) -> Thing:
    session = new_thing(
        "checkout.session",
        account.now(),
        **dict.fromkeys(NOTHING),
        amount_subtotal=total,
        amount_total=total,
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
        cancel_url=wanted.get("cancel_url"),
        client_reference_id=wanted.get("client_reference_id"),
        client_secret=None,
        currency=currency,
        custom_fields=[],
        customer_creation="if_required",
        customer_email=wanted.get("customer_email"),
        expires_at=expiry(account, wanted),
        locale=wanted.get("locale"),
        metadata=wanted.get("metadata", {}),
        mode="payment",
        payment_method_types=wanted.get("payment_method_types", list(METHODS)),
        payment_status="unpaid",
        shipping_options=[],
        status="open",
        success_url=wanted["success_url"],
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        ui_mode="hosted_page",
    )
    return session | {"url": f"{account.terms.address}/c/pay/{session['id']}"}


def expiry(account: Account, wanted: dict[str, Any]) -> int:
    at = wanted.get("expires_at", account.now() + LONGEST)
    if at < account.now() + SHORTEST - 1:  # asked a second ago
        says = (
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        )
        raise invalid(says, "expires_at")
    if at > account.now() + LONGEST:
        says = (
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        )
        raise invalid(says, "expires_at")
    return int(at)


@routes.get(
    "/v1/checkout/sessions",
    **PAGING,
    payment_intent=Text(),
    status=Choice(("open", "complete", "expired")),
)
def list_sessions(account: Account, wanted: dict[str, Any]) -> Thing:
    asked = {name: wanted.get(name) for name in ("payment_intent", "status")}
    return page_of(
        account.newest_first("checkout.session", **asked), wanted, "/v1/checkout/sessions"
    )


@routes.get("/v1/checkout/sessions/<session>")
def show_session(account: Account, _wanted: dict[str, Any], session: str) -> Thing:
    return account.find("checkout.session", session)


@routes.get("/v1/checkout/sessions/<session>/line_items")
def show_lines(account: Account, _wanted: dict[str, Any], session: str) -> Thing:
    found = account.find("checkout.session", session)
    return listing(f"/v1/checkout/sessions/{session}/line_items", account.lines[found["id"]])


@routes.post("/v1/checkout/sessions/<session>/expire")
def expire_session(account: Account, _wanted: dict[str, Any], session: str) -> Thing:
    found = account.find("checkout.session", session)
    if found["status"] != "open":
        says = (
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {found['status']}."
        )
        raise refused(says)
    expire(account, found)
    return found
