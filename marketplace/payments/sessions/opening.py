"""What a provider will be asked, written down first. Nothing here commits or goes over the network."""

from datetime import datetime, timedelta

from flask import current_app

from marketplace.payments.gateways import for_cards, gateway_of
from marketplace.payments.gateways.interface import Ask, ProviderDown, Stage
from marketplace.payments.models import Payment, Refund
from marketplace.payments.rules import Method, can_carry
from marketplace.payments.sessions.models import ProviderRefund, ProviderSession
from marketplace.web.db import db

GRACE = 540  # seconds that goods wait longer than the page: whoever pays in its last second still gets them
AN_ANSWER = timedelta(seconds=30)  # longer than any call is waited for


class TooSmall(Exception):
    """Less than the provider takes at a time."""


def begin_session(payment: Payment, at: datetime) -> Ask:
    """The call to make for this payment, which is held: the one written down before, or a new one when that is spent.

    Goods are held until a while after its end. Raises TooSmall, and ProviderDown while another call is waited for.
    """
    kept = db.session.get(ProviderSession, payment.id, populate_existing=True)
    if kept and not kept.is_spent:
        one_at_a_time(kept, at)
        return Ask.from_json(kept.ask)
    if not can_carry(Method.CARD, payment.due):
        raise TooSmall(payment.due)
    tries = kept.tries + 1 if kept else 1
    ask = ask_for(payment, tries, at)
    if kept is None:
        kept = ProviderSession(payment_id=payment.id)
        db.session.add(kept)
    kept.provider = for_cards() or kept.provider
    kept.tries, kept.ask, kept.asked_at = tries, ask.as_json(), at
    kept.session, kept.page, kept.stage, kept.let_go = None, None, Stage.OPEN, False
    hold_goods(payment, at)
    return ask


def one_at_a_time(kept: ProviderSession, at: datetime) -> None:
    """Who asks second would be refused, and could not know whether the first was told."""
    if not gateway_of(kept.provider).tells_once:
        return
    if kept.asked_at > at - AN_ANSWER:
        raise ProviderDown("its page is being opened")
    kept.asked_at = at


def ask_for(payment: Payment, tries: int, at: datetime) -> Ask:
    code = payment.purchase.code
    again = f":{tries}" if tries > 1 else ""
    return Ask(
        key=f"cs:{payment.id}{again}",
        reference=f"{code}.{payment.id}",
        group=code,
        lines=tuple(
            (f"{part.order.stall.name}, pesanan {part.order.code}", part.amount)
            for part in payment.parts
            if part.amount
        ),
        expires_at=int(at.timestamp()) + current_app.config["CARD_SESSION"],
        success_url=address_of("orders.returned", code),
        cancel_url=address_of("orders.pay", code),
    )


def address_of(endpoint: str, code: str) -> str:
    """Built from the map itself, for the worker asks without a request."""
    path = current_app.url_map.bind("").build(endpoint, {"code": code})
    return f"{current_app.config['BASE_URL']}{path}"


def hold_goods(payment: Payment, at: datetime) -> None:
    """As long as somebody may pay."""
    config = current_app.config
    seconds = max(config["HOLD_CARD"], config["CARD_SESSION"] + GRACE)
    until = at + timedelta(seconds=seconds)
    payment.expires_at = max(payment.expires_at or until, until)
    for part in payment.parts:
        part.order.hold_until = max(part.order.hold_until, until)


def key_of_refund(refund: Refund, tries: int) -> str:
    """One refund goes back once, however often it is sent; after it has failed it needs another key."""
    return f"refund:{refund.id}" if tries <= 1 else f"refund:{refund.id}:{tries}"


def refund_of_key(key: str) -> int:
    """The id of the refund that was sent under it; 0 for what is no key of ours."""
    word, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if word == "refund" and number.isdecimal() else 0


def begin_refund(refund: Refund, at: datetime) -> str:
    """Written down before it is sent; gives the key to send it under."""
    kept = db.session.get(ProviderRefund, refund.id)
    if kept is None:
        kept = ProviderRefund(refund_id=refund.id, tries=1, asked_at=at)
        db.session.add(kept)
    return key_of_refund(refund, kept.tries)
