"""Categories, products with their variants and photos."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalogue.rules import Allergen, ProductMove, ProductStatus, SellsBy, next_status
from marketplace.kit.clock import now, today
from marketplace.kit.rupiah import Rupiah
from marketplace.stalls.models import Stall
from marketplace.web.db import db, lock


class Category(db.Model):
    """What kind of goods: Keripik, Kue kering. `picture` names the tile of the category strip."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    picture: Mapped[str] = mapped_column(default="")
    is_food: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)


class Product(db.Model):
    """Something a stall sells, in one or more variants. `price_from` is the lowest active price."""

    __tablename__ = "products"
    __table_args__ = (
        Index("ix_products_stall_status", "stall_id", "status"),
        Index("ix_products_category_status", "category_id", "status"),
        Index("ix_products_status_price", "status", "price_from"),
        Index("ix_products_status_published", "status", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stall_id: Mapped[int] = mapped_column(ForeignKey("stalls.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    title: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    sells_by: Mapped[SellsBy] = mapped_column(default=SellsBy.SHELF)
    status: Mapped[ProductStatus] = mapped_column(default=ProductStatus.DRAFT)
    return_reason: Mapped[str] = mapped_column(default="")
    price_from: Mapped[Rupiah] = mapped_column(default=Rupiah(0))
    composition: Mapped[str] = mapped_column(default="")
    allergens: Mapped[list[str] | None] = mapped_column(JSON)  # None: not said; []: none of them
    shelf_life_days: Mapped[int | None]
    storage: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")  # from which by-product: ampas tempe, kulit ari
    edition: Mapped[int] = mapped_column(
        default=0
    )  # grows with every edit; two at once are noticed
    featured_at: Mapped[datetime | None]
    featured_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    stars_sum: Mapped[int] = mapped_column(default=0, server_default="0")  # of all its reviews
    stars_count: Mapped[int] = mapped_column(default=0, server_default="0")
    stall: Mapped[Stall] = relationship()
    category: Mapped[Category] = relationship()
    variants: Mapped[list["Variant"]] = relationship(
        order_by="Variant.position, Variant.id", back_populates="product"
    )
    photos: Mapped[list["Photo"]] = relationship(
        order_by="Photo.position, Photo.id", cascade="all, delete-orphan"
    )
    batches: Mapped[list["Batch"]] = relationship(
        order_by="Batch.ready_at", back_populates="product"
    )

    def make(self, move: ProductMove, at: datetime, reason: str = "") -> None:
        """The only door through which a product's status changes. Raises IllegalProductMove."""
        lock(self)
        self.status = next_status(self.status, move)
        self.return_reason = reason
        if move is ProductMove.SUBMIT:
            self.submitted_at = at
        if move is ProductMove.PUBLISH:
            self.published_at = self.published_at or at

    @property
    def photo(self) -> str | None:
        """Digest of the first photo."""
        return self.photos[0].digest if self.photos else None

    @property
    def active_variants(self) -> list["Variant"]:
        return [variant for variant in self.variants if variant.is_active]

    @property
    def allergen_labels(self) -> list[str]:
        return [Allergen(value).label for value in self.allergens or ()]

    def label_facts(self) -> dict[str, Any]:
        """What stands on the label, for `rules.label_meter`."""
        return {
            "composition": self.composition,
            "allergens": self.allergens is not None,
            "net_weight": any(variant.grams for variant in self.active_variants),
            "shelf_life": self.shelf_life_days,
            "storage": self.storage,
            "licence": any(licence.kind != "nib" for licence in self.stall.licences),
        }

    def price_again(self) -> None:
        """Keep `price_from` true after variants changed."""
        self.price_from = min((v.price for v in self.active_variants), default=Rupiah(0))


class Variant(db.Model):
    """A size or taste with its own price and stock. `grams` is the net weight."""

    __tablename__ = "variants"
    __table_args__ = (CheckConstraint("price > 0", name="price_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    title: Mapped[str]
    price: Mapped[Rupiah]
    grams: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    product: Mapped[Product] = relationship(back_populates="variants")


class Photo(db.Model):
    """A picture of a product; the files lie under its digest."""

    __tablename__ = "photos"
    __table_args__ = (UniqueConstraint("product_id", "digest", name="uq_photos_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    digest: Mapped[str] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Batch(db.Model):
    """A round of making: what is ordered until `closes_at` is ready at `ready_at`."""

    __tablename__ = "batches"
    __table_args__ = (CheckConstraint("closes_at <= ready_at", name="closes_first"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    ready_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    product: Mapped[Product] = relationship(back_populates="batches")

    @property
    def ready_day(self) -> date:
        """On the calendars of Malang."""
        return today(self.ready_at)
