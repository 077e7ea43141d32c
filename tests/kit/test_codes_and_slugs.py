"""Codes people read aloud, keys nobody guesses, addresses people paste."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.kit.codes import CROCKFORD, digest, new_code, new_digits, new_key, read_code
from marketplace.kit.labelled import Labelled
from marketplace.kit.slugs import LONGEST, numbered, same_place, slugify

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def test_codes_leave_out_letters_that_look_alike() -> None:
    assert len(set(CROCKFORD)) == 32
    assert not set("ILOU") & set(CROCKFORD)
    assert set(new_code(500)) <= set(CROCKFORD)


def test_a_code_is_read_however_it_was_typed() -> None:
    assert read_code(" prw-7k3 m9q ") == read_code("PRW7K3M9Q") == "PRW7K3M9Q"
    assert read_code("o0il1") == "00111"


@given(some.text(CROCKFORD, min_size=6, max_size=6))
def test_a_code_survives_being_read(code: str) -> None:
    assert read_code(code.lower()) == code


def test_digits_keep_their_leading_zeros() -> None:
    codes = {new_digits() for _ in range(300)}

    assert all(len(code) == 6 and set(code) <= set(string.digits) for code in codes)
    assert len(codes) > 290


def test_a_key_has_128_bits_and_only_its_digest_is_kept() -> None:
    key = new_key()

    assert len(key) == 22  # base64 of 16 bytes
    assert key != new_key()
    assert re.fullmatch(r"[0-9a-f]{64}", digest(key))
    assert digest(key) != digest(new_key())


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Keripik Tempé, 250 g", "keripik-tempe-250-g"),
        ("  --Onde--onde--  ", "onde-onde"),
        ("ꦏꦿꦶꦥꦶꦏ꧀", "produk"),
        ("🙂", "produk"),
        ("", "produk"),
        ("ＫＵＥ", "kue"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_plain_and_never_empty(text: str, slug: str) -> None:
    assert slugify(text, "produk") == slug


@given(some.text(max_size=200), some.integers(2, 10**6))
def test_any_name_has_a_slug(text: str, number: int) -> None:
    slug = slugify(text, "lapak")

    assert SLUG.fullmatch(slug)
    assert len(slug) <= LONGEST
    assert SLUG.fullmatch(numbered(slug, number))
    assert len(numbered(slug, number)) <= LONGEST
    assert numbered(slug, number) != numbered(slug, number + 1)


def test_a_place_is_the_same_in_each_spelling() -> None:
    spellings = ("Gadingkasri", "Gading Kasri", "GADING-KASRI", " gading  kasri ")

    assert {same_place(name) for name in spellings} == {"gadingkasri"}


def test_a_member_is_its_stored_word_and_knows_its_label() -> None:
    class Colour(Labelled):
        RED = "red", "Merah"
        BLUE = "blue", "Biru"

    assert Colour("red") is Colour.RED
    assert f"{Colour.RED}" == "red"
    assert Colour.RED.label == "Merah"
    assert Colour.choices() == [("red", "Merah"), ("blue", "Biru")]
