"""Places as neighbours name them."""

import pytest

from marketplace.search.reading import Place, PlaceKind, Places, read
from tests.search.reading.malang import MALANG

D, V, C, M, R = (
    PlaceKind.DISTRICT,
    PlaceKind.VILLAGE,
    PlaceKind.CLUSTER,
    PlaceKind.MARKET,
    PlaceKind.RW,
)


@pytest.mark.parametrize(
    ("typed", "words", "kind", "id", "label"),
    [
        ("tempe di sanan", "tempe", C, 71, "Di Sanan"),
        ("tempe dari Sanan", "tempe", C, 71, "Di Sanan"),
        ("tempe buatan sanan", "tempe", C, 71, "Di Sanan"),
        ("tempe disanan", "tempe", C, 71, "Di Sanan"),
        ("di sanan tempe", "tempe", C, 71, "Di Sanan"),
        ("tempe yang ada di sanan", "tempe", C, 71, "Di Sanan"),
        ("klaster sanan", "", C, 71, "Di Sanan"),
        ("pasar sanan", "", M, 91, "RW 15 Purwantoro"),
        ("RW 05", "", R, 5, "RW 05"),
        ("rw5", "", R, 5, "RW 05"),
        ("rw.05", "", R, 5, "RW 05"),
        ("kue rw 005", "kue", R, 5, "RW 05"),
        ("kue di RW 5", "kue", R, 5, "RW 05"),
        ("rt 03/rw 05", "", R, 5, "RW 05"),
        ("rw 5 10rb", "", R, 5, "RW 05"),
        ("rw 5 purwantoro", "", M, 92, "RW 05 Purwantoro"),
        ("pasar RW 15 Purwantoro", "", M, 91, "RW 15 Purwantoro"),
        ("kue di rw 5, kel. purwantoro", "kue", M, 92, "RW 05 Purwantoro"),
        ("purwantoro rw 05", "", M, 92, "RW 05 Purwantoro"),
        ("kue kel bareng rw 5", "kue", M, 93, "RW 05 Bareng"),
        ("rw 3 blimbing", "", M, 95, "RW 03 Blimbing"),
        ("rw 1 oro oro dowo", "", M, 96, "RW 01 Oro-oro Dowo"),
        ("keripik sanan rw 15", "keripik sanan", R, 15, "RW 15"),
        ("kec. Klojen", "", D, 2, "Kec. Klojen"),
        ("kecamatan klojen kue", "kue", D, 2, "Kec. Klojen"),
        ("kel Bareng", "", V, 21, "Kel. Bareng"),
        ("kel. Klojen", "", V, 22, "Kel. Klojen"),
        ("kue kelurahan lowokwaru", "kue", V, 53, "Kel. Lowokwaru"),
        ("kel bareng kec klojen", "", V, 21, "Kel. Bareng"),
        ("kue di Blimbing", "kue", D, 1, "Kec. Blimbing"),
        ("kue diblimbing", "kue", D, 1, "Kec. Blimbing"),
        ("kue di Lowokwaru", "kue", D, 5, "Kec. Lowokwaru"),
        ("kue di sukun", "kue", D, 4, "Kec. Sukun"),
        ("kue di rampal celaket", "kue", V, 23, "Kel. Rampalcelaket"),
        ("kue di Oro Oro Dowo", "kue", V, 24, "Kel. Oro-oro Dowo"),
        ("kue di oro-oro dowo", "kue", V, 24, "Kel. Oro-oro Dowo"),
        ("kue di gadingkasri", "kue", V, 25, "Kel. Gading Kasri"),
        ("kue di ketawang gede", "kue", V, 51, "Kel. Ketawanggede"),
        ("kue di KSATRIAN", "kue", V, 13, "Kel. Kesatrian"),
        ("kue di kampung kue", "kue", M, 92, "RW 05 Purwantoro"),
        ("mangkok di kampung keramik dinoyo", "mangkok", C, 72, "Di Kampung Keramik Dinoyo"),
        ("kopi di kayutangan", "kopi", M, 94, "RW 06 Klojen"),
        ("kue daerah dinoyo", "kue", V, 52, "Kel. Dinoyo"),
        ("tempe dari kampung sanan", "tempe", C, 71, "Di Sanan"),
        ("tempe ndek sanan", "tempe", C, 71, "Di Sanan"),
        ("jajan pasar di bareng", "jajan pasar", V, 21, "Kel. Bareng"),
    ],
)
def test_a_place_behind_its_word_is_where_to_look(typed, words, kind, id, label):
    reading = read(typed, MALANG)

    assert reading.words == words
    assert reading.within
    assert (reading.within.kind, reading.within.id) == (kind, id)
    assert label in [part.label for part in reading.parts]


@pytest.mark.parametrize(
    ("typed", "words", "kind", "id", "label"),
    [
        ("nastar dekat Blimbing", "nastar", D, 1, "Dekat Blimbing"),
        ("nastar deket blimbing", "nastar", D, 1, "Dekat Blimbing"),
        ("nastar di dekat blimbing", "nastar", D, 1, "Dekat Blimbing"),
        ("nastar sekitar dinoyo", "nastar", V, 52, "Dekat Dinoyo"),
        ("nastar dekat dengan sanan", "nastar", C, 71, "Dekat Sanan"),
        ("nastar terdekat dari sanan", "nastar", C, 71, "Dekat Sanan"),
        ("nastar dekat kel. blimbing", "nastar", V, 12, "Dekat Blimbing"),
        ("dekat rw 5 purwantoro", "", M, 92, "Dekat RW 05 Purwantoro"),
        ("nastar cedek sanan", "nastar", C, 71, "Dekat Sanan"),
        ("dekat rw 05", "", R, 5, "Dekat RW 05"),
    ],
)
def test_dekat_is_a_wish_for_the_neighbourhood(typed, words, kind, id, label):
    reading = read(typed, MALANG)

    assert reading.near
    assert (reading.words, reading.near.kind, reading.near.id) == (words, kind, id)
    assert [part.label for part in reading.parts] == [label]
    assert reading.within is None


@pytest.mark.parametrize(
    "typed",
    [
        "keripik sanan",
        "kripik tmpe sanan",
        "tempe blimbing",
        "nastar di Surabaya",
        "nastar dekat kampus",
        "nastar deket sini",
        "nastar di",
        "di atas",
        "di bawah",
        "keripik dari sukun",
        "keripik sukun",
        "jajan pasar blimbing",
        "jajanan pasar",
        "rw 99",
        "rw 99 purwantoro",
        "rw 0",
        "rw",
        "rt/rw 03/05",
        "brw 5",
        "kelinci bareng",
        "kel. Sanan",
        "kec. purwantoro",
        "kota blimbing",
        "bukan dari sanan",
        "selain di sanan",
        "digadang-gadang",
        "dinoyo",
        "keripik ke sanan",
        "sandi sanan",
    ],
)
def test_what_names_no_known_place_stays_words(typed):
    reading = read(typed, MALANG)

    assert reading.words == typed
    assert reading.parts == ()


def test_near_one_place_and_within_another_go_together():
    reading = read("tempe di sanan dekat blimbing", MALANG)

    assert reading.within == Place(C, 71, "Sanan")
    assert reading.near == Place(D, 1, "Blimbing")
    assert reading.words == "tempe"


def test_of_two_places_the_first_holds():
    reading = read("tempe di sanan di dinoyo", MALANG)

    assert reading.within == Place(C, 71, "Sanan")
    assert reading.words == "tempe di dinoyo"


def test_without_places_nothing_is_read_as_one():
    assert read("tempe di sanan rw 5", Places()).words == "tempe di sanan rw 5"
