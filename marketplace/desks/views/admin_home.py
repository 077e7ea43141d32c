"""/kelola: which of one's markets."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from marketplace.accounts.guards import signed_in
from marketplace.accounts.rules import Role
from marketplace.desks.blueprint import bp
from marketplace.regions.models import Market, Rw
from marketplace.web.db import db


@bp.get("/kelola")
@signed_in
def admin_home() -> Any:
    admin = current_user.scopes(Role.RW_ADMIN)
    ids = admin + current_user.scopes(Role.TREASURER)
    village = joinedload(Market.rw).joinedload(Rw.village)
    query = db.select(Market).where(Market.id.in_(ids)).options(village).order_by(Market.slug)
    desks = [
        (market, url_for(".queue" if market.id in admin else ".market_money", market=market.slug))
        for market in db.session.scalars(query)
    ]
    if len(desks) == 1:
        return redirect(desks[0][1])
    return render_template("desks/admin/markets.html", desks=desks)
