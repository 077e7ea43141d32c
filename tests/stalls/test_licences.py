"""Licence numbers as people write them."""

from datetime import date

import pytest

from marketplace.stalls.licences import (
    is_expired,
    normalised,
    pirt_facts,
    read_licence,
    shown,
)
from marketplace.stalls.rules import LicenceKind

TODAY = date(2026, 11, 25)
NIB, PIRT, HALAL, BPOM = LicenceKind


def read(kind, raw, today=TODAY):
    return read_licence(kind, raw, today)


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        (NIB, " 0220 1012 3456 7 ", "0220101234567"),
        (NIB, "NIB: 0220101234567", "0220101234567"),
        (PIRT, "P-IRT 2063573010012-31", "206357301001231"),
        (PIRT, "pirt no. 206.3573.01.0012–31", "206357301001231"),
        (PIRT, "SPP-IRT No 2063573010012 - 31", "206357301001231"),
        (HALAL, "id 35110 0012345 61026", "ID35110001234561026"),
        (HALAL, "Sertifikat Halal No. ID35110001234561026", "ID35110001234561026"),
        (BPOM, "BPOM RI MD 2345-6789-0123", "MD234567890123"),
        (BPOM, "md 234567890123", "MD234567890123"),
        (NIB, "022010123456７", "0220101234567"),
        (NIB, "  ", ""),
    ],
)
def test_spaces_dots_dashes_and_names_do_not_matter(kind, typed, number):
    assert normalised(kind, typed) == number
    assert read(kind, typed).raw == typed


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (NIB, "0220101234567"),
        (PIRT, "2063573010012-31"),
        (HALAL, "ID35110001234561026"),
        (HALAL, "ID351100012345610261"),
        (BPOM, "MD234567890123"),
        (BPOM, "ML234567890123456"),
    ],
)
def test_a_number_in_good_form_earns_no_warning(kind, number):
    assert read(kind, number).warnings == []


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (NIB, "12345", "13 angka"),
        (PIRT, "12345", "15 angka"),
        (HALAL, "KH 35110001234561026", "nomor sertifikat"),
        (HALAL, "35110001234561026", "diikuti 17 angka"),
        (BPOM, "234567890123", "MD atau ML"),
        (PIRT, "2063507010012-31", "3507 (Kabupaten Malang), bukan 3573 (Kota Malang)"),
        (PIRT, "2069999010012-31", "9999, bukan 3573"),
        (PIRT, "9993573010012-31", "tidak dikenal"),
    ],
)
def test_an_odd_number_is_kept_and_questioned(kind, typed, words):
    licence = read(kind, typed)

    assert licence.number
    assert words in " ".join(licence.warnings)


def test_an_empty_number_is_no_reason_to_warn():
    assert read(NIB, " - ") == (" - ", "", [])


def test_a_pirt_tells_what_it_is_for():
    facts = pirt_facts("206357301001231")

    assert facts.packaging == "plastik"
    assert facts.food == "tepung dan olahannya"
    assert facts.place == "Kota Malang"
    assert facts.expires == 2031
    assert pirt_facts("2063573010012") is None


@pytest.mark.parametrize(
    ("year", "today", "words"),
    [
        (25, TODAY, "sudah habis pada 2025"),
        (26, TODAY, "habis pada 2026"),
        (27, TODAY, "habis pada 2027"),
        (27, date(2026, 6, 30), None),
        (28, TODAY, None),
        (31, TODAY, None),
        (32, TODAY, "berlaku 5 tahun"),
    ],
)
def test_the_last_two_digits_say_when_it_ends(year, today, words):
    warnings = read(PIRT, f"2063573010012-{year}", today).warnings

    assert (words in warnings[0]) if words else warnings == []


def test_a_pirt_still_counts_in_the_year_it_names():
    assert not is_expired(PIRT, "206357301001226", TODAY)
    assert is_expired(PIRT, "206357301001225", TODAY)
    assert not is_expired(NIB, "0220101234525", TODAY)


@pytest.mark.parametrize(
    ("kind", "number", "label"),
    [
        (PIRT, "206357301001231", "P-IRT 2063573010012-31"),
        (NIB, "0220101234567", "NIB 0220101234567"),
        (HALAL, "ID35110001234561026", "Sertifikat halal ID35110001234561026"),
        (BPOM, "MD234567890123", "BPOM MD 234567890123"),
        (PIRT, "12345", "P-IRT 12345"),
    ],
)
def test_labels_show_it_as_people_know_it(kind, number, label):
    assert shown(kind, number) == label
