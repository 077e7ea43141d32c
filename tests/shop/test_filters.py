import pytest

from marketplace.search.rules import Sort
from marketplace.shop.filters import Filters, read_filters
from marketplace.web.paging import LAST_PAGE, MOST, PER_PAGE, Paging, here, page_wanted


def test_an_empty_address_narrows_nothing():
    assert read_filters({}) == Filters()
    assert not read_filters({"urut": "termurah"}).is_on


def test_every_filter_is_read():
    args = {"q": "  kripik   tempe ", "kategori": "keripik", "min": "5.000", "max": "Rp20.000"}
    switches = {"siap": "1", "pesan": "1", "halal": "1", "terlatih": "1", "tanpa": "kacang"}
    found = read_filters(args | switches | {"urut": "termahal", "kecamatan": "Kedung-Kandang"})
    assert found.words == "kripik tempe"
    assert (found.min_price, found.max_price) == (5000, 20000)
    assert found.ready
    assert found.orderable
    assert found.halal
    assert found.trained
    assert found.no_nuts
    assert found.sort is Sort.DEAREST
    assert found.district == "kedungkandang"


@pytest.mark.parametrize(
    "args",
    [
        {"urut": "harga; drop table"},
        {"siap": "ya", "halal": "true", "pesan": "2"},
        {"min": "murah", "max": "-5"},
        {"max": "99999999999999"},
        {"tanpa": "gula"},
    ],
)
def test_what_an_address_cannot_mean_is_ignored(args):
    assert read_filters(args) == Filters()


def test_a_category_that_is_not_on_offer_is_ignored():
    assert Filters(category="hantu").known_only({"keripik"}) == Filters()
    assert Filters(category="keripik").known_only({"keripik"}).category == "keripik"


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("2", 2),
        ("abc", 1),
        ("-1", 1),
        ("0", 1),
        ("", 1),
        ("²", 1),
        ("9" * 40, 1),
        ("99999", LAST_PAGE),
    ],
)
def test_a_page_is_a_number_or_the_first(typed, page):
    assert page_wanted({"hal": typed}) == page


def test_no_page_skips_more_than_a_thousand_rows():
    assert (LAST_PAGE - 1) * PER_PAGE <= 1000
    assert Paging(1, MOST).pages == LAST_PAGE
    assert Paging(1, MOST).count == "Lebih dari 1.000"
    assert Paging(1, 0).pages == 1


def test_addresses_keep_known_parts_only_and_go_back_to_page_one(app):
    with app.test_request_context("/pasar/x?halal=1&hal=3&fbclid=abc&q="):
        assert here(("halal", "q")) == "/pasar/x?halal=1"
        assert here(("halal", "q"), halal=None) == "/pasar/x"
        assert here(("halal",), urut="termurah") == "/pasar/x?halal=1&urut=termurah"
        assert Paging(3, 100, ("halal",)).url(2) == "/pasar/x?halal=1&hal=2"
        assert Paging(3, 100, ("halal",)).url(1) == "/pasar/x?halal=1"
