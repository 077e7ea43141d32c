"""A whole sentence: its words, its parts, and the text without each of them."""

import ast
import csv
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.search.reading import Part, PartKind, PlaceKind, Reading, read
from marketplace.search.rules import Sort
from marketplace.search.words import MOST_LETTERS
from tests.search.reading.malang import MALANG

PIECES = """
    keripik tempe nastar sanan di dari dekat deket bawah atas di_bawah di_atas max min antara dan sampai 10 15 20
    10rb 15rb 20_ribu 10-15rb Rp10.000 12.50 k g rb ribu ribuan ceban halal bersertifikat tidak non bi bihalal siap
    ready hari_ini hari ini sekarang goreng murah termurah paling mahal terbaru terlatih lulusan pelatihan rw RW_05
    rw5 purwantoro blimbing kel kec. klojen bareng pasar jajan oro-oro dowo yang , - ( ) < > harga ke 🍪 isi
""".split()
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=14).map(
    lambda pieces: " ".join(pieces).replace("_", " ")
)
GLUED = st.lists(st.sampled_from([*PIECES, " ", " "]), max_size=14).map("".join)
ANYTHING = SENTENCES | GLUED | st.text(max_size=140)


def test_several_wishes_in_one_sentence_are_all_heard():
    reading = read("Keripik tempe halal di bawah 20 ribu di Sanan, siap hari ini", MALANG)

    assert reading == Reading(
        words="Keripik tempe",
        max_price=20_000,
        ready=True,
        halal=True,
        within=MALANG.find("Sanan", (PlaceKind.CLUSTER,)),
        parts=(
            Part(PartKind.HALAL, "Halal", "Keripik tempe di bawah 20 ribu di Sanan, siap hari ini"),
            Part(
                PartKind.PRICE,
                "Sampai Rp20.000",
                "Keripik tempe halal di Sanan, siap hari ini",
            ),
            Part(PartKind.WITHIN, "Di Sanan", "Keripik tempe halal di bawah 20 ribu siap hari ini"),
            Part(PartKind.READY, "Siap hari ini", "Keripik tempe halal di bawah 20 ribu di Sanan"),
        ),
    )


@pytest.mark.parametrize(
    ("typed", "words", "labels"),
    [
        (
            "nastar murah dekat blimbing halal",
            "nastar",
            ["Termurah dulu", "Dekat Blimbing", "Halal"],
        ),
        ("siap halal", "", ["Siap hari ini", "Halal"]),
        ("nastar siap di bawah 20rb", "nastar", ["Siap hari ini", "Sampai Rp20.000"]),
        ("nastar siap di sanan", "nastar", ["Siap hari ini", "Di Sanan"]),
        ("halal dan murah", "", ["Halal", "Termurah dulu"]),
        ("halal, terlatih & ready", "", ["Halal", "Terlatih", "Siap hari ini"]),
        ("halal keripik halal", "keripik", ["Halal"]),
        (
            "tempe mentah siap goreng halal 10rb",
            "tempe mentah siap goreng",
            ["Halal", "Sampai Rp10.000"],
        ),
        ("keripik  250gr\tmax 15rb", "keripik 250gr", ["Sampai Rp15.000"]),
        (
            "rw 05 purwantoro halal antara 10rb dan 15rb",
            "",
            ["RW 05 Purwantoro", "Halal", "Rp10.000 sampai Rp15.000"],
        ),
    ],
)
def test_parts_come_in_the_order_of_the_text(typed, words, labels):
    reading = read(typed, MALANG)

    assert (reading.words, [part.label for part in reading.parts]) == (words, labels)


def test_a_chip_takes_off_its_part_alone():
    by_label = {part.label: part.without for part in read("nastar halal 10rb murah", MALANG).parts}

    assert by_label == {
        "Halal": "nastar 10rb murah",
        "Sampai Rp10.000": "nastar halal murah",
        "Termurah dulu": "nastar halal 10rb",
    }


def test_a_filter_that_would_close_up_again_is_cut_again():
    (part,) = read("nastar 10 10rb rb", MALANG).parts

    assert part.without == "nastar"


@given(ANYTHING)
@example("10 10rb rb")
@example("ha halal lal")
@example("murah termurah")
@example("dekat kel blimbing dekat blimbing")
@example("\ud800 rw 5 \u202e halal\u200b İİİ 10rb")
def test_what_is_taken_off_is_gone(typed):
    for part in read(typed, MALANG).parts:
        again = read(part.without, MALANG)

        assert (part.kind, part.label) not in [(each.kind, each.label) for each in again.parts]


@given(ANYTHING)
def test_words_are_words_that_were_typed_in_their_order(typed):
    at = 0

    for word in read(typed, MALANG).words.split():
        at = typed.index(word, at, MOST_LETTERS) + len(word)


@given(ANYTHING)
def test_text_without_a_filter_comes_back_as_it_was(typed):
    reading = read(typed, MALANG)

    if not reading.parts:
        assert reading == Reading(words=" ".join(typed[:MOST_LETTERS].split()))


@given(ANYTHING)
def test_every_filter_that_is_set_has_its_part(typed):
    reading = read(typed, MALANG)
    kinds = {part.kind for part in reading.parts}

    assert (PartKind.PRICE in kinds) == bool(reading.min_price or reading.max_price)
    assert (PartKind.HALAL in kinds) == reading.halal
    assert (PartKind.READY in kinds) == reading.ready
    assert (PartKind.TRAINED in kinds) == reading.trained
    assert (PartKind.NEAR in kinds) == (reading.near is not None)
    assert (PartKind.WITHIN in kinds) == (reading.within is not None)
    assert (PartKind.SORT in kinds) == (reading.sort in (Sort.CHEAPEST, Sort.NEWEST, Sort.DEAREST))


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 10_000,
        "di bawah " * 2_000,
        "satu" * 3_000,
        "satu puluh " * 1_000,
        "1.000" * 2_000,
        "10rb-" * 2_000,
        "rw " * 3_000,
        "rt 1 rw " * 1_000,
        "oro-" * 2_000,
        "siap " * 2_000,
        "<" * 10_000,
        "yang harga di bawah harga " * 500,
        "\u200b\u202e🍪" * 3_000,
        "\x00\ud800",
        "halal" + "́" * 5_000,
    ],
)
def test_hostile_text_is_read_at_once(typed):
    began = time.process_time()

    read(typed, MALANG)

    assert time.process_time() - began < 0.2  # a few milliseconds; backtracking would take minutes


def test_the_goods_and_stalls_of_the_demo_are_words_by_name():
    demo = Path("marketplace/demo/data")
    with (demo / "products.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["title"] for row in csv.DictReader(lines)]
    names += [
        stall["name"] for stall in tomllib.loads((demo / "stalls.toml").read_text())["stalls"]
    ]

    assert len(names) > 300
    assert [name for name in names if read(name, MALANG).parts] == []


def test_reading_knows_neither_the_web_nor_the_database():
    for path in Path("marketplace/search/reading").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert node.module
                assert not node.module.startswith(("flask", "sqlalchemy", "marketplace.web")), path
