"""LedgerEntry › Posting: the books, only ever added to. Payout: money on its way from a holder to a stall."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.ledger.rules import Account, PayoutStatus
from marketplace.stalls.models import Stall
from marketplace.web.db import db


class LedgerEntry(db.Model):
    """Something that happened to money, once: `key` says what. `at` is when it happened, `created_at` when we wrote."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("length(key) BETWEEN 1 AND 80", name="key"),
        Index("ix_ledger_entries_market_at", "market_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    memo: Mapped[str]
    market_id: Mapped[int | None] = mapped_column(ForeignKey("markets.id"))
    at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Posting(db.Model):
    """What an entry does to one account, in rupiah: positive is debit. An entry's postings come to nothing."""

    __tablename__ = "postings"
    __table_args__ = (
        UniqueConstraint("entry_id", "account", name="uq_postings_account"),
        CheckConstraint("amount <> 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"))
    account: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Rupiah]


class Payout(db.Model):
    """Money that a holder (`clearing:stripe`, `clearing:treasurer:3`) pays to a stall; the bank account as it was."""

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_payouts_stall_status", "stall_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stall_id: Mapped[int] = mapped_column(ForeignKey("stalls.id"))
    holder: Mapped[str]
    amount: Mapped[Rupiah]
    status: Mapped[PayoutStatus] = mapped_column(default=PayoutStatus.REQUESTED)
    bank_name: Mapped[str]
    bank_account: Mapped[str]
    bank_holder: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")  # the bank's
    reason: Mapped[str] = mapped_column(default="")  # why it failed or was cancelled
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    stall: Mapped[Stall] = relationship()

    @property
    def paid_by(self) -> Account:
        return Account.parse(self.holder)
