"""The stalls of a market, and closing or reopening one."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user

from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.desks.finding import words_typed
from marketplace.desks.queue import is_named
from marketplace.kit.clock import now
from marketplace.regions.guards import rw_admin
from marketplace.stalls.actions import close_stall, reopen_stall
from marketplace.stalls.models import Stall
from marketplace.stalls.queries import stalls_of
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import here, take_page

SHOWN = [status for status in StallStatus if status is not StallStatus.DRAFT]


@bp.get("/kelola/<market>/lapak")
@rw_admin
def admin_stalls() -> Any:
    wanted = next((s for s in SHOWN if s.value == request.args.get("status")), None)
    query = stalls_of(g.market).order_by(Stall.name, Stall.id)
    if wanted:
        query = query.where(Stall.status == wanted)
    words = words_typed()
    if words:
        query = query.where(is_named(words))
    stalls, paging = take_page(query, ("q", "status"))
    filters = [("Semua", here(("q",), status=None), wanted is None)] + [
        (status.label, here(("q",), status=status.value), wanted is status) for status in SHOWN
    ]
    return admin_page(
        "desks/admin/stalls.html",
        "desks.admin_stalls",
        stalls=stalls,
        paging=paging,
        filters=filters,
        wanted=wanted,
        words=words,
    )


def stall_here(id: int) -> Stall:
    """A stall of this market; another market's does not exist."""
    return first_or_404(stalls_of(g.market).where(Stall.id == id))


@bp.post("/kelola/<market>/lapak/<int:id>/penutupan")
@rw_admin
def close_stall_here(id: int) -> Any:
    stall = stall_here(id)
    close_stall(stall, current_user, now())
    db.session.commit()
    flash(f"{stall.name} ditutup. Pesanan yang sudah masuk tetap jalan.")
    return redirect(url_for(".admin_thing", market=g.market.slug, kind="lapak", id=id))


@bp.post("/kelola/<market>/lapak/<int:id>/pembukaan")
@rw_admin
def reopen_stall_here(id: int) -> Any:
    stall = stall_here(id)
    reopen_stall(stall, current_user, now())
    db.session.commit()
    flash(f"{stall.name} masuk lagi ke antrean, tinggal disetujui.")
    return redirect(url_for(".admin_thing", market=g.market.slug, kind="lapak", id=id))
