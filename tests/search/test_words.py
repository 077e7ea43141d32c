"""Which words a text holds."""

import pytest

from marketplace.search.words import MOST_WORDS, Term, analyse, terms, wanted


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Kripik", "keripik"),
        ("krupuk", "kerupuk"),
        ("tempé", "tempe"),
        ("TEMPEH", "tempe"),
        ("coklat", "cokelat"),
        ("peyek", "rempeyek"),
        ("oskab", "bakso"),
        ("cookies", "kue kering"),
        ("kue kering", "kue kering"),
        ("salju", "putri salju"),
        ("putri salju", "putri salju"),
        ("terang bulan", "martabak"),
        ("jajan pasar", "kue basah"),
        ("jajan", "camilan"),
        ("keripiknya", "keripik"),
        ("kue-kue", "kue"),
        ("kue kue", "kue"),
        ("kue2", "kue"),
        ("onde-onde", "ondeonde"),
        ("oleh2", "oleholeh"),
        ("buah tangan", "oleholeh"),
        ("enaaak", "enak"),
        ("jum'at", "jumat"),
        ("250g", "250g"),
        ("sekolah", "sekolah"),
        ("tahu", "tahu"),
        ("pesanan", "pesanan"),
        ("durian", "durian"),
        ("xylofon", "xylofon"),
    ],
)
def test_spellings_agree_on_one_form_and_the_unknown_stays(typed, means):
    assert analyse(typed)[1] == means


def test_words_are_kept_as_they_stand_beside_the_form_they_share():
    assert analyse("Kripik Tempé", "250 g") == ("kripik tempe 250 g", "keripik tempe 250 g")


def test_two_words_that_mean_one_thing_are_one_term():
    assert terms("kuker nastar") == [
        Term(("kuker",), ("kue", "kering")),
        Term(("nastar",), ("nastar",)),
    ]


def test_filler_words_are_not_looked_for_unless_there_is_nothing_else():
    assert [term.exact for term in wanted("jual nastar di sanan")] == [("nastar",), ("sanan",)]
    assert [term.exact for term in wanted("di dari")] == [("di",), ("dari",)]


def test_a_question_is_a_dozen_words_at_most():
    assert len(wanted(" ".join(f"w{n}" for n in range(40)))) == MOST_WORDS
    assert wanted("nastar nastar nastar")[0].exact == ("nastar",)
    assert wanted("?!") == []


def test_the_same_function_reads_documents_and_questions_alike():
    for text in ("Kue-kue kering Bu Sri", "Keripik tempe 250g", "Onde onde isi 6"):
        exact, stemmed = analyse(text)
        for term in wanted(text):
            assert set(term.exact) <= set(exact.split())
            assert set(term.stemmed) <= set(stemmed.split())
