"""The stall's own settings: an overview, its face, its licences, its holidays."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from marketplace.desks.blueprint import bp
from marketplace.desks.forms.stall import (
    HolidayForm,
    holiday_form,
    licences_form,
    profile_form,
)
from marketplace.kit.clock import nama_hari, now
from marketplace.payments.gateways import takes_cards
from marketplace.payments.receivers import can_receive
from marketplace.payments.rules import Method
from marketplace.regions.models import PickupPoint
from marketplace.stalls.actions import NameTaken, rename_stall, save_licence, set_holiday
from marketplace.stalls.guards import producer
from marketplace.stalls.rules import HalalStatus, LicenceKind
from marketplace.web.db import db, lock


@bp.get("/penjual/<stall>/lapak")
@producer
def stall() -> Any:
    own = PickupPoint.stall_id == g.stall.id, PickupPoint.is_active
    point = db.session.scalars(db.select(PickupPoint).where(*own).limit(1)).first()
    return render_template(
        "desks/producer/stall.html",
        stall=g.stall,
        point=point,
        on_holiday=g.stall.on_holiday(now()),
        ways_to_pay=ways_to_pay(),
    )


@bp.route("/penjual/<stall>/lapak/profil", methods=["GET", "POST"])
@producer
def stall_profile() -> Any:
    form = profile_form(g.stall)
    if not form.accepted():
        return stall_form("profile", form)
    try:
        rename_stall(g.stall, form.name.data)
    except NameTaken as taken:
        db.session.rollback()
        form.name.errors = [f"Mirip dengan {taken.name} di pasar ini. Pilih nama lain."]
        return stall_form("profile", form)
    keep(**form.columns)
    return saved("Profil lapak tersimpan.")


@bp.route("/penjual/<stall>/lapak/izin", methods=["GET", "POST"])
@producer
def stall_licences() -> Any:
    form = licences_form(g.stall)
    if not form.accepted():
        return stall_form("licences", form)
    doubts = [d for kind, typed in form.numbers.items() for d in save_licence(g.stall, kind, typed)]
    if form.halal.data == HalalStatus.CERTIFIED and not form.numbers[LicenceKind.HALAL]:
        doubts.append("Nomor sertifikat halal belum diisi, jadi pembeli belum bisa mengeceknya.")
    keep(halal=HalalStatus(form.halal.data))
    for doubt in doubts:
        flash(doubt, "warn")
    return saved("Izin lapak tersimpan.")


@bp.route("/penjual/<stall>/lapak/libur", methods=["GET", "POST"])
@producer
def stall_holiday() -> Any:
    form: HolidayForm = holiday_form(g.stall)
    if not form.accepted():
        return stall_form("holiday", form)
    set_holiday(g.stall, form.first.data, form.last.data)
    until = f"sampai {nama_hari(form.last.data, now())}" if form.last.data else "sampai dibuka lagi"
    return saved(f"Lapak libur mulai {nama_hari(form.first.data, now())} {until}.")


@bp.post("/penjual/<stall>/lapak/libur/akhir")
@producer
def stall_back() -> Any:
    set_holiday(g.stall, None, None)
    return saved("Lapak buka lagi. Daganganmu bisa dipesan.")


def ways_to_pay() -> list[str]:
    """How buyers can pay this stall now."""
    ways = Method.QRIS, Method.TRANSFER, Method.CASH, Method.CARD
    names = {Method.TRANSFER: "transfer", Method.CASH: "tunai", Method.CARD: "kartu"}
    cards = takes_cards()
    taken = [method for method in ways if can_receive(method, g.stall, cards=cards)]
    return [names.get(method, method.label) for method in taken]


def keep(**columns: Any) -> None:
    """Columns of the stall, under its lock."""
    lock(g.stall)
    for name, value in columns.items():
        setattr(g.stall, name, value)


def saved(sentence: str) -> Any:
    db.session.commit()
    flash(sentence)
    return redirect(url_for(".stall", stall=g.stall.slug))


def stall_form(name: str, form: Any, **more: Any) -> Any:
    """The page of one form; a refused one is answered with 422."""
    page = render_template(f"desks/producer/stall_{name}.html", form=form, stall=g.stall, **more)
    return page, 422 if request.method == "POST" else 200
