"""Prices as neighbours type them."""

import pytest

from marketplace.search.reading import Places, read

NOWHERE = Places()


@pytest.mark.parametrize(
    ("typed", "words", "least", "most"),
    [
        # an amount beside a product is the most one would pay
        ("keripik 10rb", "keripik", None, 10_000),
        ("keripik 10 rb", "keripik", None, 10_000),
        ("keripik 10ribu", "keripik", None, 10_000),
        ("Keripik 10 RIBU", "Keripik", None, 10_000),
        ("10k keripik", "keripik", None, 10_000),
        ("10 k", "", None, 10_000),
        ("nastar 12,5rb", "nastar", None, 12_500),
        ("nastar 12.5rb", "nastar", None, 12_500),
        ("hampers 1,2jt", "hampers", None, 1_200_000),
        ("hampers 1 juta", "hampers", None, 1_000_000),
        ("hampers Rp1.250.000,-", "hampers", None, 1_250_000),
        ("nastar Rp10.000", "nastar", None, 10_000),
        ("nastar rp 10.000", "nastar", None, 10_000),
        ("nastar rp. 10000", "nastar", None, 10_000),
        ("nastar Rp 10 ribu", "nastar", None, 10_000),
        ("nastar 10.000", "nastar", None, 10_000),
        ("nastar harga 15rb", "nastar", None, 15_000),
        ("nastar seharga 15rb aja", "nastar", None, 15_000),
        ("nastar, 15rb, keju", "nastar keju", None, 15_000),
        ("es teh sepuluh ribu", "es teh", None, 10_000),
        ("sambal dua puluh ribu", "sambal", None, 20_000),
        ("sambal duapuluh ribu", "sambal", None, 20_000),
        ("sambal dua puluh lima rb", "sambal", None, 25_000),
        ("hampers seratus lima puluh ribu", "hampers", None, 150_000),
        ("tempe sebelas ribu", "tempe", None, 11_000),
        ("risol dua lima ribu", "risol dua", None, 5_000),
        ("keripik dua sampai lima ribu", "keripik", 2_000, 5_000),
        ("hampers setengah juta", "hampers", None, 500_000),
        ("keripik limaribu", "keripik", None, 5_000),
        ("keripik @5rb", "keripik", None, 5_000),
        ("3 bungkus 10rb", "3 bungkus", None, 10_000),
        ("kotak isi 6 12rb", "kotak isi 6", None, 12_000),
        ("nastar 50.000 rupiah", "nastar", None, 50_000),
        ("nastar 50000 rupiah", "nastar", None, 50_000),
        ("peyek goceng", "peyek", None, 5_000),
        ("peyek ceban", "peyek", None, 10_000),
        ("peyek 10 ewu", "peyek", None, 10_000),
        # the most
        ("di bawah 20 ribu", "", None, 20_000),
        ("keripik dibawah 20rb", "keripik", None, 20_000),
        ("keripik di bawah rp 20.000", "keripik", None, 20_000),
        ("keripik di bawah 20000", "keripik", None, 20_000),
        ("keripik di bawah harga 20rb", "keripik", None, 20_000),
        ("keripik yang harganya di bawah 20rb", "keripik", None, 20_000),
        ("keripik <20rb", "keripik", None, 20_000),
        ("keripik<20rb", "keripik", None, 20_000),
        ("keripik <= 20 ribu", "keripik", None, 20_000),
        ("keripik kurang dari 20rb", "keripik", None, 20_000),
        ("keripik max20rb", "keripik", None, 20_000),
        ("keripik maks 20rb", "keripik", None, 20_000),
        ("keripik maks. 20rb", "keripik", None, 20_000),
        ("keripik maksimal 20rb", "keripik", None, 20_000),
        ("keripik max 20k", "keripik", None, 20_000),
        ("keripik harga max 20k", "keripik", None, 20_000),
        ("paling mahal 20rb", "", None, 20_000),
        ("keripik sampai 20 ribu", "keripik", None, 20_000),
        ("keripik tidak lebih dari 20 ribu", "keripik", None, 20_000),
        ("keripik gak sampe 20rb", "keripik", None, 20_000),
        ("keripik 20rb ke bawah", "keripik", None, 20_000),
        ("keripik 20 ribu kebawah", "keripik", None, 20_000),
        ("hampers budget 100rb", "hampers", None, 100_000),
        ("di bawah 10 ribuan", "", None, 10_000),
        ("keripik di bawah gocap", "keripik", None, 50_000),
        ("di bawah di bawah 5rb", "di bawah", None, 5_000),
        # the least
        ("keripik di atas 5rb", "keripik", 5_000, None),
        ("keripik diatas 5 ribu", "keripik", 5_000, None),
        ("keripik >5rb", "keripik", 5_000, None),
        ("keripik minimal 5rb", "keripik", 5_000, None),
        ("keripik min. 5rb", "keripik", 5_000, None),
        ("keripik lebih dari 5rb", "keripik", 5_000, None),
        ("keripik mulai 10rb", "keripik", 10_000, None),
        ("keripik mulai dari 10rb", "keripik", 10_000, None),
        ("keripik paling murah 5rb", "keripik", 5_000, None),
        ("keripik tidak kurang dari 5rb", "keripik", 5_000, None),
        ("hampers 100rb ke atas", "hampers", 100_000, None),
        # both
        ("antara 10rb dan 15rb", "", 10_000, 15_000),
        ("antara 10 dan 15 ribu", "", 10_000, 15_000),
        ("antara 10000 dan 15000", "", 10_000, 15_000),
        ("keripik 10rb-15rb", "keripik", 10_000, 15_000),
        ("keripik 10rb – 15rb", "keripik", 10_000, 15_000),
        ("keripik 15rb-10rb", "keripik", 10_000, 15_000),
        ("keripik 10-15 ribu", "keripik", 10_000, 15_000),
        ("keripik 10-15rb", "keripik", 10_000, 15_000),
        ("keripik 10 sampai 15 ribu", "keripik", 10_000, 15_000),
        ("keripik dari 10rb sampai 15rb", "keripik", 10_000, 15_000),
        ("keripik 10rb s/d 15rb", "keripik", 10_000, 15_000),
        ("keripik harga 10rb hingga 15rb", "keripik", 10_000, 15_000),
        ("keripik 10.000-15.000", "keripik", 10_000, 15_000),
        ("keripik Rp 10.000 - Rp 15.000", "keripik", 10_000, 15_000),
        ("keripik sepuluh sampai lima belas ribu", "keripik", 10_000, 15_000),
        ("keripik min 5rb max 10rb", "keripik", 5_000, 10_000),
        ("keripik di atas 5rb di bawah 10rb", "keripik", 5_000, 10_000),
        # about
        ("harga 10 ribuan", "", 8_000, 12_000),
        ("keripik 10 ribuan", "keripik", 8_000, 12_000),
        ("keripik 10rban", "keripik", 8_000, 12_000),
        ("keripik 10rb-an", "keripik", 8_000, 12_000),
        ("keripik 10rb an", "keripik", 8_000, 12_000),
        ("keripik sepuluh ribuan", "keripik", 8_000, 12_000),
        ("keripik gocengan", "keripik", 4_000, 6_000),
        ("keripik sekitar 10rb", "keripik", 8_000, 12_000),
        ("hampers 100-an ribu", "hampers", 80_000, 120_000),
        ("hampers 50 an ribu", "hampers", 40_000, 60_000),
        ("gorengan 2000an", "gorengan", 1_600, 2_400),
        ("jajanan seribuan", "jajanan", 800, 1_200),
    ],
)
def test_a_price_is_read_and_its_words_are_no_longer_looked_for(typed, words, least, most):
    reading = read(typed, NOWHERE)

    assert (reading.words, reading.min_price, reading.max_price) == (words, least, most)


