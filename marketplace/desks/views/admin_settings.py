"""The market itself: its board, hours, pickup places, courier fees, and whether it is open."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user

from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.desks.forms.market import HoursForm, MarketForm, ZonesForm
from marketplace.kit.clock import now
from marketplace.regions.actions import change_market, close_by, open_by, set_hours, set_zone
from marketplace.regions.guards import rw_admin
from marketplace.web.db import begin_write, db

SECTIONS = (
    ("desks.market_settings", "Papan nama"),
    ("desks.market_hours", "Jam buka"),
    ("desks.market_places", "Tempat ambil"),
    ("desks.market_zones", "Ongkir"),
)


def settings_page(template: str, here: str, **context: Any) -> tuple[str, int]:
    """One part of the settings; shown again after a POST it was refused."""
    sections = [
        (words, url_for(endpoint, market=g.market.slug), endpoint == here)
        for endpoint, words in SECTIONS
    ]
    page = admin_page(
        f"desks/admin/{template}.html", "desks.market_settings", sections=sections, **context
    )
    return page, 422 if request.method == "POST" else 200


def saved(here: str, words: str) -> Any:
    """The end of every change: commit, say so, show the part again."""
    db.session.commit()
    flash(words)
    return redirect(url_for(here, market=g.market.slug))


@bp.route("/kelola/<market>/pengaturan", methods=["GET", "POST"])
@rw_admin
def market_settings() -> Any:
    form = MarketForm(obj=g.market)
    if not form.accepted():
        return settings_page("settings", "desks.market_settings", form=form)
    change_market(g.market, current_user, **form.columns())
    return saved(".market_settings", "Pengaturan pasar tersimpan.")


@bp.route("/kelola/<market>/pengaturan/jam", methods=["GET", "POST"])
@rw_admin
def market_hours() -> Any:
    form = HoursForm()
    if not form.accepted():
        if request.method == "GET":
            form.fill(g.market)
        return settings_page("hours", "desks.market_hours", form=form)
    set_hours(g.market, form.hours(), by=current_user)
    return saved(".market_hours", "Jam buka tersimpan.")


@bp.route("/kelola/<market>/pengaturan/ongkir", methods=["GET", "POST"])
@rw_admin
def market_zones() -> Any:
    form = ZonesForm()
    if not form.accepted():
        if request.method == "GET":
            form.fill(g.market)
        return settings_page("zones", "desks.market_zones", form=form)
    begin_write()
    for reach, fee in form.fees().items():
        set_zone(g.market, reach, fee, by=current_user)
    return saved(".market_zones", "Ongkir tersimpan.")


@bp.post("/kelola/<market>/pembukaan")
@rw_admin
def open_market_here() -> Any:
    open_by(g.market, current_user, now())
    return saved(".market_settings", f"{g.market.name} sekarang buka untuk semua.")


@bp.post("/kelola/<market>/penutupan")
@rw_admin
def close_market_here() -> Any:
    close_by(g.market, current_user, now())
    return saved(
        ".market_settings", f"{g.market.name} ditutup. Pesanan yang sudah masuk tetap jalan."
    )
