"""The hosted page: what a buyer sees at `/c/pay/<session>`. Works without JavaScript."""

import re
from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, g, redirect, render_template, request
from werkzeug.wrappers import Response

from devtools.stripe.account import Account
from devtools.stripe.cards import CARDS, Card
from devtools.stripe.checkout import Closed, answer_challenge, pay_by_card, promise_transfer
from devtools.stripe.errors import StripeError
from devtools.stripe.sweep import sweep
from devtools.stripe.things import Thing, rupiah

bp = Blueprint("pages", __name__)
Page = str | tuple[str, int] | Response
WRONG = "Nomor kartu ini tidak dikenal. Pakai salah satu kartu uji di bawah."
INCOMPLETE = "Isi masa berlaku (BB/TT) dan CVC tiga angka."
PAST = "Masa berlaku kartu sudah lewat."


@bp.app_template_filter("money")
def money(amount: int, currency: str) -> str:
    return rupiah(amount, currency)


def found(session_id: str) -> tuple[Account, Thing]:
    accounts: dict[str, Account] = current_app.extensions["accounts"]
    owners = [a for a in list(accounts.values()) if session_id in a.objects["checkout.session"]]
    if not owners:
        abort(404)
    sweep(owners[0])
    return owners[0], owners[0].find("checkout.session", session_id)


@bp.get("/c/pay/<session_id>")
def show(session_id: str) -> Page:
    account, session = found(session_id)
    if session["status"] != "open":
        return closed(account, session, 200)
    return form(account, session)


@bp.post("/c/pay/<session_id>")
def pay(session_id: str) -> Page:
    account, session = found(session_id)
    if request.form.get("method") == "id_bank_transfer":
        return transferred(account, session)
    card, says = card_typed()
    if card is None:
        return form(account, session, says)
    with account.lock, account.asked_by(g.request_id, None):
        try:
            declined = pay_by_card(account, session, card)
        except Closed:
            return closed(account, session, 409)
    if declined:
        return form(account, session, declined.pesan)
    if session["id"] in account.challenges:
        return redirect(f"/c/pay/{session['id']}/3ds", 303)
    return back_to_shop(session)


def transferred(account: Account, session: Thing) -> Page:
    if "id_bank_transfer" not in session["payment_method_types"]:
        abort(400)
    with account.lock, account.asked_by(g.request_id, None):
        try:
            promise_transfer(account, session)
        except Closed:
            return closed(account, session, 409)
    return back_to_shop(session)


@bp.get("/c/pay/<session_id>/3ds")
def challenge(session_id: str) -> Page:
    account, session = found(session_id)
    if session["id"] not in account.challenges:
        return redirect(f"/c/pay/{session['id']}", 303)
    return render_template("challenge.html", session=session, merchant=account.terms.merchant)


@bp.post("/c/pay/<session_id>/3ds")
def answer(session_id: str) -> Page:
    account, session = found(session_id)
    with account.lock, account.asked_by(g.request_id, None):
        try:
            declined = answer_challenge(account, session, request.form.get("answer") == "approve")
        except (Closed, StripeError):
            return closed(account, session, 409)
    return form(account, session, declined.pesan) if declined else back_to_shop(session)


def card_typed() -> tuple[Card | None, str]:
    """The test card of the form, or what is wrong with the form."""
    card = CARDS.get(re.sub(r"[\s-]", "", request.form.get("number", "")))
    expiry = re.fullmatch(r"\s*(0[1-9]|1[0-2])\s*/\s*(\d\d)\s*", request.form.get("expiry", ""))
    if card is None:
        return None, WRONG
    if not expiry or not re.fullmatch(r"\d{3,4}", request.form.get("cvc", "").strip()):
        return None, INCOMPLETE
    month, year, today = int(expiry[1]), 2000 + int(expiry[2]), datetime.now(UTC)
    if (year, month) < (today.year, today.month):
        return None, PAST
    return card, ""


def form(account: Account, session: Thing, says: str = "") -> Page:
    page = render_template(
        "pay.html",
        session=session,
        lines=account.lines[session["id"]],
        merchant=account.terms.merchant,
        cancel_url=filled_in(session, "cancel_url"),
        cards=CARDS.values(),
        says=says,
    )
    return (page, 402) if says else page


def closed(account: Account, session: Thing, status: int) -> Page:
    back = filled_in(session, "success_url" if session["status"] == "complete" else "cancel_url")
    merchant = account.terms.merchant
    return render_template("closed.html", session=session, back=back, merchant=merchant), status


def back_to_shop(session: Thing) -> Response:
    return redirect(filled_in(session, "success_url") or "/", 303)


def filled_in(session: Thing, name: str) -> str | None:
    address: str | None = session[name]
    return address.replace("{CHECKOUT_SESSION_ID}", session["id"]) if address else None
