"""Addresses people paste into WhatsApp: ASCII lower case, hyphens, at most 60 letters, never empty."""

import re
import unicodedata

LONGEST = 60


def slugify(text: str, fallback: str) -> str:
    """'Keripik Tempé, 250 g' -> 'keripik-tempe-250-g'; `fallback` when nothing readable is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:LONGEST].strip("-") or fallback


def numbered(slug: str, number: int) -> str:
    """The slug with a number behind it, still within the limit."""
    tail = f"-{number}"
    return slug[: LONGEST - len(tail)].strip("-") + tail


def same_place(name: str) -> str:
    """The form in which two spellings of a place are equal: Gadingkasri = Gading Kasri = GADING-KASRI."""
    return re.sub(r"[^a-z0-9]", "", slugify(name, ""))
