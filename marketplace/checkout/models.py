"""A checkout in progress: what the buyer has chosen so far. Its key is the idempotency key of the purchase."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.web.db import db


class CheckoutDraft(db.Model):
    """Made by POST from the cart; it becomes at most one purchase. `choices` is what the form last held."""

    __tablename__ = "checkout_drafts"

    key: Mapped[str] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"), index=True)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchases.id"))
    fingerprint: Mapped[
        str | None
    ]  # of the body that was accepted: the same key with another body is refused
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
