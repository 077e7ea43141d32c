"""Weights, volumes and counts in one form."""

import pytest

from marketplace.search.words import analyse, wanted


@pytest.mark.parametrize(
    ("form", "spellings"),
    [
        ("250g", "250gr|250 gr|250 gram|250g|250 G|0,25 kg|0.25 kg|1/4 kg|¼ kg|seperempat kilo"),
        ("500g", "1/2 kg|1/2kg|½ kg|½kg|setengah kilo|separuh kilo|5 ons|500 gram"),
        ("750g", "3/4 kg|tiga perempat kilo|¾ kg"),
        ("1500g", "1,5 kg|1.5 kg|1 1/2 kg|1½ kg|satu setengah kilo|1.500 gram"),
        ("100g", "1 ons|seons|satu ons"),
        ("1000g", "1 kg|1kg|sekilo|1.000 g|1 kilogram|1 Kg"),
        ("2000g", "2 kg|dua kilo|2-kg"),
        ("1000ml", "1 liter|1 lt|1L|seliter|1000 ml"),
        ("600ml", "600 ml|600ml|600 cc|0,6 liter"),
        ("10pcs", "isi 10|10 pcs|10 biji|10 buah|isi 10 biji|isi: 10|(isi 10)|isi10|10 butir"),
        ("12pcs", "selusin|1 lusin|12 pcs|isi selusin"),
        ("40pcs", "2 kodi|dua kodi|40 biji"),
    ],
)
def test_every_way_to_write_an_amount_is_one_word(form, spellings):
    assert {analyse(each)[1] for each in spellings.split("|")} == {form}


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("250", "250"),
        ("rw 05", "rw 05"),
        ("resep 1978", "resep 1978"),
        ("isi 250 gr", "isi 250g"),
        ("isi 6 stoples", "6pcs stoples"),
        ("isi 10rb", "isi 10rb"),
        ("isi 10 ribu", "isi 10 ribu"),
        ("2 buah tangan", "2 oleholeh"),
        ("10 biji-bijian", "10 bijibiji"),
        ("1/0 kg", "1 0 kg"),
        ("tahu isi", "tahu isi"),
        ("2 kgx", "2 kgx"),
        ("12345678 kg", "12345678 kg"),
        ("jambu biji", "jambu biji"),
        ("kiloan", "kilo"),
    ],
)
def test_what_only_looks_like_an_amount_stays_in_its_words(typed, means):
    assert analyse(typed)[1] == means


def test_an_amount_is_one_term_that_keeps_the_words_it_was_written_in():
    term = wanted("keripik 1/4 kg")[1]

    assert (term.exact, term.stemmed) == (("1", "4", "kg"), ("250g",))


def test_a_question_finds_the_size_that_a_product_writes_otherwise():
    document = set(analyse("Keripik tempe", "250 g 500 g isi 10")[1].split())

    for asked in ("250gr", "seperempat kilo", "setengah kg", "10 biji"):
        assert set(wanted(asked)[0].stemmed) <= document
