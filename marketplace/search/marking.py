"""Which words of a title were looked for, so that a page can mark them. Pure."""

import re
from collections.abc import Iterable

from marketplace.search.rules import forms_of
from marketplace.search.words import Term, fold, terms
from marketplace.search.words.folding import APOSTROPHES, singles

LETTERS = r"[^\W_]+"
TOKEN = re.compile(f"{LETTERS}(?:[{''.join(map(chr, APOSTROPHES))}]{LETTERS})*")


def pieces(title: str, wanted: Iterable[Term]) -> list[tuple[str, bool]]:
    """The title in pieces, whole words that a term means marked True; together they are the title again.

    A term of several words marks them only where all of them stand: "kue kering" marks no other kue.
    """
    hits = words_meant(title, wanted)
    found: list[tuple[str, bool]] = []
    at = 0
    for token in TOKEN.finditer(title) if hits else ():
        if hits.isdisjoint(singles(fold(token[0]))):
            continue
        found += [(title[at : token.start()], False), (token[0], True)]
        at = token.end()
    return [piece for piece in (*found, (title[at:], False)) if piece[0]]


def words_meant(title: str, wanted: Iterable[Term]) -> set[str]:
    """The folded words of the title that belong to a term, by themselves or by the form they share with it."""
    said = terms(title)
    there = {word for term in said for word in (*term.exact, *term.stemmed)}
    forms = (form for term in wanted for form in forms_of(term))
    meant = {word for form in forms if there.issuperset(form) for word in form}
    return {
        word
        for term in said
        if not meant.isdisjoint((*term.exact, *term.stemmed))
        for word in term.exact
        if word in meant or not meant.isdisjoint(term.stemmed)
    }
