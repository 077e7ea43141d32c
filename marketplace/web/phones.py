"""Indonesian phone numbers: stored as digits 62…, shown as 0812-0000-0123, and the WhatsApp link to them."""

import re
from urllib.parse import quote

import phonenumbers

LONGEST_TEXT = 1000  # a longer prefilled message is cut by some phones


class BadPhone(ValueError):
    """A sentence that tells the visitor what to correct."""


def read_phone(typed: str) -> str:
    """Any common way of writing a number, as digits with country code: '0812-0000-0123' -> '6281200000123'.

    Checked by `is_possible_number`, never by operator prefix, for operators change those. Raises BadPhone.
    """
    text = typed.strip()
    digits = re.sub(r"[\s().\-‐-―]", "", text)
    if not re.fullmatch(r"\+?[0-9]{1,20}", digits, re.ASCII):
        raise BadPhone("Tulis nomor dengan angka saja. Contoh: 0812-0000-0123")
    if digits.startswith("8"):
        digits = "+62" + digits
    elif digits.startswith("62"):
        digits = "+" + digits
    if digits.startswith("+620"):
        digits = "+62" + digits[4:]
    return _checked(digits)


def _checked(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException as error:
        raise BadPhone("Nomornya belum benar. Contoh: 0812-0000-0123") from error
    answer = phonenumbers.is_possible_number_with_reason(number)
    if answer == phonenumbers.ValidationResult.TOO_SHORT or (
        number.country_code == 62 and len(str(number.national_number)) < 8
    ):
        raise BadPhone("Nomornya kurang angka. Contoh: 0812-0000-0123")
    if answer == phonenumbers.ValidationResult.TOO_LONG:
        raise BadPhone("Nomornya kelebihan angka. Contoh: 0812-0000-0123")
    if answer != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise BadPhone("Nomornya belum benar. Contoh: 0812-0000-0123")
    return f"{number.country_code}{number.national_number}"


def format_phone(digits: str | None) -> str:
    """'6281200000123' -> '0812-0000-0123'; a foreign number keeps its +."""
    if not digits:
        return ""
    if not digits.startswith("62"):
        return "+" + digits
    local = "0" + digits[2:]
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)


def wa_link(digits: str | None, text: str = "") -> str:
    """https://wa.me/… with the message prefilled; without a number the visitor chooses whom to tell."""
    query = f"?text={quote(text[:LONGEST_TEXT], safe='')}" if text else ""
    return f"https://wa.me/{digits or ''}{query}"
