"""What a buyer means to buy: a cart is born at the first "Tambah" and belongs to a user or to a guest's key."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalogue.stock import StockPool
from marketplace.kit.clock import now
from marketplace.kit.rupiah import Rupiah
from marketplace.web.db import db


class Cart(db.Model):
    """One person's cart. A guest's is found by the digest of the key in their cookie."""

    __tablename__ = "carts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    key_digest: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, index=True)
    lines: Mapped[list["CartLine"]] = relationship(
        order_by="CartLine.id", back_populates="cart", cascade="all, delete-orphan"
    )


class CartLine(db.Model):
    """So many from one pool. `seen_price` is what the buyer last saw, so a change can be shown."""

    __tablename__ = "cart_lines"
    __table_args__ = (
        UniqueConstraint("cart_id", "pool_id", name="uq_cart_lines_pool"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"))
    pool_id: Mapped[int] = mapped_column(ForeignKey("stock_pools.id"), index=True)
    quantity: Mapped[int]
    seen_price: Mapped[Rupiah]
    cart: Mapped[Cart] = relationship(back_populates="lines")
    pool: Mapped[StockPool] = relationship()
