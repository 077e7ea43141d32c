"""A whole city of goods written at once: 600 markets, 2,000 stalls and as many products as are asked for.

The first market holds the same goods in a city of any size; the rest is spread over the others. Rows go
straight into the tables, for through the actions 100,000 products would take hours: for scratch databases only.
"""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from devtools.bench import rows
from marketplace.catalogue.categories import import_categories
from marketplace.catalogue.models import Batch, Category, Photo, Product, Variant
from marketplace.catalogue.stock import StockPool
from marketplace.regions.actions import create_cluster, import_regions
from marketplace.regions.models import Market, Region, Rw
from marketplace.regions.reading import read_regions
from marketplace.regions.rules import Board, RegionKind
from marketplace.stalls.models import Stall
from marketplace.training.models import Certificate, Participant, Programme, TrainingSession
from marketplace.web.db import begin_write, db

CHUNK = 5_000

Advance = Callable[[int], object]


def build_city(products: int, advance: Advance) -> None:
    """Fill an empty, migrated database and commit. `advance` hears how many products more are written."""
    begin_write()
    write_places()
    write_stalls()
    write_goods(products, advance)
    go_on_counting()
    db.session.commit()


def write_places() -> None:
    """A market in the first RWs of every kelurahan; one small cluster, and one of a tenth of the city."""
    import_regions(read_regions("Kota Malang"))
    db.session.flush()
    villages = select(Region.id).where(Region.kind == RegionKind.VILLAGE).order_by(Region.id)
    ids = list(db.session.scalars(villages))
    write(Rw, (rows.rw_row(id, ids) for id in numbers(rows.MARKETS)))
    write(Market, map(rows.market_row, numbers(rows.MARKETS)))
    near = list(db.session.scalars(select(Rw).order_by(Rw.id).limit(rows.MARKETS // 10)))
    create_cluster("kecil", "Kampung kecil", "Tiga RW bertetangga.", Board.DAUN, near[:3])
    create_cluster("besar", "Kampung besar", "Sepersepuluh kota.", Board.TERAKOTA, near)


def write_stalls() -> None:
    write(Programme, [{"id": 1, "slug": "dapur", "name": "Dapur warga"}])
    write(TrainingSession, [{"id": 1, "programme_id": 1, "label": "Angkatan 1"}])
    write(Participant, map(rows.participant_row, numbers(rows.STALLS)))
    write(Certificate, map(rows.certificate_row, numbers(rows.STALLS)))
    write(Stall, map(rows.stall_row, numbers(rows.STALLS)))


def write_goods(products: int, advance: Advance) -> None:
    import_categories()
    db.session.flush()
    categories = list(db.session.scalars(select(Category.id).order_by(Category.id)))
    chance = Random(8)  # noqa: S311 — the same city every time
    for first in range(1, products + 1, CHUNK):
        ids = range(first, min(first + CHUNK, products + 1))
        write(Product, (rows.product_row(id, categories, chance) for id in ids))
        write(Photo, map(rows.photo_row, ids))
        write(Variant, map(rows.variant_row, ids))
        write(Batch, map(rows.batch_row, filter(rows.made_to_order, ids)))
        write(StockPool, map(rows.pool_row, ids))
        advance(len(ids))


def numbers(last: int) -> range:
    return range(1, last + 1)


def write(model: Any, values: Iterable[rows.Row]) -> None:
    db.session.execute(insert(model.__table__), list(values))


def go_on_counting() -> None:
    """PostgreSQL's sequences do not see ids that were written by hand."""
    if db.engine.dialect.name != "postgresql":
        return
    for model in (Rw, Market, Stall, Product, Photo, Variant, Batch, StockPool):
        sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
        db.session.execute(
            select(func.setval(sequence, select(func.max(model.id)).scalar_subquery()))
        )
