"""A phone number reaches the same account however it is written."""

import pytest

from marketplace.web.phones import LONGEST_TEXT, BadPhone, format_phone, read_phone, wa_link

SPELLINGS = [
    "081200000123",
    "0812-0000-0123",
    "0812 0000 0123",
    "0812.0000.0123",
    "(0812) 0000-0123",
    "6281200000123",
    "62 812-0000-0123",
    "+6281200000123",
    "+62 812 0000 0123",
    "+62-812-0000-0123",
    "+62 (0)812 0000 0123",
    "620812 0000 0123",
    "81200000123",
    " 0812\u20110000\u20110123 ",
    "0812\u00a00000\u00a00123",
]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_common_spelling_is_the_same_number(typed: str) -> None:
    assert read_phone(typed) == "6281200000123"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "0812",
        "0812000001231234567",
        "nomor saya",
        "0812-0000-O123",
        "０８１２００００１２３",
        "0812;0000;0123",
        "++6281200000123",
        "1e9",
        "0812\n00000123; rm",
        "Bu Sri 081200000123",
    ],
)
def test_what_is_no_number_is_told_so_in_one_sentence(typed: str) -> None:
    with pytest.raises(BadPhone, match="Contoh: 0812-0000-0123"):
        read_phone(typed)


def test_too_few_and_too_many_digits_are_told_apart() -> None:
    with pytest.raises(BadPhone, match="kurang"):
        read_phone("0812000")
    with pytest.raises(BadPhone, match="kelebihan"):
        read_phone("+31 6 0000 0000 000")


def test_a_landline_of_malang_and_a_foreign_number_are_numbers_too() -> None:
    assert read_phone("0341 000000") == "62341000000"
    assert read_phone("+31 6 00000000") == "31600000000"


def test_a_number_is_shown_as_people_write_it() -> None:
    assert format_phone("6281200000123") == "0812-0000-0123"
    assert format_phone("31600000000") == "+31600000000"
    assert format_phone(None) == format_phone("") == ""


@pytest.mark.parametrize("typed", SPELLINGS)
def test_what_is_shown_is_read_again(typed: str) -> None:
    digits = read_phone(typed)

    assert read_phone(format_phone(digits)) == digits


def test_a_whatsapp_link_carries_the_message_whole() -> None:
    link = wa_link("6281200000123", "Halo, 2 bungkus & 1 kue? https://a/b#c")

    assert link == (
        "https://wa.me/6281200000123"
        "?text=Halo%2C%202%20bungkus%20%26%201%20kue%3F%20https%3A%2F%2Fa%2Fb%23c"
    )
    assert wa_link(None, "x") == "https://wa.me/?text=x"
    assert wa_link("6281200000123") == "https://wa.me/6281200000123"
    assert wa_link(None, "y" * 5000).count("y") == LONGEST_TEXT
