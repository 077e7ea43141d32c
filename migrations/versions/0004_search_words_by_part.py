"""Search documents keep the words of title, stall, place, category and the rest apart, and nothing but words.

Revision ID: 0004
Revises: 0003

What stood in `exact` and `stemmed` stands in the rest until the worker reads the products anew. The full text index is made again, as 0002 made it: FTS5 beside the table on SQLite, a generated
column on PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TITLE, REST = ["title_exact", "title_stemmed"], ["rest_exact", "rest_stemmed"]
MORE_NAMES = [
    f"{part}_{form}" for part in ("stall", "place", "category") for form in ("exact", "stemmed")
]
OLD_REST = ["exact", "stemmed"]
OLD_FACTS = {
    "market_id": (sa.Integer(), "0"),
    "category_id": (sa.Integer(), "0"),
    "price": (sa.BigInteger(), "0"),
    "is_halal": (sa.Boolean(), sa.false()),
    "band": (sa.String(32), "plenty"),
}
ACTS = ("insert", "delete", "update")


def upgrade() -> None:
    forget_words()
    for old, new in zip(OLD_REST, REST, strict=True):
        op.alter_column("search_documents", old, new_column_name=new)
    for name in MORE_NAMES:
        add(name, sa.Text(), "")
    for name in OLD_FACTS:
        op.drop_column("search_documents", name)
    find_words(TITLE + MORE_NAMES + REST, {"A": TITLE, "B": MORE_NAMES, "D": REST})


def downgrade() -> None:
    forget_words()
    for name in MORE_NAMES:
        op.drop_column("search_documents", name)
    for old, new in zip(OLD_REST, REST, strict=True):
        op.alter_column("search_documents", new, new_column_name=old)
    for name, (kind, value) in OLD_FACTS.items():
        add(name, kind, value)
    names = TITLE + OLD_REST
    find_words(names, dict(zip("ABCD", ([name] for name in names), strict=True)))


def add(name: str, kind: sa.types.TypeEngine, value: object) -> None:
    column = sa.Column(name, kind, nullable=False, server_default=value)
    op.add_column("search_documents", column)


def forget_words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("search_fts_words", "search_documents")
        op.drop_column("search_documents", "search_fts_vector")
        return
    for act in ACTS:
        op.execute(f"DROP TRIGGER search_fts_{act}")
    op.execute("DROP TABLE search_fts")


def find_words(names: list[str], zones: dict[str, list[str]]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        make_tsvector(zones)
    else:
        make_fts5(names)


def make_fts5(names: list[str]) -> None:
    columns = ", ".join(names)
    op.execute(
        f"CREATE VIRTUAL TABLE search_fts USING fts5({columns}, content='search_documents', "
        "content_rowid='product_id', tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')"
    )
    new, old = (", ".join(f"{row}.{name}" for name in names) for row in ("new", "old"))
    put = f"INSERT INTO search_fts(rowid, {columns}) VALUES (new.product_id, {new});"
    take = (
        f"INSERT INTO search_fts(search_fts, rowid, {columns}) "
        f"VALUES ('delete', old.product_id, {old});"
    )
    bodies = (
        f"AFTER INSERT ON search_documents BEGIN {put} END",
        f"AFTER DELETE ON search_documents BEGIN {take} END",
        f"AFTER UPDATE OF product_id, {columns} ON search_documents BEGIN {take} {put} END",
    )
    for act, body in zip(ACTS, bodies, strict=True):
        op.execute(f"CREATE TRIGGER search_fts_{act} {body}")
    op.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")


def make_tsvector(zones: dict[str, list[str]]) -> None:
    weighed = (
        f"setweight(to_tsvector('simple'::regconfig, {' || chr(32) || '.join(names)}), '{weight}')"
        for weight, names in zones.items()
    )
    op.execute(
        "ALTER TABLE search_documents ADD COLUMN search_fts_vector tsvector "
        f"GENERATED ALWAYS AS ({' || '.join(weighed)}) STORED"
    )
    op.create_index(
        "search_fts_words", "search_documents", ["search_fts_vector"], postgresql_using="gin"
    )
