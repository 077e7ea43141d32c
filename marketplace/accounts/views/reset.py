"""A forgotten password: the code and the new password on one page, and every other device is out."""

from typing import Any

from flask import flash, redirect, url_for

from marketplace.accounts.actions import end_sessions, find_user, set_password
from marketplace.accounts.blueprint import bp
from marketplace.accounts.browser import answer, ask, let_in, waiting
from marketplace.accounts.forms import AskForm, ResetForm
from marketplace.accounts.pages import answering, asking
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.rules import Purpose
from marketplace.accounts.views.sign_in import WRONG_CODE
from marketplace.web.audience import buyer, public
from marketplace.web.db import db


@bp.route("/lupa-sandi", methods=["GET", "POST"])
@public
def forgot() -> Any:
    form = AskForm()
    if not form.accepted():
        return asking(form, "accounts/forgot.html")
    ask(Purpose.RESET, form.nomor.data, form.next.data)
    return redirect(url_for(".reset"))


@bp.route("/lupa-sandi/kode", methods=["GET", "POST"])
@buyer
def reset() -> Any:
    asked = waiting(Purpose.RESET)
    if asked is None:
        return redirect(url_for(".forgot"))
    form = ResetForm()
    form.is_about("", asked["to"])
    if form.accepted():
        hashed = hash_password(form.sandi_baru.data)
        proved = answer(Purpose.RESET, form.kode.data)
        user = find_user(proved) if proved else None
        if user:
            set_password(user, hashed)
            end_sessions(user)
            way_in = let_in(user, remember=True, way_on=asked["next"])
            flash("Kata sandi diganti. Perangkat lain sudah dikeluarkan.")
            return way_in
        db.session.commit()
        form.kode.errors = [WRONG_CODE]
    title = "Kata sandi baru"
    return answering(form, asked["to"], title=title, button="Simpan dan masuk", again=".forgot")
