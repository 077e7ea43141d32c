"""What search remembers: words of products, what the operator taught, what the index has yet to hear of."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.search.rules import Kind
from marketplace.web.db import db


class SearchDocument(db.Model):
    """The words of one product, as `words.analyse` reads them. Derived: whoever may see it asks SQL.

    Each part of `rules.Entry` stands in two columns. The full text index of the database hangs on this table
    (migration 0004): rows are updated, never replaced.
    """

    __tablename__ = "search_documents"

    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    title_exact: Mapped[str] = mapped_column(Text)
    title_stemmed: Mapped[str] = mapped_column(Text)
    stall_exact: Mapped[str] = mapped_column(Text, server_default="")
    stall_stemmed: Mapped[str] = mapped_column(Text, server_default="")
    place_exact: Mapped[str] = mapped_column(Text, server_default="")
    place_stemmed: Mapped[str] = mapped_column(Text, server_default="")
    category_exact: Mapped[str] = mapped_column(Text, server_default="")
    category_stemmed: Mapped[str] = mapped_column(Text, server_default="")
    rest_exact: Mapped[str] = mapped_column(Text)
    rest_stemmed: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInteger)


class SearchSynonym(db.Model):
    """A spelling or word that the operator taught: whoever types `spelling` also means `means`. Both folded."""

    __tablename__ = "search_synonyms"

    id: Mapped[int] = mapped_column(primary_key=True)
    spelling: Mapped[str] = mapped_column(unique=True)
    means: Mapped[str]
    created_at: Mapped[datetime]


class SearchOutbox(db.Model):
    """A change that the index has not heard of. The indexer deletes exactly the rows it has taken."""

    __tablename__ = "search_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    object_id: Mapped[int]
    created_at: Mapped[datetime]


class SavedSearch(db.Model):
    """A search somebody waits for. It is open until `told_at`, when its notice was enqueued; done for good then.

    `address` is what it means (`saved.rules.address_of`); `corrected` the spelling that was searched when it was
    kept; `fitted` the ids of what fitted then. Goes with its person (CASCADE).
    """

    __tablename__ = "saved_searches"
    __table_args__ = (
        UniqueConstraint("user_id", "address"),
        Index("ix_saved_searches_told_at", "told_at", "looked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    address: Mapped[str]
    corrected: Mapped[str | None]
    fitted: Mapped[list[int]] = mapped_column(JSON, default=list)
    kept_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    product_id: Mapped[int | None] = mapped_column(
        ForeignKey("products.id", ondelete="SET NULL"), index=True
    )

    def keep(self, fitted: list[int], corrected: str | None, at: datetime) -> None:
        """Wait from now on, also once more after the notice."""
        self.fitted, self.corrected = fitted, corrected
        self.kept_at = self.looked_at = at
        self.told_at = self.sent_at = self.product_id = None

    def tell(self, product_id: int, at: datetime) -> None:
        """This fits. The caller enqueues the notice in the same transaction."""
        self.told_at, self.product_id = at, product_id

    def wait_on(self) -> None:
        """What fitted is gone before anybody was told."""
        self.told_at = self.product_id = None
