"""What a third of the buyers say of what they collected; some stalls answer, one review is hidden."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import selectinload

from marketplace.demo.places import admin_of, plan_of
from marketplace.demo.plans import table
from marketplace.demo.when import A_MOMENT, awake
from marketplace.orders.models import Order
from marketplace.orders.rules import OrderStatus
from marketplace.reviews.actions import Said, hide, say
from marketplace.reviews.models import Review
from marketplace.reviews.queries import collected_at
from marketplace.reviews.rules import ShowsAs, is_reviewable
from marketplace.web.db import begin_write, db

EVERY, ANSWERS = 3, 3  # orders, one of which is reviewed; reviews, one of which is answered


def make_reviews(at: datetime) -> None:
    """Once: a second run finds reviews and leaves all as it is."""
    begin_write()
    if db.session.scalar(db.select(Review.id).limit(1)):
        return
    collected = db.select(Order).where(Order.status == OrderStatus.COMPLETED).order_by(Order.id)
    orders = list(db.session.scalars(collected.options(selectinload(Order.lines))))
    words = table("reviews")
    written = [
        review for order in orders[::EVERY] for review in reviews_of(order, words["said"], at)
    ]
    for review in written[::ANSWERS]:
        review.answer(reply_to(review, words["answers"]), later(review.created_at, 5, at))
    db.session.flush()
    hide_one(written, words["hidden"], at)


def reviews_of(order: Order, said: list[dict[str, str]], at: datetime) -> list[Review]:
    """Of every line; the next words of the table by the order's number."""
    collected = collected_at(order)
    rng = Random(f"review {order.id}")
    found: list[Review] = []
    for line in order.lines:
        if collected and is_reviewable(order.status, collected, line.claimed, at):
            words = said[(order.id + len(found)) % len(said)]
            signs = rng.choice((ShowsAs.NAME, ShowsAs.NAME, ShowsAs.NEIGHBOUR))
            text = Said(int(words["stars"]), words["text"], (), signs, rng.randint(1, 7))
            found.append(say(line, text, later(collected, rng.randint(3, 40), at)))
    return found


def later(moment: datetime, hours: int, at: datetime) -> datetime:
    """So many hours after, while people are awake, and never in the future."""
    return max(moment, min(awake(moment + timedelta(hours=hours)), at - A_MOMENT))


def reply_to(review: Review, answers: dict[str, str]) -> str:
    return answers["good" if review.stars > 3 else "poor"]


def hide_one(written: list[Review], hidden: dict[str, str], at: datetime) -> None:
    """The last that nobody answered shows a phone number, so the committee hides it."""
    review = next((one for one in reversed(written) if one.may_be_answered), None)
    if review is None:
        return
    said = Said(1, hidden["text"], (), review.shows_as, review.rt)
    say(review.line, said, later(review.created_at, 1, at))
    admin = admin_of(plan_of(review.stall.market.slug), at)
    hide(review, hidden["reason"], admin, later(review.created_at, 9, at))
