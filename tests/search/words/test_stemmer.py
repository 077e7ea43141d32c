"""Inflected words are led back to their root, and only to a root that the list knows."""

import csv
import re
import zlib
from pathlib import Path

import pytest

from marketplace.search.words import KNOWN, PROTECTED, ROOTS, analyse, stem

STEMS = Path(__file__).with_name("stems.csv")
VILLAGES = Path("marketplace/regions/data/malang_kelurahan.csv")
LEAST_EXACT = 0.9
LISTS = Path("marketplace/search/words")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def half(held_out: bool) -> list[tuple[str, str]]:
    """The stemmer may be tuned by one half only; a word's half never changes."""
    pairs = [(row["word"], row["stem"]) for row in rows(STEMS)]
    return [pair for pair in pairs if zlib.crc32(pair[0].encode()) % 2 == held_out]


def test_the_list_is_long_enough_in_both_halves():
    assert len(half(held_out=True)) >= 200
    assert len(half(held_out=False)) >= 200


@pytest.mark.parametrize("held_out", [True, False])
def test_nine_stems_of_ten_are_exact(held_out):
    pairs = half(held_out)

    wrong = [f"{word}: {stem(word)}, not {right}" for word, right in pairs if stem(word) != right]

    exact = 1 - len(wrong) / len(pairs)
    assert exact >= LEAST_EXACT, f"{exact:.1%} of {len(pairs)}: {wrong}"


def test_no_protected_word_is_taken_apart():
    assert [word for word in sorted(PROTECTED) if stem(word) != word] == []


def test_the_names_of_malang_are_protected():
    names = {row[column] for row in rows(VILLAGES) for column in ("kecamatan", "kelurahan")}
    words = {word for name in names for word in re.split(r"[ -]", name.lower())}

    assert words <= PROTECTED
    assert [word for word in sorted(words) if stem(word) != word] == []


@pytest.mark.parametrize(
    "name",
    """
    muji nanda maman nata mita fadilah suryani kartini setiawan kurniawan rahmawati hasan intan dimas
    susanti lestari budiarto permatasari ngatini maryani kasih melati teratai mertua
    """.split(),
)
def test_a_persons_name_is_nobodys_inflection(name):
    assert stem(name) == name


@pytest.mark.parametrize("name", ["roots.txt", "protected.txt", "doubled.txt"])
def test_a_list_is_sorted_lower_case_words_without_doubles(name):
    words = (LISTS / name).read_text(encoding="utf-8").splitlines()

    assert words == sorted(set(words))
    assert [word for word in words if not re.fullmatch(r"[a-z]+", word)] == []


def test_there_are_enough_roots():
    assert len(ROOTS) >= 1_500


def test_a_stem_has_no_other_stem():
    assert [word for word in sorted(KNOWN) if stem(stem(word)) != stem(word)] == []
    assert [word for word, right in half(True) + half(False) if stem(right) != right] == []


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("nyuci", "cuci"),
        ("berikan", "beri"),
        ("carikan", "cari"),
        ("pengeringan", "kering"),
        ("mengecat", "cat"),
        ("beres", "beres"),
        ("ninja", "ninja"),
        ("petikan", "petik"),
        ("pesananmu", "pesan"),
        ("dikembalikan", "kembali"),
        ("mempersiapkan", "siap"),
        ("keberanian", "berani"),
        ("makanannyalah", "makanan"),
        ("x" * 200 + "nya", "x" * 200 + "nya"),
    ],
)
def test_several_beginnings_and_endings_come_off(typed, means):
    assert stem(typed) == means


def test_an_inflected_word_finds_the_others_of_its_root():
    assert {analyse(word)[1] for word in ("memesan", "dipesan", "pesanan", "pemesanan")} == {
        "pesan"
    }
