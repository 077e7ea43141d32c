"""Which words a text holds: one pure function for what is offered and for what is asked.

Every word is kept twice: as it stands (`exact`), and in the one form that its spellings, inflections and synonyms
share (`stemmed`). An unknown word is left untouched. The steps, in their order:

1. `folding`: lower case, no accents or apostrophes, drawn-out letters once (enaaak); words are letters and digits.
2. `measures`: 250 gr, 1/4 kg, isi 10, selusin become one word each (250g, 10pcs).
3. `stemmer`: beginnings and endings come off when a root of `roots.txt` is left; words of `protected.txt` and
   `pairs.csv` stay whole; an old or foreign spelling (gethuk, tahoe) counts when it means a known word.
4. Doubled words are one (kue-kue, kue kue, kue2, sayur-sayuran); those of `doubled.txt` stay double (oleholeh).
5. `pairs.csv`: each word, then the longest run of words that a line knows, takes the form the line begins with.
6. Of a question alone: filler words (`stops`) go, unless there is nothing else.

A change of any file here changes FINGERPRINT, and with it every document and index.
"""

import hashlib
from pathlib import Path

from marketplace.search.words.analysis import (
    MOST_LETTERS,
    MOST_WORDS,
    Term,
    analyse,
    terms,
    wanted,
)
from marketplace.search.words.broader import broader
from marketplace.search.words.folding import fold
from marketplace.search.words.lists import KNOWN, ONE_THING, PROTECTED, ROOTS
from marketplace.search.words.stemmer import stem
from marketplace.search.words.stops import STOP

__all__ = [
    "FINGERPRINT",
    "KNOWN",
    "MOST_LETTERS",
    "MOST_WORDS",
    "ONE_THING",
    "PROTECTED",
    "ROOTS",
    "STOP",
    "Term",
    "analyse",
    "broader",
    "fingerprint",
    "fold",
    "stem",
    "terms",
    "wanted",
]


def fingerprint(folder: Path) -> str:
    """Eight letters that change with the code and the lists of the folder."""
    files = (each for each in folder.iterdir() if each.suffix in {".py", ".csv", ".txt"})
    return hashlib.sha256(b"".join(map(Path.read_bytes, sorted(files)))).hexdigest()[:8]


FINGERPRINT = fingerprint(Path(__file__).parent)
