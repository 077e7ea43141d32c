"""The list of kinds holds together, and finds the kinds of a title."""

import csv

import pytest

from marketplace.search.words import analyse, broader, wanted
from marketplace.search.words.broader import BROADER

LONGEST_MEMBER = 3  # words of a thing, as titles name it


def rows() -> list[list[str]]:
    with BROADER.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def stems(text: str) -> str:
    return analyse(text)[1]


def test_there_are_enough_kinds_with_something_in_each():
    assert len(rows()) >= 150
    assert [row for row in rows() if len(row) < 2 or not all(row)] == []


def test_no_kind_stands_in_two_lines():
    kinds = [stems(kind) for kind, *_ in rows()]

    assert [kind for kind in kinds if kinds.count(kind) > 1] == []


def test_nothing_stands_in_a_line_twice_nor_is_its_own_kind():
    for row in rows():
        forms = [stems(each) for each in row]
        assert sorted(forms) == sorted(set(forms)), row[0]


def test_a_kind_that_is_asked_for_is_looked_for_whole():
    for kind, *_ in rows():
        asked = [word for term in wanted(kind) for word in term.stemmed]
        assert " ".join(asked) == stems(kind), kind


def test_every_kind_and_thing_is_analysed_to_itself():
    for row in rows():
        assert [each for each in row if stems(stems(each)) != stems(each)] == []


def test_a_thing_is_named_in_three_words_at_most():
    things = [each for _, *things in rows() for each in things]

    assert [each for each in things if len(each.split()) > LONGEST_MEMBER] == []


def test_every_thing_alone_is_of_its_kind():
    for kind, *things in rows():
        lost = [each for each in things if kind not in broader(stems(each)).split(", ")]
        assert lost == [], kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Kastengel keju edam", "kue lebaran"),
        ("Wedang uwuh seduh", "minuman hangat"),
        ("Rissoles mayo", "gorengan"),
        ("Keripik bayem", "olahan sayur"),
        ("Tempe mendoan", "gorengan"),
        ("Peyek teri", "camilan"),
        ("Cowek batu", "alat dapur"),
        ("Gantungan kunci topeng", "suvenir"),
        ("Klepon ubi ungu", "jajan pasar"),
    ],
)
def test_who_asks_for_a_kind_means_this_too(title, kind):
    assert stems(kind) in [stems(each) for each in broader(stems(title)).split(", ")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Kukis cokelat garam laut", "bumbu dapur"),
        ("Keripik tempe daun jeruk", "buah"),
        ("Sagu keju tanpa terigu", "sembako"),
        ("Tempe bungkus daun pisang", "buah"),
        ("Roti manis sosis solo", "kue basah"),
        ("Tempe koro", "camilan"),
        ("Nastar keranjang hari raya", "kerajinan"),
        ("Sarung bantal batik", "pakaian"),
    ],
)
def test_what_is_only_in_it_makes_no_kind_of_it(title, kind):
    assert stems(kind) not in [stems(each) for each in broader(stems(title)).split(", ")]
