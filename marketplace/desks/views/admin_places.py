"""Pickup places of the market and their weekly hours."""

from typing import Any

from flask import g
from flask_login import current_user
from sqlalchemy.orm import selectinload

from marketplace.desks.blueprint import bp
from marketplace.desks.forms.market import PointForm, SlotForm
from marketplace.desks.views.admin_settings import saved, settings_page
from marketplace.regions.actions import (
    add_pickup_point,
    add_slot,
    close_pickup_point,
    remove_slot,
)
from marketplace.regions.guards import rw_admin
from marketplace.regions.models import PickupPoint, Slot
from marketplace.web.db import db, first_or_404


def own_points() -> Any:
    """The market's own places in use; terraces of stalls are the stalls' business."""
    return db.select(PickupPoint).where(
        PickupPoint.market_id == g.market.id,
        PickupPoint.stall_id.is_(None),
        PickupPoint.is_active,
    )


def own_point(id: int) -> PickupPoint:
    return first_or_404(own_points().where(PickupPoint.id == id))


@bp.route("/kelola/<market>/pengaturan/tempat", methods=["GET", "POST"])
@rw_admin
def market_places() -> Any:
    form = PointForm()
    if not form.accepted():
        return places_page(form)
    add_pickup_point(g.market, form.name.data, form.address.data, [form.hours()], by=current_user)
    return saved(".market_places", f"{form.name.data} bisa dipilih pembeli.")


def slot_form(id: int) -> SlotForm:
    """Each place has its own on the page."""
    return SlotForm(prefix=f"t{id}-")


def places_page(form: PointForm, refused: SlotForm | None = None, at: int = 0) -> Any:
    """`refused` is the form of an hour at the place `at`."""
    query = own_points().options(selectinload(PickupPoint.slots)).order_by(PickupPoint.id)
    points = db.session.scalars(query).all()
    forms = {point.id: slot_form(point.id) for point in points}
    if refused:
        forms[at] = refused
    return settings_page(
        "places", "desks.market_places", form=form, forms=forms, at=at, points=points
    )


@bp.post("/kelola/<market>/pengaturan/tempat/<int:id>/jam")
@rw_admin
def add_hour(id: int) -> Any:
    point, form = own_point(id), slot_form(id)
    if not form.accepted():
        return places_page(PointForm(), form, id)
    add_slot(point, form.hours(), by=current_user)
    return saved(".market_places", f"Jam ambil di {point.name} ditambah.")


@bp.post("/kelola/<market>/pengaturan/tempat/<int:id>/jam/<int:slot_id>/penghapusan")
@rw_admin
def remove_hour(id: int, slot_id: int) -> Any:
    point = own_point(id)
    slot = first_or_404(db.select(Slot).where(Slot.id == slot_id, Slot.point_id == point.id))
    remove_slot(slot, by=current_user)
    return saved(".market_places", "Jam ambil dihapus.")


@bp.post("/kelola/<market>/pengaturan/tempat/<int:id>/penutupan")
@rw_admin
def close_place(id: int) -> Any:
    point = own_point(id)
    close_pickup_point(point, by=current_user)
    return saved(
        ".market_places", f"{point.name} tidak dipakai lagi. Pesanan lama tetap menyebutnya."
    )
