"""Who runs the market: appointing, dismissing, handing over."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from marketplace.accounts.actions import find_user
from marketplace.accounts.models import Grant, User
from marketplace.accounts.rules import Role
from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.desks.forms.team import AppointForm, PersonForm
from marketplace.regions.actions import TEAM, LastAdmin, appoint, dismiss, hand_over
from marketplace.regions.guards import rw_admin
from marketplace.web.db import db, first_or_404


def team() -> Any:
    return (
        db.select(Grant)
        .where(Grant.market_id == g.market.id, Grant.role.in_(TEAM))
        .options(joinedload(Grant.user))
        .order_by(Grant.role, Grant.id)
    )


def person_of(form: PersonForm, besides: int | None = None) -> User | None:
    """Whoever proved to own the number; else None, with a sentence at the field."""
    if not form.accepted():
        return None
    found = find_user(form.phone.data or "")
    if found is None:
        form.phone.errors = ["Nomor ini belum punya akun. Minta dia mendaftar dulu."]
    elif found.id == besides:
        form.phone.errors = ["Ini nomormu sendiri."]
        return None
    return found


def team_page(form: AppointForm, successor: PersonForm) -> tuple[str, int]:
    members = db.session.scalars(team()).all()
    page = admin_page(
        "desks/admin/team.html",
        "desks.admin_team",
        members=members,
        form=form,
        successor=successor,
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/kelola/<market>/pengurus", methods=["GET", "POST"])
@rw_admin
def admin_team() -> Any:
    form = AppointForm()
    person = person_of(form)
    if person is None:
        return team_page(form, PersonForm(prefix="ganti-"))
    role = Role(form.role.data)
    appoint(g.market, person, role, current_user)
    db.session.commit()
    flash(f"{person.name} sekarang {role.label} {g.market.label}.")
    return redirect(url_for(".admin_team", market=g.market.slug))


@bp.post("/kelola/<market>/pengurus/<int:id>/pencabutan")
@rw_admin
def dismiss_here(id: int) -> Any:
    given = first_or_404(team().where(Grant.id == id))
    person, leaves = given.user.name, given.user_id == current_user.id
    try:
        dismiss(g.market, given, current_user)
    except LastAdmin:
        db.session.rollback()
        flash("Ini pengurus terakhir. Tunjuk penggantinya dulu, atau serahkan tugas.", "bad")
        return redirect(url_for(".admin_team", market=g.market.slug))
    db.session.commit()
    flash(f"Peran {person} dicabut.")
    return redirect(
        url_for(".admin_home") if leaves else url_for(".admin_team", market=g.market.slug)
    )


@bp.post("/kelola/<market>/pengurus/serah-tugas")
@rw_admin
def hand_over_here() -> Any:
    form = PersonForm(prefix="ganti-")
    person = person_of(form, besides=current_user.id)
    if person is None:
        return team_page(AppointForm(), form)
    hand_over(g.market, current_user, person)
    db.session.commit()
    flash(f"Tugas diserahkan kepada {person.name}. Terima kasih sudah menjaga pasar ini.")
    return redirect("/")
