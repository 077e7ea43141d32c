"""Vouchers, and the orders that carry them.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IN_USE = sa.text("closed_at IS NULL")


def upgrade() -> None:
    make_vouchers()
    make_uses()


def make_vouchers() -> None:
    others = {"market_id": "markets", "stall_id": "stalls", "made_by_id": "users"}
    op.create_table(
        "vouchers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("stall_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("worth", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("limit_total", sa.Integer(), nullable=True),
        sa.Column("limit_per_buyer", sa.Integer(), nullable=True),
        sa.Column("borne_by", sa.String(32), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouchers")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_vouchers_{column}"))
            for column, table in others.items()
        ),
        sa.CheckConstraint(
            "used >= 0 AND (limit_total IS NULL OR used <= limit_total)",
            name=op.f("ck_vouchers_used"),
        ),
        sa.CheckConstraint(
            "worth > 0 AND (kind <> 'percent' OR worth <= 100)", name=op.f("ck_vouchers_worth")
        ),
    )
    op.create_index(op.f("ix_vouchers_market_id"), "vouchers", ["market_id"])
    op.create_index(op.f("ix_vouchers_stall_id"), "vouchers", ["stall_id"])
    op.create_index("ix_vouchers_code", "vouchers", ["code"])
    op.create_index(
        "uq_vouchers_code_in_use",
        "vouchers",
        ["code"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )


def make_uses() -> None:
    others = {"voucher_id": "vouchers", "purchase_id": "purchases", "order_id": "orders"}
    op.create_table(
        "voucher_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("purchase_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("given_back_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_uses")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_voucher_uses_{column}")
            )
            for column, table in others.items()
        ),
        sa.UniqueConstraint("order_id", name=op.f("uq_voucher_uses_order_id")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_voucher_uses_amount")),
    )
    op.create_index(
        "ix_voucher_uses_voucher_purchase", "voucher_uses", ["voucher_id", "purchase_id"]
    )
    op.create_index(op.f("ix_voucher_uses_purchase_id"), "voucher_uses", ["purchase_id"])


def downgrade() -> None:
    op.drop_table("voucher_uses")
    op.drop_table("vouchers")
