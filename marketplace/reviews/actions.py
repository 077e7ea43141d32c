"""Saying, answering, hiding and showing. Locks: the order, the product whose sums change, then the review."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from marketplace.accounts.audit import record
from marketplace.accounts.models import User
from marketplace.catalogue.models import Product
from marketplace.orders.models import OrderLine
from marketplace.reviews.models import Review, ReviewPhoto
from marketplace.reviews.queries import collected_at, review_of
from marketplace.reviews.rules import AlreadySaid, ShowsAs, must_be_reviewable
from marketplace.web.db import db, lock
from marketplace.web.photos import TakenPhoto


class Said(NamedTuple):
    """What a buyer says of one line."""

    stars: int
    text: str = ""
    photos: Sequence[TakenPhoto] = ()
    shows_as: ShowsAs = ShowsAs.NAME
    rt: int | None = None


def say(line: OrderLine, said: Said, at: datetime) -> Review:
    """Write the review of this line, or change the one it has. Raises NotReviewable."""
    order = line.order
    lock(order)
    db.session.refresh(line)
    must_be_reviewable(order.status, collected_at(order), line.claimed, at)
    product = locked_product(line.product_id)
    review = review_of(line) or born(line, order.stall_id, at)
    if review.counts:
        count(product, review.stars and -review.stars, said.stars)
    if review.stars:
        review.edited_at = at
    review.stars, review.text, review.shows_as = said.stars, said.text, said.shows_as
    review.rt = said.rt if said.shows_as is ShowsAs.NEIGHBOUR else None
    keep_photos(review, said.photos)
    db.session.flush()
    return review


def born(line: OrderLine, stall_id: int, at: datetime) -> Review:
    """A review without stars yet."""
    review = Review(
        line=line, product_id=line.product_id, stall_id=stall_id, stars=0, created_at=at
    )
    db.session.add(review)
    return review


def locked_product(id: int) -> Product:
    product = db.session.get_one(Product, id)
    lock(product)
    return product


def count(product: Product, *stars: int) -> None:
    """Add stars to the sums of a locked product; those below zero leave it."""
    product.stars_sum += sum(stars)
    product.stars_count += sum((n > 0) - (n < 0) for n in stars)


def keep_photos(review: Review, photos: Sequence[TakenPhoto]) -> None:
    """These, in this order; rows of those that stay are kept."""
    there = {photo.digest: photo for photo in review.photos}
    review.photos = [
        there.get(digest) or ReviewPhoto(digest=digest, width=width, height=height)
        for digest, width, height in photos
    ]
    for place, photo in enumerate(review.photos):
        photo.position = place


def hide(review: Review, reason: str, by: User, at: datetime) -> None:
    """Out of sight and out of the average. Raises AlreadySaid."""
    product = hold_with_product(review)
    if review.hidden_at:
        raise AlreadySaid
    review.hidden_at, review.hidden_by, review.hidden_reason = at, by.id, reason
    count(product, -review.stars)
    tell(review, "menyembunyikan ulasan", by, at, {"reason": ""}, {"reason": reason})


def show_again(review: Review, by: User, at: datetime) -> None:
    """Back where it was. Raises AlreadySaid."""
    product = hold_with_product(review)
    if not review.hidden_at:
        raise AlreadySaid
    before = {"reason": review.hidden_reason}
    review.hidden_at, review.hidden_by, review.hidden_reason = None, None, ""
    count(product, review.stars)
    tell(review, "menampilkan lagi ulasan", by, at, before, {"reason": ""})


def hold_with_product(review: Review) -> Product:
    product = locked_product(review.product_id)
    lock(review)
    return product


def tell(
    review: Review, act: str, by: User, at: datetime, before: dict[str, str], after: dict[str, str]
) -> None:
    record(
        act,
        f"{review.product.title}, bintang {review.stars}",
        f"review:{review.id}",
        actor=by,
        market_id=review.stall.market_id,
        before=before,
        after=after,
        at=at,
    )
