"""Another phone number or e-mail for the same person, proved by a code first."""

from typing import Any

from flask import flash, redirect, url_for
from flask_login import current_user

from marketplace.accounts.actions import Taken, set_destination
from marketplace.accounts.blueprint import bp
from marketplace.accounts.browser import answer, ask, stop_waiting, waiting
from marketplace.accounts.forms import AskForm, CodeForm
from marketplace.accounts.guards import signed_in
from marketplace.accounts.pages import answering, asking
from marketplace.accounts.rules import Purpose
from marketplace.accounts.views.sign_in import WRONG_CODE
from marketplace.web.db import db


@bp.route("/akun/kontak", methods=["GET", "POST"])
@signed_in
def contact() -> Any:
    form = AskForm()
    if not form.accepted():
        return asking(form, "accounts/contact.html")
    ask(Purpose.CHANGE, form.nomor.data)
    return redirect(url_for(".contact_code"))


@bp.route("/akun/kontak/kode", methods=["GET", "POST"])
@signed_in
def contact_code() -> Any:
    asked = waiting(Purpose.CHANGE)
    if asked is None:
        return redirect(url_for(".contact"))
    form = CodeForm()
    if form.accepted():
        try:
            proved = answer(Purpose.CHANGE, form.kode.data)
            if proved:
                set_destination(current_user, proved)
        except Taken:
            proved = None
        db.session.commit()
        if proved:
            stop_waiting()
            flash("Kontakmu sudah diganti.")
            return redirect(url_for(".account"))
        form.kode.errors = [WRONG_CODE]
    return answering(form, asked["to"], title="Ganti kontak", button="Simpan", again=".contact")