@pytest.mark.parametrize(
    "typed",
    [
        "resep 1978",
        "resep 1978-an",
        "kue tahun 2000an",
        "hampers 50an",
        "isi 10",
        "isi 10-15",
        "250gr",
        "keripik 250 gr",
        "nastar 1.000 gram",
        "susu 1.500ml",
        "3 pcs",
        "5 kg",
        "5kg",
        "10 k g",
        "20 kue",
        "keripik 15000",
        "di bawah 20",
        "max 10 pcs",
        "sejak dari 1978",
        "di atas 1000 meter",
        "Rp12.50",
        "nastar 12.50",
        "Rp5",
        "0rb",
        "99999999999rb",
        "9999999 juta",
        "dua puluh",
        "di bawah dua puluh",
        "satu sampai dua",
        "kue satu rasa",
        "ribuan",
        "jutaan pelanggan",
        "lapis seribu",
        "kopi sejuta rasa",
        "es gocap",
        "10rbx",
        "a10rb",
        "1.2.3rb",
        "0812-0000-0123",
        "di atas",
        "di bawah",
        "sampai besok",
        "ongkir 5rb",
        "keripik level 5",
        "20-10",
        "12345678901234567890rb",
        "١٠rb",
    ],
)
def test_a_number_that_is_no_price_stays_a_word(typed):
    reading = read(typed, NOWHERE)

    assert reading.words == typed
    assert reading.parts == ()


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("keripik di bawah 20 ribu", ["Sampai Rp20.000"]),
        ("keripik mulai 5rb", ["Dari Rp5.000"]),
        ("keripik 10-15rb", ["Rp10.000 sampai Rp15.000"]),
        ("min 5rb keripik max 10rb", ["Dari Rp5.000", "Sampai Rp10.000"]),
        ("10rb keripik 10rb", ["Sampai Rp10.000"]),
    ],
)
def test_a_price_has_a_label_for_its_chip(typed, labels):
    assert [part.label for part in read(typed, NOWHERE).parts] == labels


def test_the_first_of_two_limits_holds_and_the_other_stays_a_word():
    reading = read("keripik max 10rb max 20rb", NOWHERE)

    assert (reading.words, reading.max_price) == ("keripik max 20rb", 10_000)
