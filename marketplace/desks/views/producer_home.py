"""/penjual: which of one's stalls."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from marketplace.accounts.guards import signed_in
from marketplace.accounts.rules import Role
from marketplace.desks.blueprint import bp
from marketplace.regions.models import Market, Rw
from marketplace.stalls.models import Stall
from marketplace.web.db import db


@bp.get("/penjual")
@signed_in
def producer_home() -> Any:
    mine = db.select(Stall).where(Stall.id.in_(current_user.scopes(Role.PRODUCER)))
    market = joinedload(Stall.market).joinedload(Market.rw).joinedload(Rw.village)
    stalls = list(db.session.scalars(mine.options(market).order_by(Stall.name)))
    if len(stalls) == 1:
        return redirect(url_for(".today", stall=stalls[0].slug))
    return render_template("desks/producer/stalls.html", stalls=stalls)
