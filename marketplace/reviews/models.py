"""Review: one for each order line. Its stars count in the product's sums while it is not hidden."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalogue.models import Product
from marketplace.orders.models import OrderLine
from marketplace.reviews.rules import AlreadySaid, ShowsAs, signature
from marketplace.stalls.models import Stall
from marketplace.web.db import db


class Review(db.Model):
    """What a buyer says of one line. The name is read from the purchase, so it goes when the person goes."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("line_id", name="uq_reviews_line"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        CheckConstraint("length(text) <= 500", name="text"),
        Index("ix_reviews_product", "product_id", "id"),
        Index("ix_reviews_stall", "stall_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    stall_id: Mapped[int] = mapped_column(ForeignKey("stalls.id"))
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    shows_as: Mapped[ShowsAs]
    rt: Mapped[int | None]  # of the buyer, when it is shown
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_reason: Mapped[str] = mapped_column(default="")
    line: Mapped[OrderLine] = relationship()
    product: Mapped[Product] = relationship()
    stall: Mapped[Stall] = relationship()
    photos: Mapped[list["ReviewPhoto"]] = relationship(
        order_by="ReviewPhoto.position, ReviewPhoto.id", cascade="all, delete-orphan"
    )

    @property
    def by(self) -> str:
        """How it is signed."""
        return signature(self.shows_as, self.line.order.purchase.contact_name, self.rt)

    @property
    def counts(self) -> bool:
        return self.hidden_at is None

    @property
    def may_be_answered(self) -> bool:
        return self.replied_at is None and self.hidden_at is None

    def answer(self, words: str, at: datetime) -> None:
        """What the stall says to it, once. The review is locked. Raises AlreadySaid."""
        if not self.may_be_answered:
            raise AlreadySaid
        self.reply, self.replied_at = words, at


class ReviewPhoto(db.Model):
    """A picture that came with a review; the files lie under its digest."""

    __tablename__ = "review_photos"
    __table_args__ = (UniqueConstraint("review_id", "digest", name="uq_review_photos_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    digest: Mapped[str] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
