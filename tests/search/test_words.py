"""Which words a text holds: spellings, doubles, synonyms, fillers."""

import pytest

from marketplace.search.words import MOST_WORDS, Term, analyse, stem, terms, wanted


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
        ("bakwan malang", "bakso"),
        ("bakwan ngalam", "bakso"),
        ("sego goreng", "nasi goreng"),
        ("lombok rawit", "cabai rawit"),
        ("cookies", "kue kering"),
        ("kue kering", "kue kering"),
        ("salju", "putri salju"),
        ("putri salju", "putri salju"),
        ("jajan pasar", "kue basah"),
        ("jajan", "camilan"),
        ("ngemil", "camilan"),
        ("susu kedelai", "sari kedelai"),
        ("keripiknya", "keripik"),
        ("kripiknya", "keripik"),
        ("buah tangan", "oleholeh"),
        ("jum'at", "jumat"),
        ("nyambel", "sambal"),
        ("gulo jowo", "gula merah"),
        ("Rampal Celaket", "rampalcelaket"),
        ("Ketawang Gede", "ketawanggede"),
        ("Ndog asin", "telur asin"),
        ("sekolah", "sekolah"),
        ("tahu", "tahu"),
        ("durian", "durian"),
        ("xylofon", "xylofon"),
    ],
)
def test_spellings_agree_on_one_form_and_the_unknown_stays(typed, means):
    assert analyse(typed)[1] == means


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("martabak telur", "terang bulan"),
        ("bakwan", "bakso"),
        ("jam buka", "selai"),
        ("wedang jahe", "minuman jahe"),
        ("bawang putih", "brambang"),
        ("telo", "singkong"),
        ("telo ungu", "telo"),
        ("telo rambat", "singkong"),
        ("agar renyah", "agar-agar"),
        ("jajan", "jajan pasar"),
        ("pia", "pai"),
    ],
)
def test_different_goods_stay_apart(one, other):
    assert not set(analyse(one)[1].split()) >= set(analyse(other)[1].split())


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("kue-kue", "kue"),
        ("kue kue", "kue"),
        ("kue2", "kue"),
        ("sayur-sayuran", "sayur"),
        ("sayur-mayur", "sayur"),
        ("kue-kuenya", "kue"),
        ("onde-onde", "ondeonde"),
        ("onde onde", "ondeonde"),
        ("oleh2", "oleholeh"),
        ("oleh-olehnya", "oleholeh"),
        ("otak-otak", "otakotak"),
        ("gado-gado", "gadogado"),
        ("ongol-ongol", "ongolongol"),
        ("kupu-kupu", "kupukupu"),
        ("cumi-cumi", "cumicumi"),
        ("cumi", "cumicumi"),
        ("agar-agar", "agaragar"),
        ("kekuning-kuningan", "kuning"),
        ("10 10", "10 10"),
    ],
)
def test_a_doubled_word_is_one_unless_the_double_is_a_thing_of_its_own(typed, means):
    assert analyse(typed)[1] == means


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("enaaak", "enak"),
        ("gethuk", "getuk"),
        ("tahoe", "tahu"),
        ("tjokelat", "cokelat"),
        ("djagung", "jagung"),
        ("qeju", "keju"),
        ("fanila", "vanila"),
        ("pedhes", "pedas"),
        ("Soekarno", "soekarno"),
        ("Thamrin", "thamrin"),
        ("Djoko", "djoko"),
        ("Fadilah", "fadilah"),
    ],
)
def test_an_old_spelling_counts_only_when_it_means_a_known_word(typed, means):
    assert analyse(typed)[1] == means


def test_words_are_kept_as_they_stand_beside_the_form_they_share():
    assert analyse("Kripik Tempé", "250 g") == ("kripik tempe 250 g", "keripik tempe 250g")
    assert analyse("gethuk tahoe")[0] == "gethuk tahoe"


def test_two_words_that_mean_one_thing_are_one_term():
    assert terms("kuker nastar") == [
        Term(("kuker",), ("kue", "kering")),
        Term(("nastar",), ("nastar",)),
    ]
    assert terms("buah-buahan") == [Term(("buah", "buahan"), ("buah",))]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("jual nastar di sanan", ["nastar", "sanan"]),
        ("ada yg jual nastar gak bu", ["nastar", "gak"]),
        ("mau pesan kripik utk lebaran dong kak", ["kripik", "lebaran"]),
        ("yang asin manis pedas besar kecil baru", "asin manis pedas besar kecil baru".split()),
        ("di dari", ["di", "dari"]),
    ],
)
def test_filler_words_are_not_looked_for_unless_there_is_nothing_else(typed, left):
    assert [word for term in wanted(typed) for word in term.exact] == left


def test_a_question_is_a_dozen_words_at_most():
    assert len(wanted(" ".join(f"w{n}" for n in range(40)))) == MOST_WORDS
    assert wanted("nastar nastar nastar")[0].exact == ("nastar",)
    assert wanted("?!") == []


def test_what_else_counts_as_a_term_does_not_change_a_document():
    assert Term(("kopi",), ("kopi",)).also == ()
    assert stem("ngopi") == "kopi"
