import csv

from marketplace.catalogue.categories import BUNDLED, import_categories
from marketplace.catalogue.models import Category
from marketplace.catalogue.shelves import shelf_of
from marketplace.catalogue.stock import lock_pools
from marketplace.web.db import db
from tests.make import make_product


def test_categories_are_imported_once_and_mended_later(app):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["categories", "import"])
    with BUNDLED.open(encoding="utf-8", newline="") as file:
        total = len(list(csv.DictReader(file)))

    assert f"{total} new, 0 changed, 0 as they were" in first.output
    again = runner.invoke(args=["categories", "import"])
    assert f"0 new, 0 changed, {total} as they were" in again.output
    kinds = db.session.scalars(db.select(Category)).all()
    assert {"keripik", "kue-kering", "batik", "tempe-tahu"} <= {kind.slug for kind in kinds}
    assert not next(kind for kind in kinds if kind.slug == "batik").is_food


def test_an_own_table_may_rename_a_kind(app, tmp_path):
    import_categories()
    db.session.commit()
    table = tmp_path / "own.csv"
    table.write_text(
        "slug,name,picture,is_food,position\nkeripik,Keripik Sanan,keripik,1,20\n", "utf-8"
    )

    done = import_categories(table)
    db.session.commit()

    assert done == (0, 1, 0)
    found = db.session.scalars(db.select(Category).filter_by(slug="keripik")).one()
    assert found.name == "Keripik Sanan"


def test_stock_check_ends_well_or_says_where_it_does_not(app):
    product = make_product(stock=4)
    pool_id = shelf_of(product.variants[0]).id
    runner = app.test_cli_runner()
    assert runner.invoke(args=["stock", "check"]).exit_code == 0

    lock_pools([pool_id])[pool_id].on_hand = 9
    db.session.commit()

    found = runner.invoke(args=["stock", "check"])
    assert found.exit_code == 1
    assert f"pool {pool_id}: on hand 9, movements say 4" in found.output
