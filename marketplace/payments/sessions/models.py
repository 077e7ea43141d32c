"""ProviderSession: the one session of a payment at its provider. ProviderRefund: a refund that went there."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.payments.gateways.interface import Outcome, Stage
from marketplace.payments.models import Payment, Refund
from marketplace.web.db import db


class ProviderSession(db.Model):
    """Written before the provider is called: `ask` is the whole call, so that calling again asks for the same thing.

    `session` and `page` are empty until the provider has answered. `stage` is how it stood when it was last asked for.
    """

    __tablename__ = "provider_sessions"
    __table_args__ = (Index("ix_provider_sessions_stage", "stage", "asked_at"),)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), primary_key=True)
    provider: Mapped[str]
    ask: Mapped[dict[str, Any]] = mapped_column(JSON)
    tries: Mapped[int] = mapped_column(default=1)  # asks so far; each has a key of its own
    session: Mapped[str | None] = mapped_column(unique=True)
    page: Mapped[str | None]  # where it is paid; some providers tell it only once
    intent: Mapped[str | None] = mapped_column(unique=True)
    stage: Mapped[Stage] = mapped_column(default=Stage.OPEN)
    let_go: Mapped[bool] = mapped_column(default=False)  # closed for an order that was to end
    knows_fee: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    payment: Mapped[Payment] = relationship()

    @property
    def is_spent(self) -> bool:
        """Closed for the sake of an order that then did not end, or refused: the next ask is another one."""
        return self.let_go and self.stage is Stage.EXPIRED

    @property
    def reference(self) -> str:
        """By which the provider names this payment."""
        return str(self.ask["reference"])


class ProviderRefund(db.Model):
    """How far one of our refunds is at the provider. `returned` is its id there; one made by hand may cover several."""

    __tablename__ = "provider_refunds"

    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"), primary_key=True)
    returned: Mapped[str | None] = mapped_column(index=True)  # re_…
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.PENDING)
    tries: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    refund: Mapped[Refund] = relationship()
