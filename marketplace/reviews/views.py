"""Tulis ulasan: one page for each line of an order that was collected."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy.orm.attributes import set_committed_value

from marketplace.checkout.known import known_about_visitor
from marketplace.kit.clock import now
from marketplace.orders.models import OrderLine
from marketplace.orders.queries import own_order
from marketplace.reviews.actions import say
from marketplace.reviews.forms import ReviewForm, as_typed
from marketplace.reviews.models import Review
from marketplace.reviews.queries import collected_at, review_of
from marketplace.reviews.rules import must_be_reviewable
from marketplace.web.audience import buyer
from marketplace.web.db import begin_write, db

bp = Blueprint("reviews", __name__)


def own_line(code: str, line_id: int) -> OrderLine:
    """A line of the visitor's own order; else 404."""
    order = own_order(code)
    line = next((line for line in order.lines if line.id == line_id), None)
    if line is None:
        abort(404)
    set_committed_value(line, "order", order)  # held by its line, or all of it is read again
    return line


def form_for(line: OrderLine, review: Review | None) -> ReviewForm:
    """With what was said before. Raises NotReviewable."""
    order = line.order
    must_be_reviewable(order.status, collected_at(order), line.claimed, now())
    return ReviewForm(data=as_typed(review, known_about_visitor().rt)).offer(
        order.purchase.contact_name
    )


@bp.get("/pesanan/<code>/ulasan/<int:line_id>")
@buyer
def write(code: str, line_id: int) -> Any:
    line = own_line(code, line_id)
    review = review_of(line)
    return page(line, review, form_for(line, review))


@bp.post("/pesanan/<code>/ulasan/<int:line_id>")
@buyer
def keep(code: str, line_id: int) -> Any:
    line = own_line(code, line_id)
    form = form_for(line, None)
    if not form.accepted():
        return page(line, review_of(line), form), 422
    begin_write()
    review = say(own_line(code, line_id), form.said, now())
    edited = review.edited_at
    db.session.commit()
    flash("Ulasanmu diperbarui." if edited else "Ulasanmu tersimpan. Terima kasih.")
    return redirect(url_for("orders.show", code=code))


def page(line: OrderLine, review: Review | None, form: ReviewForm) -> str:
    return render_template(
        "reviews/write.html",
        line=line,
        order=line.order,
        market=line.order.stall.market,
        review=review,
        form=form,
    )


blueprints = (bp,)
