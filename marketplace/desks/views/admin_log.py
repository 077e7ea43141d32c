"""Siapa, kapan, apa: the trail of a market."""

from types import SimpleNamespace
from typing import Any

from flask import g
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import AuditEntry
from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.desks.trail import details_of
from marketplace.regions.guards import rw_admin
from marketplace.web.db import db
from marketplace.web.paging import take_page


@bp.get("/kelola/<market>/catatan")
@rw_admin
def admin_log() -> Any:
    query = (
        db.select(AuditEntry)
        .where(AuditEntry.market_id == g.market.id)
        .options(joinedload(AuditEntry.actor))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    found, paging = take_page(query)
    entries = [line_of(entry) for entry in found]
    return admin_page("desks/admin/log.html", "desks.admin_log", entries=entries, paging=paging)


def line_of(entry: AuditEntry) -> SimpleNamespace:
    return SimpleNamespace(
        at=entry.at,
        who=entry.actor.name if entry.actor else "Sistem",
        action=entry.action,
        about=entry.about,
        details=details_of(entry),
    )
