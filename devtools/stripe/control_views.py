"""`/_control`: what a test does to an account behind the shop's back.

Every call is a POST of JSON whose `key` names the account. JSON alone is taken, so a page in a
browser cannot reach it.
"""

from typing import Any

from flask import Blueprint, abort, current_app, request

from devtools.stripe.account import Account
from devtools.stripe.faults import Fault
from devtools.stripe.mailing import Mailing
from devtools.stripe.sweep import sweep
from devtools.stripe.things import Thing

bp = Blueprint("control", __name__, url_prefix="/_control")


@bp.before_request
def loopback_only() -> None:
    if request.remote_addr not in ("127.0.0.1", "::1") or not request.is_json:
        abort(403)


def asked() -> tuple[Account, Thing]:
    told: Thing = request.get_json()
    accounts: dict[str, Account] = current_app.extensions["accounts"]
    return accounts.get(told.pop("key", "")) or abort(404), told


@bp.post("/account")
def open_account() -> Thing:
    """A fresh, empty account under this key, whatever there was before."""
    key = request.get_json()["key"]
    if not key.startswith(("sk_test_", "rk_test_")):
        abort(400)
    accounts: dict[str, Account] = current_app.extensions["accounts"]
    mailing = Mailing(current_app.extensions["office"])
    accounts[key] = Account(key, current_app.extensions["terms"], mailing)
    return {"key": key}


@bp.post("/fault")
def add_fault() -> Thing:
    account, told = asked()
    account.faults.waiting.append(Fault(**told))
    return {}


@bp.post("/end-delays")
def end_delays() -> Thing:
    account, _told = asked()
    account.faults.end_delays()
    return {}


@bp.post("/clock")
def advance() -> Thing:
    account, told = asked()
    account.offset += int(told["seconds"])
    sweep(account)
    return {"now": account.now()}


@bp.post("/state")
def state() -> dict[str, Any]:
    """Everything: objects by kind, deliveries, how much of the mail is held."""
    account, _told = asked()
    with account.lock, account.mailing.lock:
        kinds = {kind: list(things.values()) for kind, things in account.objects.items() if things}
        kept = {key: kept.answer and kept.answer[0] for key, kept in account.kept.items()}
        attempts = list(account.mailing.attempts)
        told = {"objects": kinds, "attempts": attempts, "idempotency_keys": kept}
        return {**told, "held": len(account.mailing.held), "now": account.now()}
