"""The documents: what they should say, by the products themselves, and what stands in the table."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, fields, replace
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, String, bindparam, cast, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from marketplace.catalogue.models import Category, Product, Variant
from marketplace.kit.slugs import same_place
from marketplace.regions.models import Market, Region, Rw
from marketplace.search.models import SearchDocument
from marketplace.search.rules import WORDS, Entry, version_of
from marketplace.search.words import analyse, broader
from marketplace.stalls.models import Licence, Stall
from marketplace.stalls.rules import HalalStatus, LicenceKind
from marketplace.training.models import Certificate, Participant, Programme, TrainingSession
from marketplace.web.db import db

BATCH = 200
LONGEST_TEXT = 4_000  # letters of a description that are read
COLUMNS = [getattr(SearchDocument, each.name) for each in fields(Entry)]


def facts() -> Select[Any]:
    """Everything that the document of a product is made of, one row each; a draft has one too, for its desk."""
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
    )


def columns_of_a_fact(district: Any) -> list[Any]:
    return [
        Product.id,
        Product.title,
        Product.description,
        Product.composition,
        Product.origin,
        Category.name.label("category"),
        Stall.name.label("stall"),
        Stall.halal,
        Market.nickname,
        Rw.number.label("rw"),
        Region.name.label("village"),
        district.name.label("district"),
        Programme.name.label("programme"),
        variant_sizes().label("variants"),
        licence_kinds().label("licences"),
    ]


def variant_sizes() -> Any:
    """Names and net weights of what is sold: "150 g 150 g 500 g 500 g"."""
    grams = func.coalesce(cast(Variant.grams, String) + " g", "")
    return (
        select(func.aggregate_strings(Variant.title + " " + grams, " "))
        .where(Variant.product_id == Product.id, Variant.is_active)
        .scalar_subquery()
    )


def licence_kinds() -> Any:
    return (
        select(func.aggregate_strings(Licence.kind, " "))
        .where(Licence.stall_id == Stall.id)
        .scalar_subquery()
    )


def compose(row: Row[Any]) -> Entry:
    """The document that these facts make."""
    made_of = (row.origin, row.composition[:LONGEST_TEXT], row.description[:LONGEST_TEXT])
    title = analyse(row.title, row.variants or "")
    parts = (
        title,
        analyse(row.stall),
        analyse(place_of(row)),
        analyse(row.category, broader(title[1]), credentials(row)),
        analyse(*made_of),
    )
    words: dict[str, Any] = dict(zip(WORDS, (once(t) for part in parts for t in part), strict=True))
    entry = Entry(product_id=row.id, **words)
    return replace(entry, version=version_of(entry))


def place_of(row: Row[Any]) -> str:
    """Nickname, RW, kelurahan and kecamatan; names of several words also in one, as many write them."""
    names = [row.nickname, row.village, row.district or ""]
    joined = [same_place(name) for name in names if same_place(name) != name.lower()]
    return " ".join([names[0], f"RW {row.rw:02}", *names[1:], *joined])


def once(words: str) -> str:
    """Each word once, in its order: what is asked is only whether it is there."""
    return " ".join(dict.fromkeys(words.split()))


def credentials(row: Row[Any]) -> str:
    """What a buyer may ask for by name: the stall's licences, and that its owner was trained."""
    kinds = set((row.licences or "").split()) - {LicenceKind.HALAL}
    if row.halal is HalalStatus.CERTIFIED:
        kinds.add("halal")
    trained = f"terlatih {row.programme}" if row.programme else ""
    return " ".join([*sorted(kinds), trained])


def true_entries(ids: Collection[int]) -> list[Entry]:
    """What the documents of these products should say now; a product that is gone has none."""
    return [compose(row) for row in db.session.execute(facts_of_some(), {"ids": list(ids)})]


@cache
def facts_of_some() -> Select[Any]:
    """Put together once, for every save of a product asks it."""
    return facts().where(Product.id.in_(bindparam("ids", expanding=True)))


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
        db.session.execute(upsert(db.engine.dialect.name), rows)


@cache
def upsert(database: str) -> Any:
    """Insert documents, or let those that stand there say something else. Put together once."""
    insert = (postgresql if database == "postgresql" else sqlite).insert(SearchDocument)
    changed = {each.key: insert.excluded[each.key] for each in COLUMNS[1:]}
    return insert.on_conflict_do_update(index_elements=["product_id"], set_=changed)


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
    should = select(Product.id)
    kept = select(SearchDocument.product_id)
    return sorted(db.session.scalars(should.union(kept)))
