"""What of an address is kept, and in which words a person reads it again."""

import pytest

from marketplace.search.saved.rules import address_of, known_only, labels, notice, wish_at, wish_of


def test_the_same_search_typed_in_two_ways_is_one():
    one = wish_of({"halal": "1", "q": "  Keripik   TEMPE ", "max": "20.000", "urut": "termurah"})
    two = wish_of({"q": "keripik tempe", "max": "Rp20000", "hal": "3", "halal": "1", "min": "0"})

    assert address_of(one) == address_of(two) == "q=keripik+tempe&max=20000&halal=1"


def test_order_page_nearness_and_unknown_parameters_are_not_part_of_it():
    typed = {"urut": "terbaru", "hal": "2", "dekat": "sanan", "x": "1", "siap": "ya", "max": "1.5"}

    assert wish_of(typed) == {}


def test_a_market_comes_before_its_kecamatan():
    both = wish_of({"pasar": "sanan", "kecamatan": "Blimbing"})

    assert both == {"pasar": "sanan"}
    assert wish_of({"kecamatan": "KLO-JEN"}) == {"kecamatan": "klojen"}


def test_what_is_not_there_is_not_waited_for():
    wish = wish_of({"pasar": "entah", "kategori": "keripik", "persis": "1"})

    assert known_only(wish, {("kategori", "keripik")}) == {"kategori": "keripik"}


@pytest.mark.parametrize("typed", ["a&b=c", "100% halal", "kue + teh", "é ü", "q=1#x"])
def test_an_address_says_again_what_was_kept(typed):
    wish = wish_of({"q": typed, "tanpa": "kacang"})

    assert wish_at(address_of(wish)) == wish


def test_chips_say_words_places_prices_and_switches():
    wish = wish_of({"q": "nastar", "pasar": "sanan", "min": "10000", "max": "50.000", "siap": "1"})

    said = labels(wish, {("pasar", "sanan"): "RW 15 Purwantoro"})

    assert said == [
        "“nastar”",
        "RW 15 Purwantoro",
        "Dari Rp10.000",
        "Sampai Rp50.000",
        "Siap hari ini",
    ]


def test_the_notice_says_what_where_and_how_to_stop():
    text = notice(
        ["“nastar”"], "Nastar keju", 45000, "Dapur Bu Sri", "https://x/produk/1", "https://x/akun"
    )

    for part in (
        "“nastar”",
        "Nastar keju, Rp45.000, dari Dapur Bu Sri",
        "https://x/produk/1",
        "hanya sekali",
    ):
        assert part in text
    assert "dihentikan di https://x/akun" in text
