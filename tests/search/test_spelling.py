"""What a misspelt word meant; known words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devtools.search_quality.spelling import GOALS, RIGHT, confusions, figures
from marketplace.search.likeness import are_neighbours, cost
from marketplace.search.spelling import Spelling
from marketplace.search.vocabulary import vocabulary_of
from tests.search.demo_words import demo_spelling, demo_titles, demo_vocabulary, said, words_of


def corrected(words: str) -> str | None:
    return demo_spelling().corrected(words)


def test_generated_typos_of_titles_find_their_word():
    found = figures(demo_spelling())

    assert found.typos[1] > 2_000
    assert found.typos[2] > 1_000
    assert {edits for edits in GOALS if found.recall[edits] < GOALS[edits]} == set(), found


def test_real_confusions_are_right_at_once():
    found = figures(demo_spelling())

    assert len(confusions()) == 30
    assert found.right >= RIGHT, found.wrong


def test_no_word_of_the_vocabulary_is_ever_corrected():
    words = demo_vocabulary()
    touched = [
        word for word in {*words.frequency, *words.spellings, *words.known} if corrected(word)
    ]
    assert touched == []


def test_no_title_is_ever_corrected():
    assert [title for title in demo_titles() if corrected(title)] == []


@given(st.text(max_size=60))
def test_any_text_is_read_and_a_correction_needs_none(text):
    better = corrected(text)
    assert better is None or corrected(better) is None


@pytest.mark.parametrize(
    "words", ["250gr", "1/2 kg", "10rb", "rw 05", "kg", "gram", "tp", "", "%", "🍪", "' OR 1=1--"]
)
def test_numbers_units_and_signs_are_never_corrected(words):
    assert corrected(words) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kripk tempe 250gr", "keripik tempe 250gr"),
        ("Yang Pedas kripk, ya", "Yang Pedas keripik, ya"),
        ("smbl-bajak", "sambal-bajak"),
        ("KRIPK", "keripik"),
    ],
)
def test_all_else_stays_as_it_was_typed(typed, meant):
    assert corrected(typed) == meant


def test_words_that_ran_together_are_parted_and_parts_are_joined():
    assert corrected("kripiktempe") == "kripik tempe"
    assert corrected("bawangputih") == "bawang putih"
    assert corrected("keri pik tempe") == "keripik tempe"
    assert corrected("bajak sawah") is None


def test_of_equal_guesses_the_one_beside_the_other_words_is_taken():
    spelling = Spelling(words_of(["Sambal bawang", "Keripik bayang", "Keripik bayang baru"]))

    assert spelling.corrected("sambal baxang") == "sambal bawang"
    assert spelling.corrected("keripik baxang") == "keripik bayang"


def test_frequency_decides_between_equally_likely_words():
    spelling = Spelling(words_of(["Kopi salak", "Kopi selak", "Teh selak"]))

    assert spelling.near("sxlak") == ["selak", "salak"]


def test_an_unlikely_guess_is_near_but_not_searched_instead():
    spelling = Spelling(words_of(["Meses warna"]))

    assert spelling.near("mxsxs") == []
    assert spelling.near("wrnxa") == []
    assert spelling.corrected("kremes") is None


def test_a_word_that_is_only_begun_is_not_taken_for_another():
    assert Spelling(words_of(["Keripik teri"])).corrected("keri") is None


def test_somebody_still_typing_keeps_the_last_word():
    assert demo_spelling().corrected("kripk tem", unfinished=True) == "keripik tem"


def test_what_is_said_only_in_a_description_is_not_corrected():
    spelling = Spelling(vocabulary_of([said("Nastar keju", rest="kejo")], (), {}))

    assert spelling.corrected("kejo") is None


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        (("smbal", "sambal"), ("saxmbal", "sambal")),
        (("nastaar", "nastar"), ("nastxar", "nastar")),
        (("temep", "tempe"), ("texpe", "tempe")),
        (("keripim", "keripik"), ("keripia", "keripik")),
        (("tjoklat", "coklat"), ("xjoklat", "coklat")),
        (("mendhoan", "mendoan"), ("mendxoan", "mendoan")),
        (("vanili", "panili"), ("xanili", "panili")),
        (("krpik", "keripik"), ("xeripij", "keripik")),
    ],
)
def test_what_thumbs_and_ears_do_is_likelier(likely, unlikely):
    assert cost(*likely) < cost(*unlikely)


def test_keys_touch_beside_and_below():
    assert are_neighbours("a", "s")
    assert are_neighbours("a", "q")
    assert not are_neighbours("a", "p")
    assert not are_neighbours("a", "a")


def test_a_word_that_only_a_person_is_called_must_be_nearly_typed():
    spelling = Spelling(words_of(["Vas meja"], "Keramik Syam"))

    assert spelling.corrected("syal") is None
    assert spelling.corrected("syamm") == "syam"
