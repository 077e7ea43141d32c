"""Papers: notas and their corrections, numbered without gaps per market and year.

Revision ID: 0014
Revises: 0013

The database refuses to change or delete a paper. One exception: the buyer's name and address may be taken away, never
changed. A later migration that rebuilds `documents` on SQLite (batch mode) has to make its triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REFUSED = "papers are never changed"
FOR_EVER = "id, market_id, year, number, code, kind, stall_id, order_id, refund_id, corrects_id, turnover, facts, issued_at"
BUYER = "buyer_name, buyer_address"
IS_SAID = "NEW.buyer_name IS NOT NULL OR NEW.buyer_address IS NOT NULL"
NOTA = sa.text("kind = 'nota'")


def upgrade() -> None:
    make_counters()
    make_documents()
    if op.get_bind().dialect.name == "sqlite":
        refuse_on_sqlite()
    else:
        refuse_on_postgres()


def make_counters() -> None:
    op.create_table(
        "document_counters",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("market_id", "year", name=op.f("pk_document_counters")),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_document_counters_market_id")
        ),
    )


def make_documents() -> None:
    others = {
        "market_id": "markets",
        "stall_id": "stalls",
        "order_id": "orders",
        "refund_id": "refunds",
        "corrects_id": "documents",
    }
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("stall_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("refund_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("buyer_name", sa.String(), nullable=True),
        sa.Column("buyer_address", sa.String(), nullable=True),
        sa.Column("turnover", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_documents_{column}"))
            for column, table in others.items()
        ),
        sa.UniqueConstraint("market_id", "year", "number", name=op.f("uq_documents_number")),
        sa.UniqueConstraint("code", name=op.f("uq_documents_code")),
        sa.UniqueConstraint("refund_id", name=op.f("uq_documents_refund")),
        sa.CheckConstraint("number > 0", name=op.f("ck_documents_number")),
        sa.CheckConstraint(
            "(kind = 'nota') = (corrects_id IS NULL) AND (kind = 'nota') = (refund_id IS NULL)",
            name=op.f("ck_documents_corrects"),
        ),
    )
    op.create_index(
        "uq_documents_nota",
        "documents",
        ["order_id"],
        unique=True,
        sqlite_where=NOTA,
        postgresql_where=NOTA,
    )
    op.create_index(op.f("ix_documents_order_id"), "documents", ["order_id"])
    op.create_index(op.f("ix_documents_corrects_id"), "documents", ["corrects_id"])
    op.create_index("ix_documents_stall_issued", "documents", ["stall_id", "issued_at"])


def refuse_on_sqlite() -> None:
    acts = {
        "no_delete": "BEFORE DELETE ON documents",
        "no_update": f"BEFORE UPDATE OF {FOR_EVER} ON documents",
        "no_other_buyer": f"BEFORE UPDATE OF {BUYER} ON documents WHEN {IS_SAID}",
    }
    for name, act in acts.items():
        op.execute(
            f"CREATE TRIGGER documents_{name} {act} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def refuse_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    acts = {
        "append_only": f"BEFORE UPDATE OF {FOR_EVER} OR DELETE OR TRUNCATE ON documents FOR EACH STATEMENT",
        "no_other_buyer": f"BEFORE UPDATE OF {BUYER} ON documents FOR EACH ROW WHEN ({IS_SAID})",
    }
    for name, act in acts.items():
        op.execute(
            f"CREATE TRIGGER documents_{name} {act} EXECUTE FUNCTION refuse_document_change()"
        )


def downgrade() -> None:
    op.drop_table("documents")
    op.drop_table("document_counters")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_document_change()")
