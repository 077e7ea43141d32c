"""Search by the corrected spelling, unless it is taken literally or leads nowhere."""

from marketplace.catalogue.models import Product
from marketplace.search.find import search
from marketplace.search.rules import Query
from tests.make import make_product, make_stall


def test_the_page_tells_which_spelling_was_searched(app, found):
    bag = make_product(title="Keripik tempe")

    assert found("kripk tmpe") == [bag.id]
    assert search(Query("kripk tmpe")).corrected == "keripik tempe"
    assert search(Query("keripik tempe")).corrected is None


def test_taken_literally_nothing_is_corrected(app, found):
    make_product(title="Keripik tempe")

    assert found("tmpe", literal=True) == []
    assert search(Query("tmpe", literal=True)).corrected is None


def test_a_correction_that_finds_nothing_gives_way_to_what_was_typed(app, found):
    """A draft is in no vocabulary, yet its own desk finds it."""
    make_product(title="Nastar keju")
    draft = make_product(make_stall(name="Lapak Lain"), title="Kejo istimewa", published=False)
    found("keju")
    own = (Product.stall_id == draft.stall_id,)

    page = search(Query("kejo"), seen_by=own)

    assert (page.ids, page.corrected) == ([draft.id], None)


def test_a_rare_word_says_more_than_a_common_one(app, found):
    stall = make_stall()
    for taste in ("asin", "manis", "pedas", "gurih"):
        make_product(stall, title=f"Keripik {taste}")
    rare = make_product(stall, title="Stik balado")

    assert found("keripik balado")[0] == rare.id
