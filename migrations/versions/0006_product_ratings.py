"""Products keep the sum and the number of their reviews' stars, for the average on cards and in search.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAMES = ("stars_sum", "stars_count")


def upgrade() -> None:
    for name in NAMES:
        column = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        op.add_column("products", column)


def downgrade() -> None:
    for name in reversed(NAMES):
        op.drop_column("products", name)
