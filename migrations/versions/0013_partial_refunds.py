"""Refunds of some lines, some pieces or the delivery alone.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    none = {"nullable": False, "server_default": "0"}
    op.add_column("order_lines", sa.Column("refunded", sa.Integer(), **none))
    op.add_column("refunds", sa.Column("delivery", sa.BigInteger(), **none))
    op.create_table(
        "refund_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("is_restocked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_lines")),
        sa.UniqueConstraint("line_id", "before", name="uq_refund_lines_before"),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name=op.f("fk_refund_lines_refund_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_refund_lines_line_id")
        ),
        sa.CheckConstraint("quantity > 0 AND before >= 0", name=op.f("ck_refund_lines_quantity")),
    )
    op.create_index(op.f("ix_refund_lines_refund_id"), "refund_lines", ["refund_id"])


def downgrade() -> None:
    op.drop_table("refund_lines")
    op.drop_column("refunds", "delivery")
    op.drop_column("order_lines", "refunded")
