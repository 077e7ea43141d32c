"""What a visitor types, as it is understood: filters out of the words, places from the map of the city."""

from dataclasses import replace

import pytest

from marketplace.catalogue.rules import SellsBy
from marketplace.search.asking import ask
from marketplace.search.rules import Query
from marketplace.stalls.rules import HalalStatus
from marketplace.web.db import begin_write, db
from tests.make import make_category, make_market, make_product, make_rw, make_stall


@pytest.fixture
def sanan(app):
    return make_market("purwantoro-rw-15", nickname="Sanan")


def ids(typed: str, **more) -> list[int]:
    return ask(Query(typed, **more)).page.ids


def test_a_price_in_the_words_becomes_a_filter(sanan):
    stall = make_stall(sanan)
    cheap = make_product(stall, title="Keripik tempe", price=12_000)
    make_product(stall, title="Keripik tempe besar", price=40_000)

    answer = ask(Query("keripik di bawah 20 ribu"))

    assert answer.page.ids == [cheap.id]
    assert (answer.query.words, answer.query.max_price) == ("keripik", 20_000)
    assert [part.without for part in answer.reading.parts] == ["keripik"]


def test_a_place_after_di_narrows_and_after_dekat_only_orders(sanan):
    here = make_product(make_stall(sanan), title="Keripik singkong")
    there = make_product(make_stall(make_market("bareng-rw-05")), title="Keripik singkong")

    assert ids("keripik di sanan") == [here.id]
    assert ids("keripik rw 05") == [there.id]
    assert ids("keripik dekat sanan") == [here.id, there.id]
    assert ids("keripik dekat bareng") == [there.id, here.id]


def test_a_place_where_no_market_is_open_finds_nothing(sanan):
    make_product(make_stall(sanan), title="Keripik")
    make_rw("Tlogomas", 3)

    assert ids("keripik kel. tlogomas") == []


def test_halal_and_ready_become_filters(sanan):
    certified, other = make_stall(sanan), make_stall(sanan)
    begin_write()
    certified.halal = HalalStatus.CERTIFIED
    db.session.commit()
    halal = make_product(certified, title="Nastar")
    later = make_product(other, title="Nastar", sells_by=SellsBy.BATCH, stock=0)

    assert ids("nastar halal") == [halal.id]
    assert ids("nastar siap hari ini") == [halal.id]
    assert set(ids("nastar")) == {halal.id, later.id}


def test_literally_everything_is_a_word(sanan):
    stall = make_stall(sanan)
    make_product(stall, title="Keripik", price=12_000)

    answer = ask(Query("keripik di bawah 20 ribu", literal=True))

    assert answer.query.max_price is None
    assert answer.reading.parts == ()


def test_words_and_address_narrow_together(sanan):
    stall = make_stall(sanan)
    make_product(stall, title="Nastar", price=9_000)
    right = make_product(stall, title="Nastar", price=15_000)

    assert ids("nastar di bawah 20rb", min_price=10_000, max_price=50_000) == [right.id]


def test_cheap_is_a_hint_that_orders_and_drops_nothing(sanan):
    stall = make_stall(sanan)
    dear, cheap = (make_product(stall, title="Nastar", price=price) for price in (50_000, 9_000))

    assert ids("nastar murah") == [cheap.id, dear.id]
    assert ids("nastar termurah") == [cheap.id, dear.id]


def test_counts_say_what_each_choice_would_show(sanan):
    cake, crisps = make_category("kue", "Kue"), make_category("keripik", "Keripik")
    stall = make_stall(sanan)
    make_product(stall, title="Pedas satu", price=9_000, category=cake)
    make_product(stall, title="Pedas dua", price=15_000, category=crisps)
    make_product(stall, title="Pedas tiga", price=15_000, category=crisps, stock=0)
    query = Query("pedas", category=crisps.id, facets=True)

    facets = ask(query).page.facets

    assert facets.categories == {cake.id: 1, crisps.id: 2}
    assert facets.prices == [(10_000, 20_000, 2)]
    assert facets.ready == 1
    for category, count in facets.categories.items():
        assert ask(replace(query, category=category)).page.total == count


def test_nothing_hidden_is_counted(sanan):
    stall = make_stall(sanan)
    make_product(stall, title="Pedas")
    make_product(stall, title="Pedas rahasia", published=False)

    page = ask(Query("pedas", facets=True)).page

    assert page.total == 1
    assert sum(page.facets.categories.values()) == 1


def test_words_that_mean_one_thing_are_tried_one_by_one_when_that_thing_is_not_there(sanan):
    crisps = make_product(make_stall(sanan), title="Keripik rasa sapi panggang")

    assert ids("daging sapi") == [crisps.id]


def test_the_page_knows_when_no_product_holds_all_words(sanan):
    stall = make_stall(sanan)
    make_product(stall, title="Nastar keju")
    make_product(stall, title="Keripik tempe")

    assert ask(Query("nastar tempe")).page.partial
    assert not ask(Query("keripik tempe")).page.partial
    assert not ask(Query("sambal")).page.partial


def test_a_short_page_is_filled_with_what_is_like_the_best_find(sanan):
    cakes, stall = make_category("kue", "Kue"), make_stall(sanan)
    bayam = make_product(stall, title="Rempeyek bayam", category=make_category("peyek", "Peyek"))
    teri = make_product(stall, title="Rempeyek teri", category=cakes)
    make_product(stall, title="Nastar keju", category=cakes)
    make_product(stall, title="Rempeyek rahasia", published=False)

    page = ask(Query("bayam", facets=True)).page

    assert (page.ids, page.total, page.similar) == ([bayam.id], 1, (teri.id,))
    assert sum(page.facets.categories.values()) == 1


def test_similar_goods_pass_the_same_filters(sanan):
    stall = make_stall(sanan)
    bayam = make_product(stall, title="Rempeyek bayam", price=9_000)
    make_product(stall, title="Rempeyek teri", price=90_000)

    assert ask(Query("bayam", max_price=20_000)).page.similar == ()
    assert ids("bayam") == [bayam.id]


def test_browsing_without_words_shows_what_is_near_first(sanan):
    here = make_product(make_stall(sanan), title="Keripik")
    away = make_product(make_stall(make_market("bareng-rw-05")), title="Sambal")

    assert ids("dekat sanan") == [here.id, away.id]
    assert ids("dekat bareng") == [away.id, here.id]
