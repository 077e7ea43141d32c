"""Controls of the mail: where events go, and what happens to them on the way."""

from flask import abort

from devtools.stripe.control_views import asked, bp
from devtools.stripe.office import Endpoint
from devtools.stripe.things import Thing

LOCAL = "http://127.0.0.1", "http://localhost"


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
