"""Document: a paper as it was issued, never changed. DocumentCounter: the last number of a market's year."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.kit.rupiah import Rupiah
from marketplace.orders.models import Order
from marketplace.payments.papers.rules import Facts, Kind
from marketplace.web.db import db

IS_NOTA = text("kind = 'nota'")


class DocumentCounter(db.Model):
    """Goes up by one in the transaction that issues the paper, so a number is never lost and never given twice."""

    __tablename__ = "document_counters"

    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Document(db.Model):
    """A nota, or a paper that takes back a part of one. `turnover` is negative for what is taken back.

    The database refuses every change but one: the buyer's words may be taken away, when a person is forgotten.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("market_id", "year", "number", name="uq_documents_number"),
        UniqueConstraint("refund_id", name="uq_documents_refund"),
        Index(
            "uq_documents_nota",
            "order_id",
            unique=True,
            sqlite_where=IS_NOTA,
            postgresql_where=IS_NOTA,
        ),
        Index("ix_documents_stall_issued", "stall_id", "issued_at"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "(kind = 'nota') = (corrects_id IS NULL) AND (kind = 'nota') = (refund_id IS NULL)",
            name="corrects",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("markets.id"))
    year: Mapped[int]
    number: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)  # PURWANTORO-15/2026/123
    kind: Mapped[Kind]
    stall_id: Mapped[int] = mapped_column(ForeignKey("stalls.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refunds.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    buyer_name: Mapped[str | None]
    buyer_address: Mapped[str | None]
    turnover: Mapped[Rupiah]
    kept: Mapped[dict[str, Any]] = mapped_column("facts", JSON)
    issued_at: Mapped[datetime]
    order: Mapped[Order] = relationship()
    corrects: Mapped["Document | None"] = relationship(remote_side=[id])

    @property
    def facts(self) -> Facts:
        return Facts.from_json(self.kept)

    @property
    def is_nota(self) -> bool:
        return self.kind is Kind.NOTA
