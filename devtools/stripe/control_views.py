"""`/_control`: what a test does to an account behind the shop's back.

Every call is a POST of JSON whose `key` names the account. JSON alone is taken, so a page in a
browser cannot reach it.
"""

from typing import Any

from flask import Blueprint, abort, current_app, request

from devtools.stripe.account import Account
from devtools.stripe.charges import settle_fees
from devtools.stripe.checkout import settle_transfer
from devtools.stripe.disputes import close, open_dispute
from devtools.stripe.faults import Fault
from devtools.stripe.mailing import Mailing
from devtools.stripe.office import Endpoint
from devtools.stripe.refunds import finish, give_back
from devtools.stripe.sweep import sweep
from devtools.stripe.things import Thing

bp = Blueprint("control", __name__, url_prefix="/_control")
LOCAL = "http://127.0.0.1", "http://localhost"


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


@bp.post("/endpoint")
def add_endpoint() -> Thing:
    account, told = asked()
    if not told["url"].startswith(LOCAL):
        abort(400)
    types = tuple(told.get("types") or ("*",))
    account.mailing.endpoints.append(Endpoint(told["url"], told["secret"], types))
    return {"endpoints": len(account.mailing.endpoints)}


@bp.post("/mail")
def disturb_mail() -> Thing:
    """`drop` events (-1: all), deliver `copies` of each, `hold` them."""
    account, told = asked()
    mailing = account.mailing
    with mailing.lock:
        mailing.dropping = told.get("drop", mailing.dropping)
        mailing.copies = told.get("copies", mailing.copies)
        mailing.holding = told.get("hold", mailing.holding)
    return {"held": len(mailing.held)}


@bp.post("/release")
def release_mail() -> Thing:
    account, told = asked()
    return {"released": account.mailing.release(told.get("reverse", False))}


@bp.post("/redeliver")
def redeliver() -> Thing:
    account, told = asked()
    account.mailing.redeliver(account.find("event", told["event"]), told.get("times", 1))
    return {}


@bp.post("/idle")
def wait_until_delivered() -> Thing:
    account, told = asked()
    office = account.mailing.office
    return {"idle": office.wait_for(account.mailing, told.get("timeout", 10.0))}


@bp.post("/fault")
def add_fault() -> Thing:
    account, told = asked()
    account.faults.waiting.append(Fault(**told))
    return {}


@bp.post("/transfer")
def transfer() -> Thing:
    account, told = asked()
    with account.lock:
        session = account.find("checkout.session", told["session"])
        settle_transfer(account, session, told["arrived"])
    return session


@bp.post("/dispute")
def dispute() -> Thing:
    """Open one on a `charge`, or close a `dispute` as won or lost."""
    account, told = asked()
    with account.lock:
        if "charge" in told:
            charge = account.find("charge", told.pop("charge"))
            return open_dispute(account, charge, **told)
        return close(account, account.find("dispute", told["dispute"]), told["status"])


@bp.post("/refund")
def refund() -> Thing:
    """As by the dashboard: of a `charge`, `amount` of it."""
    account, told = asked()
    with account.lock:
        charge = account.find("charge", told["charge"])
        amount = told.get("amount") or charge["amount"] - charge["amount_refunded"]
        return give_back(account, charge, amount, "requested_by_customer", {})


@bp.post("/refund-outcome")
def refund_outcome() -> Thing:
    """`next`: what the coming refunds are, pending, failed or succeeded; or finish a pending one."""
    account, told = asked()
    account.refund_outcomes += told.get("next", [])
    if "refund" in told:
        with account.lock:
            finish(account, account.find("refund", told["refund"]), told["status"])
    return {}


@bp.post("/fees")
def fees() -> Thing:
    """`at_once` false: charges wait for their fee until `settle`."""
    account, told = asked()
    account.fees_at_once = told.get("at_once", account.fees_at_once)
    with account.lock:
        return {"settled": settle_fees(account) if told.get("settle") else 0}


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
        kinds = {kind: list(things.values()) for kind, things in account.objects.items()}
        kept = {key: kept.answer and kept.answer[0] for key, kept in account.kept.items()}
        attempts = list(account.mailing.attempts)
        told = {"objects": kinds, "attempts": attempts, "idempotency_keys": kept}
        return {**told, "held": len(account.mailing.held), "now": account.now()}
