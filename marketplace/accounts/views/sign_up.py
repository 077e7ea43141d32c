"""A new person: number, code, then name and password."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from marketplace.accounts.actions import Taken, create_user
from marketplace.accounts.blueprint import bp
from marketplace.accounts.browser import answer, ask, let_in, proven_here, waiting
from marketplace.accounts.doors import doors_of
from marketplace.accounts.forms import AskForm, CodeForm, NameForm
from marketplace.accounts.guards import signed_in
from marketplace.accounts.pages import answering, asking, status_of
from marketplace.accounts.rules import Purpose
from marketplace.accounts.views.sign_in import WRONG_CODE
from marketplace.web.audience import buyer, public
from marketplace.web.db import db

TAKEN = "Nomor atau e-mail ini sudah punya akun. Masuk saja dengan kode."


@bp.route("/daftar", methods=["GET", "POST"])
@public
def sign_up() -> Any:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for(".account"))
    form = AskForm()
    if not form.accepted():
        return asking(form, "accounts/sign_up.html")
    ask(Purpose.SIGN_UP, form.nomor.data, form.next.data)
    return redirect(url_for(".sign_up_code"))


@bp.route("/daftar/kode", methods=["GET", "POST"])
@buyer
def sign_up_code() -> Any:
    asked = waiting(Purpose.SIGN_UP)
    if asked is None:
        return redirect(url_for(".sign_up"))
    form = CodeForm()
    if form.accepted():
        proved = answer(Purpose.SIGN_UP, form.kode.data)
        db.session.commit()
        if proved:
            return redirect(url_for(".sign_up_name"))
        form.kode.errors = [WRONG_CODE]
    return answering(form, asked["to"], title="Daftar", button="Lanjut", again=".sign_up")


@bp.route("/daftar/nama", methods=["GET", "POST"])
@buyer
def sign_up_name() -> Any:
    proved, asked = proven_here(Purpose.SIGN_UP), waiting(Purpose.SIGN_UP)
    if not proved or not asked:
        return redirect(url_for(".sign_up"))
    form = NameForm()
    form.is_about(form.nama.data or "", proved)
    if form.accepted():
        kind = "email" if "@" in proved else "phone"
        try:
            user = create_user(form.nama.data, password=form.sandi_baru.data, **{kind: proved})
        except Taken:
            form.nama.errors = [TAKEN]
        else:
            home = url_for(".welcome")
            return let_in(user, remember=True, way_on=asked["next"], home=home)
    return render_template("accounts/name.html", form=form, to=proved), status_of(form)


@bp.get("/daftar/selesai")
@signed_in
def welcome() -> Any:
    return render_template("accounts/welcome.html", doors=doors_of(current_user))
