"""The one way into the API: who asks, with which parameters, under which key, and how it answers."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request

from devtools.stripe.account import Account
from devtools.stripe.errors import StripeError
from devtools.stripe.faults import Fault
from devtools.stripe.idempotency import Answer, once
from devtools.stripe.lists import expanded
from devtools.stripe.params import Fields, nested
from devtools.stripe.routes import Action, Routes
from devtools.stripe.sweep import sweep
from devtools.stripe.things import API_VERSION, Thing, new_id

NO_KEY = (
    "You did not provide an API key. You need to provide your API key in the Authorization "
    "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
)
LIVE_KEY = "This is a local Stripe: a live key has no business here."


def open_routes(app: Flask, routes: Routes) -> None:
    for method, rule, fields, action in routes.opened:
        name = f"{method} {rule}"
        app.add_url_rule(rule, name, view_of(fields, action), methods=[method])


def view_of(fields: Fields, action: Action) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        account = account_asking()
        check_version()
        fault = account.faults.take(request.method, request.path)
        if fault and not fault.after:
            fault.strike()
        answer = answered(account, fields, action, ids, fault)
        if fault and fault.after:
            fault.strike()
        return responded(answer)

    return view


def account_asking() -> Account:
    key = request.authorization.token if request.authorization else None
    if request.authorization and request.authorization.type == "basic":
        key = request.authorization.username
    if not key:
        raise StripeError(NO_KEY, status=401, saved=False)
    if "_live_" in key:
        raise StripeError(LIVE_KEY, status=401, code="api_key_invalid", saved=False)
    accounts: dict[str, Account] = current_app.extensions["accounts"]
    if key not in accounts:
        hidden = f"{key[:8]}{'*' * 8}{key[-4:]}"
        raise StripeError(f"Invalid API Key provided: {hidden}", status=401, saved=False)
    return accounts[key]


def check_version() -> None:
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        says = f"Invalid Stripe API version: {version}. This local Stripe speaks {API_VERSION}."
        raise StripeError(says, saved=False)


def answered(
    account: Account, fields: Fields, action: Action, ids: dict[str, str], fault: Fault | None
) -> Answer:
    pairs = list(request.form.items(multi=True)) + list(request.args.items(multi=True))
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None

    def work() -> Thing:
        wanted = fields.read(nested(pairs))
        if fault and fault.slow:
            fault.wait()
        with account.lock, account.asked_by(g.request_id, key):
            sweep(account)
            paths = wanted.pop("expand", ())
            return expanded(account, action(account, wanted, **ids), paths)

    told = json.dumps([request.method, request.path, sorted(pairs)])
    fingerprint = hashlib.sha256(told.encode()).hexdigest()
    return once(account, key, fingerprint, g.request_id, work)


def responded(answer: Answer) -> Response:
    body = current_app.json.dumps(answer.body)
    response = Response(body, answer.status, mimetype="application/json")
    if answer.replay_of:
        response.headers["Idempotent-Replayed"] = "true"
        response.headers["Original-Request"] = answer.replay_of
    return response


def name_request() -> None:
    g.request_id = new_id("request")


def sign_response(response: Response) -> Response:
    """What each answer of the API carries."""
    if request.path.startswith("/v1/"):
        response.headers["Request-Id"] = g.request_id
        response.headers["Stripe-Version"] = API_VERSION
        if key := request.headers.get("Idempotency-Key"):
            response.headers["Idempotency-Key"] = key
    return response


def refuse(error: StripeError) -> Response:
    response = responded(Answer(error.status, error.body(g.request_id)))
    response.headers.update(error.headers)
    return response


def unknown_address(_error: Any) -> Response:
    says = f"Unrecognized request URL ({request.method}: {request.path})."
    return refuse(StripeError(says, status=404, saved=False))
