"""The ledger: entries and postings, only ever added to, and payouts.

Revision ID: 0008
Revises: 0007

A later migration that rebuilds one of the two tables on SQLite (batch mode) has to make its triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REFUSED = "the ledger is never changed"
APPEND_ONLY = ("ledger_entries", "postings")
ACTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    make_entries()
    make_postings()
    make_payouts()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(
            "CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
        )
    for table in APPEND_ONLY:
        if is_sqlite:
            refuse_on_sqlite(table)
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
                f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"
            )


def refuse_on_sqlite(table: str) -> None:
    for act in ACTS:
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def make_entries() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("memo", sa.String(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entries_key")),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_ledger_entries_market_id")
        ),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 80", name=op.f("ck_ledger_entries_key")),
    )
    op.create_index("ix_ledger_entries_market_at", "ledger_entries", ["market_id", "at"])


def make_postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("entry_id", "account", name=op.f("uq_postings_account")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_postings_entry_id")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount")),
    )
    op.create_index(op.f("ix_postings_account"), "postings", ["account"])


def make_payouts() -> None:
    people = ("requested_by_id", "sent_by_id", "ended_by_id")
    op.create_table(
        "payouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stall_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("bank_name", sa.String(), nullable=False),
        sa.Column("bank_account", sa.String(), nullable=False),
        sa.Column("bank_holder", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
        sa.ForeignKeyConstraint(["stall_id"], ["stalls.id"], name=op.f("fk_payouts_stall_id")),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_payouts_{name}"))
            for name in people
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payouts_amount")),
    )
    op.create_index("ix_payouts_stall_status", "payouts", ["stall_id", "status"])


def downgrade() -> None:
    for table in ("payouts", "postings", "ledger_entries"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_ledger_change()")
