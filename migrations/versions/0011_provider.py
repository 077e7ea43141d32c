"""Payments at a provider: sessions, refunds that went there, and what it told us.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_sessions",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("ask", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("let_go", sa.Boolean(), nullable=False),
        sa.Column("knows_fee", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_provider_sessions")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_provider_sessions_payment_id")
        ),
        sa.UniqueConstraint("session", name=op.f("uq_provider_sessions_session")),
        sa.UniqueConstraint("intent", name=op.f("uq_provider_sessions_intent")),
    )
    op.create_index("ix_provider_sessions_stage", "provider_sessions", ["stage", "asked_at"])
    op.create_table(
        "provider_refunds",
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("returned", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("refund_id", name=op.f("pk_provider_refunds")),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name=op.f("fk_provider_refunds_refund_id")
        ),
    )
    op.create_index(op.f("ix_provider_refunds_returned"), "provider_refunds", ["returned"])
    op.create_table(
        "provider_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_events")),
    )
    op.create_index("ix_provider_events_state", "provider_events", ["state", "received_at"])
    op.create_index("ix_provider_events_created", "provider_events", ["provider", "created"])


def downgrade() -> None:
    for table in ("provider_events", "provider_refunds", "provider_sessions"):
        op.drop_table(table)
