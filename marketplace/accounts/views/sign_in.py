"""In by password or by code, and out."""

from typing import Any

from flask import flash, redirect, request, session, url_for
from flask_login import current_user, logout_user

from marketplace.accounts.actions import end_session, find_user, user_with_password
from marketplace.accounts.blueprint import bp
from marketplace.accounts.browser import answer, ask, let_in, network, waiting
from marketplace.accounts.forms import AskForm, SignInCodeForm, SignInForm
from marketplace.accounts.guards import signed_in
from marketplace.accounts.pages import answering, asking
from marketplace.accounts.rules import Purpose
from marketplace.web.audience import buyer, public
from marketplace.web.db import db

WRONG = "Nomor dan kata sandi ini tidak cocok. Coba lagi, atau minta kode."
WRONG_CODE = "Kodenya keliru atau sudah tidak berlaku. Periksa lagi, atau kirim kode baru."


@bp.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for(".account"))
    form = SignInForm()
    if form.accepted():
        user = user_with_password(form.nomor.data, form.sandi.data, network())
        if user:
            return let_in(user, remember=form.ingat.data, way_on=form.next.data)
        db.session.commit()
        form.sandi.errors = [WRONG]
    return asking(form, "accounts/sign_in.html")


@bp.post("/masuk/kirim-kode")
@public
def ask_to_sign_in() -> Any:
    form = AskForm()
    if not form.accepted():
        shown = SignInForm()
        shown.nomor.errors = form.nomor.errors
        return asking(shown, "accounts/sign_in.html")
    ask(Purpose.SIGN_IN, form.nomor.data, form.next.data)
    return redirect(url_for(".sign_in_by_code"))


@bp.route("/masuk/kode", methods=["GET", "POST"])
@buyer
def sign_in_by_code() -> Any:
    asked = waiting(Purpose.SIGN_IN)
    if asked is None:
        return redirect(url_for(".sign_in"))
    form = SignInCodeForm()
    if form.accepted():
        proved = answer(Purpose.SIGN_IN, form.kode.data)
        user = find_user(proved) if proved else None
        if user:
            return let_in(user, remember=form.ingat.data, way_on=asked["next"])
        db.session.commit()
        form.kode.errors = [WRONG_CODE]
    return answering(form, asked["to"], title="Masuk", button="Masuk", again=".ask_to_sign_in")


@bp.post("/keluar")
@signed_in
def sign_out() -> Any:
    end_session(current_user, current_user.session_id)
    db.session.commit()
    logout_user()
    session.clear()
    flash("Kamu sudah keluar.")
    return redirect(url_for("shop.city"))
