"""The documents: what they should say, by the products themselves, and what stands in the table."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import Row, Select, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from marketplace.catalogue.models import Category, Product, Variant
from marketplace.catalogue.rules import ProductStatus, band_of
from marketplace.catalogue.stock import StockPool
from marketplace.regions.models import Market, Region, Rw
from marketplace.search.models import SearchDocument
from marketplace.search.rules import Entry, version_of
from marketplace.search.words import analyse
from marketplace.stalls.models import Licence, Stall
from marketplace.stalls.rules import HalalStatus, LicenceKind
from marketplace.training.models import Certificate, Participant, Programme, TrainingSession
from marketplace.web.db import db

BATCH = 200
LONGEST_TEXT = 4_000  # letters of a description that are read
COLUMNS = [getattr(SearchDocument, each.name) for each in fields(Entry)]


def facts() -> Select[Any]:
    """Everything that the document of a published product is made of, one row each."""
    district = aliased(Region)
    trained = (Certificate.id == Stall.certificate_id) & Certificate.revoked_on.is_(None)
    return (
        select(*columns_of_a_fact(district))
        .join(Category, Category.id == Product.category_id)
        .join(Stall, Stall.id == Product.stall_id)
        .join(Market, Market.id == Stall.market_id)
        .join(Rw, Rw.id == Market.rw_id)
        .join(Region, Region.id == Rw.village_id)
        .outerjoin(district, district.id == Region.parent_id)
        .outerjoin(Certificate, trained)
        .outerjoin(Participant, Participant.id == Certificate.participant_id)
        .outerjoin(TrainingSession, TrainingSession.id == Participant.session_id)
        .outerjoin(Programme, Programme.id == TrainingSession.programme_id)
        .where(Product.status == ProductStatus.PUBLISHED)
    )


def columns_of_a_fact(district: Any) -> list[Any]:
    return [
        Product.id,
        Product.title,
        Product.description,
        Product.composition,
        Product.origin,
        Product.price_from,
        Product.category_id,
        Category.name.label("category"),
        Stall.name.label("stall"),
        Stall.halal,
        Stall.market_id,
        Market.nickname,
        Rw.number.label("rw"),
        Region.name.label("village"),
        district.name.label("district"),
        Programme.name.label("programme"),
        variant_titles().label("variants"),
        licence_kinds().label("licences"),
        most_available().label("available"),
    ]


def variant_titles() -> Any:
    return (
        select(func.aggregate_strings(Variant.title, " "))
        .where(Variant.product_id == Product.id, Variant.is_active)
        .scalar_subquery()
    )


def licence_kinds() -> Any:
    return (
        select(func.aggregate_strings(Licence.kind, " "))
        .where(Licence.stall_id == Stall.id)
        .scalar_subquery()
    )


def most_available() -> Any:
    """What is left in the fullest pool, whenever it may be ready."""
    return (
        select(func.max(StockPool.on_hand - StockPool.reserved))
        .join(Variant, Variant.id == StockPool.variant_id)
        .where(Variant.product_id == Product.id, Variant.is_active)
        .scalar_subquery()
    )


def compose(row: Row[Any]) -> Entry:
    """The document that these facts make."""
    sizes = " ".join(sorted(set((row.variants or "").split())))
    title_exact, title_stemmed = analyse(row.title, sizes)
    exact, stemmed = analyse(
        row.stall,
        row.category,
        f"{row.nickname} RW {row.rw:02} {row.village} {row.district or ''}",
        credentials(row),
        row.origin,
        row.composition[:LONGEST_TEXT],
        row.description[:LONGEST_TEXT],
    )
    entry = Entry(
        product_id=row.id,
        market_id=row.market_id,
        category_id=row.category_id,
        price=row.price_from,
        is_halal=row.halal is HalalStatus.CERTIFIED,
        band=band_of(row.available or 0),
        title_exact=title_exact,
        title_stemmed=title_stemmed,
        exact=exact,
        stemmed=stemmed,
    )
    return replace(entry, version=version_of(entry))


def credentials(row: Row[Any]) -> str:
    """What a buyer may ask for by name: the stall's licences, and that its owner was trained."""
    kinds = set((row.licences or "").split()) - {LicenceKind.HALAL}
    if row.halal is HalalStatus.CERTIFIED:
        kinds.add("halal")
    trained = f"terlatih {row.programme}" if row.programme else ""
    return " ".join([*sorted(kinds), trained])


def true_entries(ids: Collection[int]) -> list[Entry]:
    """What the documents of these products should say now; a product that is not published has none."""
    return [compose(row) for row in db.session.execute(facts().where(Product.id.in_(ids)))]


def kept_versions(ids: Collection[int]) -> dict[int, int]:
    """Versions in the table by product."""
    query = select(SearchDocument.product_id, SearchDocument.version)
    return dict(db.session.execute(query.where(SearchDocument.product_id.in_(ids))).all())


def kept_entries(ids: Collection[int]) -> list[Entry]:
    """What stands in the table for these products."""
    rows = db.session.execute(select(*COLUMNS).where(SearchDocument.product_id.in_(ids)))
    return [Entry(*row) for row in rows]


def write(entries: Iterable[Entry], without: Collection[int]) -> None:
    """Put these documents into the table and take those out. The triggers of the full text index see each."""
    if without:
        db.session.execute(delete(SearchDocument).where(SearchDocument.product_id.in_(without)))
    rows = [asdict(entry) for entry in entries]
    if rows:
        dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(SearchDocument)
        changed = {each.key: insert.excluded[each.key] for each in COLUMNS[1:]}
        db.session.execute(
            insert.on_conflict_do_update(index_elements=["product_id"], set_=changed), rows
        )


def differences(ids: Collection[int]) -> tuple[list[Entry], set[int]]:
    """(documents that are missing or old, as they should be; products that should have none)."""
    if not ids:
        return [], set()
    should, kept = true_entries(ids), kept_versions(ids)
    old = [entry for entry in should if kept.get(entry.product_id) != entry.version]
    return old, kept.keys() - {entry.product_id for entry in should}


def all_entries() -> Iterator[Entry]:
    """Every document in the table, by product, in batches."""
    last = 0
    while True:
        query = select(*COLUMNS).where(SearchDocument.product_id > last).limit(BATCH)
        rows = db.session.execute(query.order_by(SearchDocument.product_id)).all()
        yield from (Entry(*row) for row in rows)
        if len(rows) < BATCH:
            return
        last = rows[-1].product_id


def all_ids() -> list[int]:
    """Every product that has a document or should have one."""
    should = select(Product.id).where(Product.status == ProductStatus.PUBLISHED)
    kept = select(SearchDocument.product_id)
    return sorted(db.session.scalars(should.union(kept)))
