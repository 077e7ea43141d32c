"""`/webhook/<provider>`: what a provider tells us, when it is really that provider."""

from typing import Any

from flask import Blueprint, abort, current_app, request

from marketplace.payments.errands import act_on
from marketplace.payments.gateways import gateway_of
from marketplace.payments.gateways.interface import BadEvent, UnknownProvider
from marketplace.web.audience import webhook

bp = Blueprint("payments", __name__)
LARGEST = 512 * 1024


@bp.post("/webhook/<provider>")
@webhook
def hear(provider: str) -> Any:
    """400 for what it did not sign; 500 for what cannot be done yet, so that it is sent again."""
    try:
        gateway = gateway_of(provider)
    except UnknownProvider:
        abort(404)
    if (request.content_length or 0) > LARGEST:
        abort(413)
    try:
        event = gateway.read_event(request.get_data(), request.headers)
    except BadEvent:
        abort(400)
    try:
        act_on(gateway.name, event)
    except Exception:
        current_app.logger.exception("event %s of %s", event.id, provider)
        return "", 500
    return "", 200


blueprints = (bp,)
