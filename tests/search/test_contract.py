"""What every engine promises, over both databases."""

import pytest

from marketplace.catalogue.rules import ProductMove
from marketplace.kit.clock import now
from marketplace.search import documents, find, indexer
from marketplace.search.rules import PAGE_SIZE, Query, Sort
from marketplace.stalls.rules import HalalStatus
from marketplace.web.db import begin_write, db
from tests.make import make_category, make_market, make_product, make_stall


def test_a_word_of_the_title_is_found(engine, found):
    nastar = make_product(title="Nastar keju")
    make_product(title="Keripik tempe")

    assert found("nastar") == [nastar.id]


def test_the_answer_says_who_gave_it(engine, found):
    nastar = make_product(title="Nastar keju")
    assert found("nastar") == [nastar.id]

    page = find.search(Query("nastar"))

    assert (page.engine, page.total, page.corrected) == (engine.name, 1, None)
    assert page.generation
    assert engine.stats()["documents"] == 1


@pytest.mark.parametrize("words", ["kripik", "KERIPIK", "kripiknya", "keripik-keripik", "kéripik"])
def test_spellings_reach_the_same_product(engine, found, words):
    keripik = make_product(title="Keripik tempe Sanan")

    assert found(words) == [keripik.id]


def test_synonyms_of_several_words_reach_it_from_both_sides(engine, found):
    typed_long = make_product(title="Kue kering lebaran")
    typed_short = make_product(title="Cookies almond")

    assert set(found("kuker")) == {typed_long.id, typed_short.id}
    assert set(found("kue kering")) == {typed_long.id, typed_short.id}


def test_a_title_comes_before_a_description(engine, found):
    told = make_product(title="Stik bawang", description="Cocok dengan sambal")
    named = make_product(title="Sambal bawang")

    assert found("sambal") == [named.id, told.id]


def test_all_words_come_before_some_of_them(engine, found):
    some = make_product(title="Keripik singkong")
    both = make_product(title="Keripik tempe")

    assert found("keripik tempe") == [both.id, some.id]


def test_stall_category_place_and_licence_are_words_too(engine, found):
    market = make_market("purwantoro-rw-15", nickname="Sanan")
    stall = make_stall(market, name="Dapur Bu Rukmini")
    product = make_product(stall, title="Mendol", category=make_category("lauk", "Lauk pauk"))

    for words in ("rukmini", "lauk", "sanan", "purwantoro", "blimbing", "mendol rukmini"):
        assert found(words) == [product.id], words


def test_the_beginning_of_a_word_is_enough_when_nothing_else_is_found(engine, found):
    brownies = make_product(title="Brownies kukus")

    assert found("brown kuk") == [brownies.id]
    assert found("ukus", literal=True) == []


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1--",
        '"',
        "nastar*",
        "title_exact:nastar",
        "NEAR(nastar)",
        "nastar AND NOT",
        "%",
        "_",
    ],
)
def test_what_is_typed_is_words_and_never_syntax(engine, found, words):
    nastar = make_product(title="Nastar")
    make_product(title="Kerupuk")

    assert found(words) in ([nastar.id], [])


def test_words_without_letters_find_nothing_and_no_words_find_everything(engine, found):
    product = make_product()

    assert found("!?") == []
    assert found("   ") == [product.id]


def test_filters_hold_together_with_words(engine, found):
    sanan, oro = make_market("purwantoro-rw-15"), make_market("oro-oro-dowo-rw-02")
    snack, cake = make_category("keripik", "Keripik"), make_category("kue", "Kue")
    halal = make_stall(sanan)
    begin_write()
    halal.halal = HalalStatus.CERTIFIED
    db.session.commit()
    cheap = make_product(halal, title="Stik keju", price=8000, category=snack)
    dear = make_product(make_stall(oro), title="Stik keju", price=30000, category=cake, stock=0)

    assert found("stik", markets={sanan.id}) == [cheap.id]
    assert found("stik", category=cake.id) == [dear.id]
    assert found("stik", min_price=8001) == [dear.id]
    assert found("stik", max_price=8000) == [cheap.id]
    assert found("stik", ready=True) == [cheap.id]
    assert found("stik", halal=True) == [cheap.id]
    assert found("stik", markets={sanan.id}, category=cake.id) == []


def test_finds_can_be_ordered(engine, found):
    stall = make_stall()
    first, second, third = (
        make_product(stall, title="Nastar", price=price) for price in (20000, 10000, 30000)
    )

    assert found("nastar", sort=Sort.CHEAPEST) == [second.id, first.id, third.id]
    assert found("nastar", sort=Sort.DEAREST) == [third.id, first.id, second.id]
    assert found("nastar", sort=Sort.NEWEST) == [third.id, second.id, first.id]
    assert found("", sort=Sort.CHEAPEST) == [second.id, first.id, third.id]


def test_sold_out_goods_come_last(engine, found):
    stall = make_stall()
    there = make_product(stall, title="Nastar keju madu")
    gone = make_product(stall, title="Nastar", stock=0)

    assert found("nastar") == [there.id, gone.id]


def test_pages_hold_a_dozen_and_no_product_twice(engine, found):
    stall = make_stall()
    ids = {make_product(stall, title=f"Nastar nomor {n}").id for n in range(PAGE_SIZE + 2)}

    first, second = found("nastar"), found("nastar", page=2)

    assert (len(first), len(second)) == (PAGE_SIZE, 2)
    assert {*first, *second} == ids
    assert found("nastar", page=3) == []
    assert find.search(Query("nastar", page=3)).total == len(ids)


def test_a_new_title_replaces_the_old_one(engine, found):
    product = make_product(title="Nastar")
    assert found("nastar") == [product.id]

    begin_write()
    product.title = "Kastengel"
    db.session.commit()

    assert found("kaastengels") == [product.id]
    assert found("nastar") == []


def test_a_hidden_product_is_gone_at_once(engine, found):
    product = make_product(title="Nastar")
    assert found("nastar") == [product.id]

    product.make(ProductMove.HIDE, now())
    db.session.commit()

    assert find.search(Query("nastar")).ids == []
    assert found("nastar") == []
    assert engine.verify() == []


def test_applying_twice_is_once(engine, found):
    product = make_product(title="Nastar")
    assert found("nastar") == [product.id]
    entries = documents.kept_entries({product.id})

    engine.apply(entries, [])
    engine.apply(entries, [987_654])

    assert engine.stats()["documents"] == 1
    assert engine.verify() == []


def test_a_rebuild_changes_nothing_that_is_found(engine, found):
    ids = {make_product(title=title).id for title in ("Nastar keju", "Nastar durian")}
    assert set(found("nastar")) == ids

    indexer.rebuild()

    assert set(find.search(Query("nastar")).ids) == ids
    assert engine.verify() == []


def test_an_engine_notices_what_it_was_not_told(engine, found):
    """(The database cannot miss anything: the documents are its index.)"""
    product = make_product(title="Nastar")
    assert found("nastar") == [product.id]
    if engine.name == "database":
        return

    engine.apply([], [product.id])

    assert engine.verify() == [f"product {product.id}: missing in the index"]


def test_long_and_odd_texts_do_no_harm(engine, found):
    product = make_product(title="Nastar 100% légit ½ kg №1", description="enak " * 3000)

    assert found("nastar " * 60) == [product.id]
    assert found("legit") == [product.id]
    assert found("x" * 5000) == []
