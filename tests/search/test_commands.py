"""flask search rebuild and check."""

import pytest

from marketplace.search import indexer
from marketplace.web.db import begin_write, db
from tests.make import make_product


def test_rebuild_says_what_the_index_holds_and_check_agrees(app):
    make_product(title="Nastar")
    run = app.test_cli_runner().invoke

    rebuilt = run(args=["search", "rebuild"])
    checked = run(args=["search", "check"])

    assert rebuilt.exit_code == 0, rebuilt.output
    assert "Search: 1 products, " in rebuilt.output
    assert (checked.exit_code, checked.output) == (
        0,
        "Search: products, documents and index agree.\n",
    )


def test_check_lists_what_drifted_and_fails(app):
    product = make_product(title="Nastar")
    indexer.rebuild()
    begin_write()
    db.session.execute(db.text("UPDATE search_documents SET version = 1"))
    db.session.commit()

    checked = app.test_cli_runner().invoke(args=["search", "check"])

    assert checked.exit_code == 1
    assert f"search document of product {product.id}: old or missing" in checked.output


def test_check_sees_a_full_text_index_that_lost_a_document(app):
    if db.engine.dialect.name == "postgresql":
        return  # its column is generated with the row and cannot lose one
    make_product(title="Nastar")
    indexer.rebuild()
    begin_write()
    db.session.execute(db.text("INSERT INTO search_fts(search_fts) VALUES ('delete-all')"))
    db.session.commit()

    checked = app.test_cli_runner().invoke(args=["search", "check"])

    assert checked.exit_code == 1
    assert "search_fts differs" in checked.output
    indexer.rebuild()
    assert app.test_cli_runner().invoke(args=["search", "check"]).exit_code == 0


def test_explain_gives_place_and_an_account_that_adds_up(app, found):
    make_product(title="Nastar keju")
    product = make_product(title="Nastar")
    assert found("nastar")

    lines = app.test_cli_runner().invoke(args=["search", "explain", "nastar", str(product.id)])

    said = lines.output.splitlines()
    assert "Term: nastar" in said
    assert any(line.startswith("Place 1 of 2") for line in said)
    *points, total = [
        float(line.split()[0]) for line in said if line[:1] in "+-" or line[1:2] in "+-"
    ]
    assert round(sum(points), 2) == round(total, 2)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nastar", "It is found by nobody now"),
        ("nastar di bawah 5 ribu", "Filter in the words: Sampai Rp5.000"),
        ("halal", "Nothing is left to look for"),
    ],
)
def test_explain_says_what_keeps_a_product_away(app, found, words, sentence):
    product = make_product(title="Nastar", published=False)

    said = app.test_cli_runner().invoke(args=["search", "explain", words, str(product.id)])

    assert sentence in said.output
    assert said.exit_code == 0
