"""SQLite notes which products changed in what a search says of them: whether they are seen, price, stock, stars.

Revision ID: 0012
Revises: 0011

Each web process knows these facts by heart, and reads at every search what was noted since. Triggers note, so
that no writer can forget it, in the transaction that changes. The last note is never deleted, and one stands
there from the beginning: who does not find the note that it read last knows nothing any more. PostgreSQL is
asked each time: there a later number may be committed earlier.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OF_PRODUCT = (
    "status, title, category_id, stall_id, price_from, allergens, published_at, "
    "stars_sum, stars_count"
)
OF_STALL = "status, market_id, halal, certificate_id, holiday_from, holiday_until"
OF_POOL = "variant_id, batch_id, on_hand, reserved"
POOL_OPENS = (
    "WHEN (new.on_hand > new.reserved) <> (old.on_hand > old.reserved) "
    "OR new.variant_id <> old.variant_id OR new.batch_id IS NOT old.batch_id"
)
WITH_STALL = "SELECT products.id FROM products JOIN stalls ON stalls.id = products.stall_id"
TRIGGERS = {
    "products_insert": ("INSERT ON products", "VALUES (new.id)"),
    "products_delete": ("DELETE ON products", "VALUES (old.id)"),
    "products_update": (f"UPDATE OF {OF_PRODUCT} ON products", "VALUES (new.id)"),
    "variants_insert": ("INSERT ON variants", "VALUES (new.product_id)"),
    "variants_delete": ("DELETE ON variants", "VALUES (old.product_id)"),
    "variants_update": (
        "UPDATE OF product_id, is_active ON variants",
        "VALUES (old.product_id), (new.product_id)",
    ),
    "pools_insert": (
        "INSERT ON stock_pools",
        "SELECT product_id FROM variants WHERE id = new.variant_id",
    ),
    "pools_delete": (
        "DELETE ON stock_pools",
        "SELECT product_id FROM variants WHERE id = old.variant_id",
    ),
    "pools_update": (
        f"UPDATE OF {OF_POOL} ON stock_pools {POOL_OPENS}",
        "SELECT product_id FROM variants WHERE id IN (old.variant_id, new.variant_id)",
    ),
    "batches_update": (
        "UPDATE OF product_id, closes_at, is_cancelled ON batches",
        "VALUES (old.product_id), (new.product_id)",
    ),
    "stalls_update": (
        f"UPDATE OF {OF_STALL} ON stalls",
        "SELECT id FROM products WHERE stall_id = new.id",
    ),
    "markets_update": (
        "UPDATE OF status ON markets",
        f"{WITH_STALL} WHERE stalls.market_id = new.id",
    ),
    "certificates_update": (
        "UPDATE OF revoked_on ON certificates",
        f"{WITH_STALL} WHERE stalls.certificate_id = new.id",
    ),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("CREATE TABLE search_changes (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL)")
    op.execute("INSERT INTO search_changes (product_id) VALUES (0)")
    for name, (event, products) in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER search_changes_{name} AFTER {event} BEGIN "
            f"INSERT INTO search_changes (product_id) {products}; END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER IF EXISTS search_changes_{name}")
    op.execute("DROP TABLE search_changes")
