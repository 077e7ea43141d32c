"""The Flask application of the local Stripe."""

from typing import Any

from flask import Flask, Response, abort, request

from devtools.stripe import (
    balance,
    charges,
    disputes,
    events,
    intents,
    mail_views,
    money_views,
    refunds,
    sessions,
)
from devtools.stripe.account import Account, Terms
from devtools.stripe.control_views import bp as control
from devtools.stripe.door import name_request, open_routes, refuse, sign_response, unknown_address
from devtools.stripe.errors import StripeError
from devtools.stripe.faults import Dropped, hang_up
from devtools.stripe.mailing import Mailing
from devtools.stripe.office import Office
from devtools.stripe.pages import bp as pages

RESOURCES = sessions, intents, charges, refunds, disputes, events, balance
CONTROLS = mail_views, money_views  # importing them adds their addresses to the blueprint
HOSTS = "127.0.0.1", "localhost"


def create_app(key: str, terms: Terms, office: Office) -> Flask:
    app = Flask(__name__)
    account = Account(key, terms, Mailing(office))
    app.extensions |= {"accounts": {key: account}, "office": office, "terms": terms}
    app.before_request(name_request)
    app.before_request(refuse_other_hosts)
    app.after_request(sign_response)
    app.register_error_handler(StripeError, refuse)
    app.register_error_handler(Dropped, drop)
    app.register_error_handler(404, not_found)
    app.register_error_handler(405, not_found)
    app.register_blueprint(pages)
    app.register_blueprint(control)
    for resource in RESOURCES:
        open_routes(app, resource.routes)
    return app


def refuse_other_hosts() -> None:
    """A name that a stranger's page points at this machine does not open the door."""
    if request.host.partition(":")[0] not in HOSTS:
        abort(403)


def drop(_error: Dropped) -> Response:
    hang_up()
    return Response(status=500)


def not_found(error: Any) -> Any:
    return unknown_address(error) if request.path.startswith("/v1/") else error
