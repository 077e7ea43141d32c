"""The full text index over search_documents.

SQLite: an FTS5 table beside it, fed by triggers. PostgreSQL: a generated column with its index, and pg_trgm
where the server has it and lets us. A later migration that rebuilds search_documents in batch mode on SQLite
loses the triggers and must create them again.
"""

from contextlib import suppress

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = "title_exact, title_stemmed, exact, stemmed"
ADD = """
    INSERT INTO search_fts(rowid, title_exact, title_stemmed, exact, stemmed)
    VALUES (new.product_id, new.title_exact, new.title_stemmed, new.exact, new.stemmed);
"""
TAKE = """
    INSERT INTO search_fts(search_fts, rowid, title_exact, title_stemmed, exact, stemmed)
    VALUES ('delete', old.product_id, old.title_exact, old.title_stemmed, old.exact, old.stemmed);
"""
TRIGGERS = {
    "search_fts_insert": f"AFTER INSERT ON search_documents BEGIN {ADD} END",
    "search_fts_delete": f"AFTER DELETE ON search_documents BEGIN {TAKE} END",
    "search_fts_update": f"AFTER UPDATE OF product_id, {COLUMNS} ON search_documents BEGIN {TAKE} {ADD} END",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        upgrade_postgresql()
    else:
        upgrade_sqlite()


def upgrade_sqlite() -> None:
    op.execute(
        f"CREATE VIRTUAL TABLE search_fts USING fts5({COLUMNS}, content='search_documents', "
        "content_rowid='product_id', tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')"
    )
    for name, body in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")
    op.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")


def upgrade_postgresql() -> None:
    op.execute(
        "ALTER TABLE search_documents ADD COLUMN search_fts_vector tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('simple'::regconfig, title_exact), 'A') || "
        "setweight(to_tsvector('simple'::regconfig, title_stemmed), 'B') || "
        "setweight(to_tsvector('simple'::regconfig, exact), 'C') || "
        "setweight(to_tsvector('simple'::regconfig, stemmed), 'D')) STORED"
    )
    op.create_index(
        "search_fts_words", "search_documents", ["search_fts_vector"], postgresql_using="gin"
    )
    make_trigrams()


def make_trigrams() -> None:
    """pg_trgm, for words that are nearly right, where it can be had; everything else works without it."""
    with suppress(sa.exc.DBAPIError), op.get_bind().begin_nested():
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("search_fts_words", "search_documents")
        op.execute("ALTER TABLE search_documents DROP COLUMN search_fts_vector")
    else:
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE search_fts")
