"""provider_sessions.page: where a card payment is made, for providers that tell it only once.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("provider_sessions", sa.Column("page", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("provider_sessions", "page")
