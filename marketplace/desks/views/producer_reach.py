"""How goods come to the buyer: delivery by the stall, and its own place with weekly hours."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask_login import current_user
from sqlalchemy.orm import selectinload

from marketplace.desks.blueprint import bp
from marketplace.desks.forms.stall import DeliveryForm, PickupForm, pickup_form
from marketplace.desks.views.producer_stall import keep, saved, stall_form
from marketplace.kit.clock import DAYS
from marketplace.kit.rupiah import Rupiah
from marketplace.regions.actions import (
    add_pickup_point,
    add_slot,
    close_pickup_point,
    remove_slot,
)
from marketplace.regions.models import PickupPoint
from marketplace.stalls.guards import producer
from marketplace.web.db import db, lock


@bp.route("/penjual/<stall>/lapak/antar", methods=["GET", "POST"])
@producer
def stall_delivery() -> Any:
    form = DeliveryForm(obj=g.stall)
    if not form.accepted():
        return stall_form("delivery", form)
    keep(
        delivers=form.delivers.data,
        delivery_fee=Rupiah(form.delivery_fee.data or 0),
        delivery_area=form.delivery_area.data or "",
    )
    return saved("Pengantaran tersimpan.")


@bp.route("/penjual/<stall>/lapak/ambil", methods=["GET", "POST"])
@producer
def stall_pickup() -> Any:
    point = own_place()
    form = pickup_form(g.stall, point)
    if not form.accepted():
        return stall_form("pickup", form, point=point, days=DAYS)
    keep_place(form)
    return saved("Tempat ambil tersimpan.")


@bp.post("/penjual/<stall>/lapak/ambil/penutupan")
@producer
def stall_pickup_close() -> Any:
    point = own_place()
    if point is None:
        flash("Tempat ambil ini sudah ditutup.")
        return redirect(url_for(".stall", stall=g.stall.slug))
    close_pickup_point(point, by=current_user)
    return saved("Tempat ambil ditutup. Pesanan yang sudah masuk tetap bisa diambil.")


def own_place() -> PickupPoint | None:
    """The stall's own pickup point that is in use."""
    own = PickupPoint.stall_id == g.stall.id, PickupPoint.is_active
    query = db.select(PickupPoint).where(*own).order_by(PickupPoint.id)
    return db.session.scalars(query.options(selectinload(PickupPoint.slots)).limit(1)).first()


def keep_place(form: PickupForm) -> None:
    """Hours that stay keep their rows, for carts in progress name them."""
    lock(g.stall)
    point = own_place()
    if point is None:
        place = form.name.data, form.address.data, form.hours
        add_pickup_point(g.stall.market, *place, stall=g.stall, by=current_user)
        return
    point.name, point.address = form.name.data, form.address.data
    for slot in list(point.slots):
        if (slot.weekday, slot.starts, slot.ends) not in form.hours:
            remove_slot(slot, by=current_user)
    for hours in form.hours:
        add_slot(point, hours, by=current_user)
