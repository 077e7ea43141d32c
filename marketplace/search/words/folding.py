"""The letters of a text: one case, no accents; and the words that stand in it."""

import re
import unicodedata
from collections.abc import Iterator

APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
FRACTIONS = {ord("½"): " 1/2", ord("¼"): " 1/4", ord("¾"): " 3/4", ord("⁄"): "/"}
WORD = re.compile(r"[^\W_]+")
DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")  # enaaak
TWICE = re.compile(r"([^\W\d]{3,})2")  # oleh2


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes; letters that were drawn out stand once."""
    if text.isascii():
        plain = text.translate(APOSTROPHES).casefold()
    else:
        lower = decomposed(text.translate(APOSTROPHES).translate(FRACTIONS)).casefold()
        plain = "".join(each for each in decomposed(lower) if not unicodedata.combining(each))
        plain = plain.translate(APOSTROPHES).translate(FRACTIONS)
    return DRAWN_OUT.sub(r"\1", plain)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def singles(folded: str) -> Iterator[str]:
    """Its words; the 2 that doubles a word is written out."""
    for word in WORD.findall(folded):
        doubled = TWICE.fullmatch(word)
        yield from (doubled[1], doubled[1]) if doubled else (word,)
