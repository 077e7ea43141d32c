"""What buyers say of the stall's goods; the stall may answer each once."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from marketplace.desks.blueprint import bp
from marketplace.kit.clock import now
from marketplace.reviews.forms import ReplyForm
from marketplace.reviews.models import Review
from marketplace.reviews.queries import older_than, reviews_of_stall, stars_of_stall
from marketplace.reviews.rules import AlreadySaid
from marketplace.stalls.guards import producer
from marketplace.web.db import db, first_or_404, lock
from marketplace.web.paging import PER_PAGE, before_wanted


@bp.get("/penjual/<stall>/ulasan")
@producer
def reviews() -> Any:
    return page()


@bp.post("/penjual/<stall>/ulasan/<int:id>/balasan")
@producer
def reply(id: int) -> Any:
    review = first_or_404(reviews_of_stall(g.stall).where(Review.id == id))
    form = ReplyForm()
    if not review.may_be_answered:
        raise AlreadySaid
    if not form.accepted():
        return page(review, form), 422
    lock(review)
    review.answer(form.balasan.data, now())
    db.session.commit()
    flash("Balasanmu tampil di bawah ulasannya.")
    return redirect(url_for(".reviews", stall=g.stall.slug))


def page(refused: Review | None = None, form: ReplyForm | None = None) -> str:
    """The list; `refused` is the review whose answer has a fault, at the top then."""
    query = reviews_of_stall(g.stall)
    unanswered = request.args.get("tampil") == "belum"
    if unanswered:
        query = query.where(Review.replied_at.is_(None), Review.hidden_at.is_(None))
    before = refused.id + 1 if refused else before_wanted(request.args)
    found, older = older_than(query, before, PER_PAGE)
    return render_template(
        "desks/producer/reviews.html",
        stall=g.stall,
        found=found,
        older=older,
        unanswered=unanswered,
        rated=stars_of_stall(g.stall.id),
        refused=refused,
        form=form,
    )
