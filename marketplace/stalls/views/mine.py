"""What this person asked for, and what became of it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from marketplace.accounts.guards import signed_in
from marketplace.kit.clock import now
from marketplace.stalls.actions import NameTaken, submit_stall
from marketplace.stalls.blueprint import bp
from marketplace.stalls.models import Stall
from marketplace.stalls.queries import applications_of, with_programme
from marketplace.stalls.rules import IllegalStallMove, Step, Unfinished
from marketplace.stalls.views.frame import step_page
from marketplace.training.actions import certificates_for
from marketplace.web.db import db, first_or_404

MOST = 20  # nobody asks for more stalls than this


def own_application(id: int) -> Stall:
    """Another person's application does not exist."""
    query = applications_of(current_user).where(Stall.id == id)
    return first_or_404(query.options(with_programme()))


def editable(id: int) -> Stall:
    """One's own application that is not with the RW admin."""
    stall = own_application(id)
    if not stall.is_editable:
        raise IllegalStallMove(f"edit while {stall.status}")
    return stall


@bp.get("")
@signed_in
def mine():
    query = applications_of(current_user).order_by(Stall.created_at.desc())
    stalls = db.session.scalars(query.limit(MOST)).all()
    used = {stall.certificate_id for stall in stalls}
    offered = [c for c in certificates_for(current_user) if c.id not in used]
    return render_template("stalls/mine.html", stalls=stalls, offered=offered)


@bp.get("/<int:id>")
@signed_in
def show(id):
    return render_template("stalls/show.html", stall=own_application(id))


@bp.post("/<int:id>/pengajuan")
@signed_in
def submit(id):
    stall = own_application(id)
    try:
        submit_stall(stall, now())
    except (Unfinished, NameTaken) as error:
        db.session.rollback()
        fault = None if isinstance(error, Unfinished) else error.name
        return step_page(Step.REVIEW, stall, taken=fault)
    db.session.commit()
    flash("Pengajuanmu terkirim. Pengurus RW akan memeriksanya.")
    return redirect(url_for(".show", id=stall.id))
