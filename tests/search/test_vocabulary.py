"""Which words the market knows, which of them a typo may mean, and what a word weighs."""

import pytest

from marketplace.search.vocabulary import vocabulary_of
from marketplace.search.words import terms
from tests.search.demo_words import demo_vocabulary, said, words_of

SMALL = ["Keripik tempe pedas", "Keripik pisang", "Sambal bajak", "Nastar 250 g"]


def test_words_of_titles_and_names_are_known_and_counted():
    words = words_of(SMALL, "Lapak Bu Sri", "Purwantoro")

    assert words.frequency["keripik"] == 2
    assert words.frequency["purwantoro"] == 1
    assert words.knows("lapak")
    assert not words.knows("kripk")


def test_numbers_and_filler_words_are_no_targets():
    words = words_of([*SMALL, "Kue untuk bu guru"])

    assert not {"250", "untuk", "bu"} & words.frequency.keys()


def test_words_of_descriptions_are_known_yet_no_targets():
    words = vocabulary_of([said("Nastar", rest="mentega wisman")], (), {})

    assert words.knows("wisman")
    assert "wisman" not in words.frequency


def test_an_inflected_word_is_known_by_its_root():
    assert words_of(["Keripik goreng"]).knows("gorengnya")


@pytest.mark.parametrize("spelling", ["kripik", "criping"])
def test_a_spelling_of_the_pairs_is_known_and_written_as_titles_have_it(spelling):
    words = words_of(SMALL)

    assert words.knows(spelling)
    assert words.written(spelling) == "keripik"


def test_a_spelling_that_leads_nowhere_is_known_and_no_target():
    words = words_of(["Sambal bajak"])

    assert words.knows("kripik")
    assert words.written("kripik") is None


def test_what_the_operator_taught_is_known():
    words = vocabulary_of([said("Keripik usus")], (), {"basreng": "keripik"})

    assert words.knows("basreng")
    assert words.written("basreng") == "keripik"


def test_words_stand_together_when_a_title_has_both():
    words = words_of(SMALL)

    assert words.stand_together("pedas", ["sambal", "tempe"])
    assert not words.stand_together("pedas", ["sambal", "bajak"])
    assert not words.stand_together("pedas", ["pedas"])


def test_a_rare_word_weighs_more_than_a_common_one_and_never_more_than_two():
    words = demo_vocabulary()
    common, rare, unheard = terms("keripik balado xyzzy")

    weights = words.rarity([common, rare, unheard])

    assert 1 <= weights[common] < weights[rare] < weights[unheard] == 2


def test_what_every_product_says_weighs_one():
    words = words_of(["Nastar keju", "Nastar nanas"])
    nastar, keju = terms("nastar keju")

    assert words.rarity([nastar, keju]) == {nastar: 1.0, keju: 2.0}


def test_an_empty_market_has_no_words_and_weighs_all_alike():
    words = words_of([])

    assert not words.frequency
    assert set(words.rarity(terms("nastar keju")).values()) == {1.0}
