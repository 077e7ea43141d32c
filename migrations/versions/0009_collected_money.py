"""Money that a treasurer or the operator collects: a market's payees, kas RW and discounts frozen with each order.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NO, NONE = sa.false(), ""
COLUMNS = {
    "markets": [
        *(
            (name, sa.Boolean(), default)
            for name, default in (
                ("takes_card", sa.true()),
                ("collects_qris", NO),
                ("collects_transfer", NO),
                ("collects_cash", NO),
            )
        ),
        ("qris", sa.String(), None),
        *(
            (name, sa.String(), NONE)
            for name in ("qris_merchant", "bank_name", "bank_account", "bank_holder")
        ),
        ("fee_basis_points", sa.Integer(), "0"),
    ],
    "orders": [
        ("discount_total", sa.BigInteger(), "0"),
        ("borne_by", sa.String(32), "stall"),
        ("fee_basis_points", sa.Integer(), "0"),
        ("fee_total", sa.BigInteger(), "0"),
    ],
    "order_lines": [("discount", sa.BigInteger(), "0"), ("fee", sa.BigInteger(), "0")],
    "payment_parts": [("is_paid", sa.Boolean(), NO)],
}
OF_MARKET = "fk_payments_market_id"
# What was paid so far went to stalls directly: a part is paid when its payment is, unless the order had ended before.
PAID_SO_FAR = """
    UPDATE payment_parts SET is_paid = {true} WHERE payment_id IN (SELECT id FROM payments WHERE status = 'paid')
    OR (payment_id IN (SELECT id FROM payments WHERE status = 'late')
        AND order_id IN (SELECT id FROM orders WHERE status NOT IN ('cancelled', 'expired')))
"""


def its_check() -> sa.CheckConstraint:
    """Batch mode rebuilds the table on SQLite, and forgets its check unless it is told again."""
    rule = "amount >= 0 AND unique_code BETWEEN 0 AND 999"
    return sa.CheckConstraint(rule, name=op.f("ck_payments_amount"))


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind, default in columns:
            op.add_column(
                table, sa.Column(name, kind, nullable=default is None, server_default=default)
            )
    with op.batch_alter_table("payments", table_args=(its_check(),)) as payments:
        payments.add_column(sa.Column("market_id", sa.Integer(), nullable=True))
        payments.create_foreign_key(op.f(OF_MARKET), "markets", ["market_id"], ["id"])
    op.create_index("ix_payments_market_id", "payments", ["market_id"])
    true = "1" if op.get_bind().dialect.name == "sqlite" else "true"
    op.execute(PAID_SO_FAR.format(true=true))


def downgrade() -> None:
    op.drop_index("ix_payments_market_id", table_name="payments")
    with op.batch_alter_table("payments", table_args=(its_check(),)) as payments:
        payments.drop_constraint(op.f(OF_MARKET), type_="foreignkey")
        payments.drop_column("market_id")
    for table, columns in COLUMNS.items():
        for name, _kind, _default in columns:
            op.drop_column(table, name)
