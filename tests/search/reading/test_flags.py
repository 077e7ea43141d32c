"""Words that are filters or orders by themselves."""

import pytest

from marketplace.search.reading import PartKind, read
from marketplace.search.rules import Sort
from tests.search.reading.malang import MALANG


@pytest.mark.parametrize(
    ("typed", "words", "has"),
    [
        ("halal", "", "halal"),
        ("keripik halal", "keripik", "halal"),
        ("Keripik HALAL sanan", "Keripik sanan", "halal"),
        ("nastar yang halal", "nastar", "halal"),
        ("nastar (halal)", "nastar", "halal"),
        ("nastar bersertifikat halal", "nastar", "halal"),
        ("nastar sertifikat halal mui", "nastar", "halal"),
        ("nastar sudah halal", "nastar", "halal"),
        ("cari yang halal", "", "halal"),
        ("ada yang halal gak?", "", "halal"),
        ("produk halal", "", "halal"),
        ("siap", "", "ready"),
        ("nastar siap", "nastar", "ready"),
        ("nastar siap hari ini", "nastar", "ready"),
        ("nastar siap ambil", "nastar", "ready"),
        ("nastar siap diambil sekarang", "nastar", "ready"),
        ("nastar ready", "nastar", "ready"),
        ("nastar ready stock", "nastar", "ready"),
        ("nastar ready stok", "nastar", "ready"),
        ("nastar readystock", "nastar", "ready"),
        ("ready nastar", "nastar", "ready"),
        ("kue untuk hari ini", "kue", "ready"),
        ("kue sekarang", "kue", "ready"),
        ("kue bisa diambil hari ini", "kue", "ready"),
        ("kue siap, coklat", "kue coklat", "ready"),
        ("penjual terlatih", "", "trained"),
        ("kue terlatih", "kue", "trained"),
        ("kue lulusan pelatihan", "kue", "trained"),
        ("kue dari lulusan pelatihan", "kue dari", "trained"),
    ],
)
def test_a_filter_word_is_a_filter(typed, words, has):
    reading = read(typed, MALANG)

    assert reading.words == words
    assert [part.kind.value for part in reading.parts] == [has]
    assert [reading.ready, reading.halal, reading.trained] == [
        has == "ready",
        has == "halal",
        has == "trained",
    ]


@pytest.mark.parametrize(
    ("typed", "words", "sort", "hint"),
    [
        ("keripik termurah", "keripik", Sort.CHEAPEST, False),
        ("keripik ter murah", "keripik", Sort.CHEAPEST, False),
        ("keripik paling murah", "keripik", Sort.CHEAPEST, False),
        ("keripik yang paling murah", "keripik", Sort.CHEAPEST, False),
        ("keripik termurah murah", "keripik", Sort.CHEAPEST, False),
        ("keripik murah", "keripik", Sort.CHEAPEST, True),
        ("keripik murah meriah", "keripik", Sort.CHEAPEST, True),
        ("keripik harga murah", "keripik", Sort.CHEAPEST, True),
        ("keripik yg murah", "keripik", Sort.CHEAPEST, True),
        ("keripik sing murah", "keripik", Sort.CHEAPEST, True),
        ("keripik murmer", "keripik", Sort.CHEAPEST, True),
        ("murah", "", Sort.CHEAPEST, True),
        ("kripik tmpe sanan murah", "kripik tmpe sanan", Sort.CHEAPEST, True),
        ("kue terbaru", "kue", Sort.NEWEST, False),
        ("hampers termahal", "hampers", Sort.DEAREST, False),
        ("kue terbaru termurah", "kue terbaru", Sort.CHEAPEST, False),
    ],
)
def test_a_word_of_order_is_an_order(typed, words, sort, hint):
    reading = read(typed, MALANG)

    assert (reading.words, reading.sort, reading.hint) == (words, sort, hint)
    assert [part.kind for part in reading.parts] == [PartKind.SORT]


@pytest.mark.parametrize(
    "typed",
    [
        "tidak halal",
        "non halal",
        "non-halal",
        "tidak bersertifikat halal",
        "belum halal",
        "hampers halal bihalal",
        "hampers halal bi halal",
        "halalan toyiban",
        "siap goreng",
        "mentah siap goreng",
        "siap saji",
        "bumbu siap masak",
        "siap santap keluarga",
        "siap di goreng",
        "ready to eat",
        "kue siap besok",
        "kue besok",
        "jajanan zaman sekarang",
        "tidak siap",
        "tidak murah",
        "tidak terlalu mahal",
        "pemurah",
        "kue baru",
        "mahal",
        "pelatihan kue",
        "hari raya ini",
    ],
)
def test_words_of_goods_and_words_denied_are_no_filters(typed):
    reading = read(typed, MALANG)

    assert reading.words == typed
    assert reading.parts == ()
