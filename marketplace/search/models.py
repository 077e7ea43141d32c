"""What search remembers: words of products, what the operator taught, what the index has yet to hear of."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text
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
