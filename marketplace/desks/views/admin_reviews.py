"""What buyers say in this market. What hurts or lies is hidden with a reason, and may be shown again."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user

from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.kit.clock import now
from marketplace.regions.guards import rw_admin
from marketplace.reviews.actions import hide, show_again
from marketplace.reviews.forms import HideForm
from marketplace.reviews.models import Review
from marketplace.reviews.queries import older_than, reviews_in_market
from marketplace.reviews.rules import AlreadySaid
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import PER_PAGE, before_wanted


@bp.get("/kelola/<market>/ulasan")
@rw_admin
def admin_reviews() -> Any:
    return page()


def review_here(id: int) -> Review:
    """A review of a stall of this market; another market's does not exist."""
    return first_or_404(reviews_in_market(g.market.id).where(Review.id == id))


@bp.post("/kelola/<market>/ulasan/<int:id>/penyembunyian")
@rw_admin
def hide_review(id: int) -> Any:
    review, form = review_here(id), HideForm()
    if review.hidden_at:
        raise AlreadySaid
    if not form.accepted():
        return page(review, form), 422
    hide(review, form.alasan.data, current_user, now())
    db.session.commit()
    flash("Ulasan disembunyikan dan tidak ikut dihitung.")
    return redirect(url_for(".admin_reviews", market=g.market.slug))


@bp.post("/kelola/<market>/ulasan/<int:id>/penayangan")
@rw_admin
def show_review(id: int) -> Any:
    show_again(review_here(id), current_user, now())
    db.session.commit()
    flash("Ulasan tampil lagi.")
    return redirect(url_for(".admin_reviews", market=g.market.slug))


def page(refused: Review | None = None, form: HideForm | None = None) -> str:
    """The list; `refused` is the review whose reason has a fault, at the top then."""
    hidden = request.args.get("tampil") == "tersembunyi"
    query = reviews_in_market(g.market.id)
    if hidden:
        query = query.where(Review.hidden_at.is_not(None))
    before = refused.id + 1 if refused else before_wanted(request.args)
    found, older = older_than(query, before, PER_PAGE)
    whole = url_for(".admin_reviews", market=g.market.slug)
    filters = [
        ("Semua", whole, not hidden),
        ("Disembunyikan", f"{whole}?tampil=tersembunyi", hidden),
    ]
    return admin_page(
        "desks/admin/reviews.html",
        "desks.admin_reviews",
        found=found,
        older=older,
        hidden=hidden,
        filters=filters,
        refused=refused,
        form=form,
    )
