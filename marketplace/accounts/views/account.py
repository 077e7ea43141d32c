"""One's own page: name, desks, devices, password."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from marketplace.accounts.actions import (
    end_session,
    end_sessions,
    is_right,
    live_sessions,
    set_password,
)
from marketplace.accounts.blueprint import bp
from marketplace.accounts.browser import network
from marketplace.accounts.doors import doors_of
from marketplace.accounts.forms import ChangePasswordForm, MyNameForm
from marketplace.accounts.guards import signed_in
from marketplace.accounts.pages import status_of
from marketplace.accounts.passwords import hash_password
from marketplace.web.db import db, lock


@bp.route("/akun", methods=["GET", "POST"])
@signed_in
def account() -> Any:
    form = MyNameForm(nama=current_user.name)
    if form.accepted():
        lock(current_user)
        current_user.name = form.nama.data
        db.session.commit()
        flash("Nama disimpan.")
        return redirect(url_for(".account"))
    devices, doors = live_sessions(current_user), doors_of(current_user)
    page = render_template("accounts/account.html", form=form, devices=devices, doors=doors)
    return page, status_of(form)


@bp.post("/akun/perangkat/<int:session_id>/akhir")
@signed_in
def end_device(session_id: int) -> Any:
    ended = end_session(current_user, session_id)
    db.session.commit()
    flash("Perangkat itu sudah dikeluarkan." if ended else "Perangkat itu memang sudah keluar.")
    return redirect(url_for(".account"))


@bp.post("/akun/perangkat/akhir")
@signed_in
def end_other_devices() -> Any:
    count = end_sessions(current_user, but=current_user.session_id)
    db.session.commit()
    flash(f"{count} perangkat lain dikeluarkan." if count else "Tidak ada perangkat lain.")
    return redirect(url_for(".account"))


@bp.route("/akun/sandi", methods=["GET", "POST"])
@signed_in
def change_password() -> Any:
    form = ChangePasswordForm()
    if not current_user.password_hash:
        del form.sandi
    form.is_about(current_user.name, current_user.phone or current_user.email)
    if form.accepted() and may_change(form):
        hashed = hash_password(form.sandi_baru.data)
        set_password(current_user, hashed)
        end_sessions(current_user, but=current_user.session_id)
        db.session.commit()
        flash("Kata sandi diganti. Perangkat lain sudah dikeluarkan.")
        return redirect(url_for(".account"))
    return render_template("accounts/password.html", form=form), status_of(form)


def may_change(form: ChangePasswordForm) -> bool:
    """Whoever only found an unlocked phone does not know the old password."""
    account_name = current_user.phone or current_user.email
    if not form.sandi or is_right(current_user, account_name, form.sandi.data, network()):
        return True
    db.session.commit()
    form.sandi.errors = ["Kata sandi ini tidak cocok dengan yang sekarang."]
    return False
