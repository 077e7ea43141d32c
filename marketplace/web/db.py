"""The database: types, engine manners, and the two ways to be in a transaction (reading, writing)."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Enum, MetaData, Select, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, registry

from marketplace.kit.rupiah import Rupiah


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, UTC in the database. A naive datetime is a mistake."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


BY_VALUE = Enum(
    StrEnum, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e]
)
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime, StrEnum: BY_VALUE, Rupiah: BigInteger},
    )


LONGEST_WAIT = 10_000  # milliseconds for what somebody else holds; then the visitor hears about it
Row = TypeVar("Row")
db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        teach = {"sqlite": teach_sqlite, "postgresql": teach_postgres}
        teach[db.engine.dialect.name](db.engine)


def teach_sqlite(engine: Engine) -> None:
    """Real transactions, foreign keys, readers that do not wait for the writer."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={LONGEST_WAIT}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def teach_postgres(engine: Engine) -> None:
    """By itself it waits for a lock for ever."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True  # what is set inside a transaction goes with it
        connection.execute(f"SET lock_timeout = {LONGEST_WAIT}")
        connection.autocommit = False


def begin_write() -> None:
    """End the read and open the write transaction, once per request or job.

    Call it after forms, hashing, pictures and network, before the first change. On SQLite it takes the one
    write lock; on PostgreSQL rows are locked one by one. What was read before is read again.
    """
    session = db.session()
    if is_writing():
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("begin_write comes before the first change")
    session.rollback()
    session.connection(execution_options={"write": True})


@event.listens_for(db.session, "before_flush")
def writes_have_begun(_session: Any, *_: Any) -> None:
    if not is_writing():
        raise RuntimeError("begin_write first")


def is_writing() -> bool:
    """Whether this session's transaction was opened by `begin_write`."""
    session = db.session()
    return session.in_transaction() and "write" in session.connection().get_execution_options()


def lock(row: Any) -> None:
    """Hold one row until the commit, fresh from the database.

    FOR NO KEY UPDATE: rows that merely refer to this one may still be written by others.
    """
    begin_write()
    db.session.flush()  # a refresh would throw away what this transaction has changed so far
    db.session.refresh(row, with_for_update={"of": row.__class__, "key_share": True})


def insert_unless_there(model: type[Any], **values: Any) -> None:
    """Insert one row, or leave the one that a unique key already holds. The caller reads which it is."""
    begin_write()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(model).values(**values).on_conflict_do_nothing())


def first_or_404(query: Select[Row]) -> Row:
    """The one row that the visitor may see, or the page for strangers."""
    found = db.session.scalars(query.limit(1)).first()
    if found is None:
        abort(404)
    return found
