"""Spellings and words that the operator teaches: whoever types one also finds what its meaning finds."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from marketplace.kit.clock import now
from marketplace.search.models import SearchSynonym
from marketplace.search.words import Term, fold, terms
from marketplace.search.words.folding import singles
from marketplace.web.db import begin_write, db

MOST_WORDS = 3
HEADER = ["ejaan", "arti"]
Stems = tuple[str, ...]


class BadSynonym(ValueError):
    """Says in a sentence what is wrong."""


@dataclass(frozen=True)
class Taught:
    """Meanings by the stems of what was taught, for questions alone: documents stay as they are."""

    means: Mapping[Stems, Stems]

    @classmethod
    def of(cls, synonyms: Mapping[str, str]) -> "Taught":
        return cls(
            {stems(terms(spelling)): stems(terms(means)) for spelling, means in synonyms.items()}
        )

    def widened(self, asked: Sequence[Term]) -> tuple[Term, ...]:
        """The terms; each run that was taught is one term that its meaning answers too."""
        return tuple(self.runs(asked)) if self.means else tuple(asked)

    def runs(self, asked: Sequence[Term]) -> Iterator[Term]:
        at = 0
        while at < len(asked):
            lengths = range(min(MOST_WORDS, len(asked) - at), 0, -1)
            length = next((n for n in lengths if stems(asked[at : at + n]) in self.means), 0)
            run = asked[at : at + (length or 1)]
            yield self.one(run) if length else run[0]
            at += len(run)

    def one(self, run: Sequence[Term]) -> Term:
        exact = tuple(word for term in run for word in term.exact)
        return Term(exact, stems(run), (self.means[stems(run)],))


def stems(found: Iterable[Term]) -> Stems:
    return tuple(stem for term in found for stem in term.stemmed)


def all_synonyms() -> list[SearchSynonym]:
    return list(db.session.scalars(db.select(SearchSynonym).order_by(SearchSynonym.spelling)))


def teach(spelling: str, means: str) -> SearchSynonym:
    """Raises BadSynonym. Every process knows it within a minute."""
    begin_write()
    known = {each.spelling: each.means for each in all_synonyms()}
    spelling, means = worded(spelling), worded(means)
    refuse_unclear(spelling, means, known)
    synonym = SearchSynonym(spelling=spelling, means=means, created_at=now())
    db.session.add(synonym)
    db.session.flush()
    return synonym


def unteach(spelling: str) -> None:
    """Raises BadSynonym when it was never taught."""
    begin_write()
    found = db.session.scalar(
        db.select(SearchSynonym).where(SearchSynonym.spelling == " ".join(singles(fold(spelling))))
    )
    if found is None:
        raise BadSynonym(f"“{spelling}” tidak ada di daftar.")
    db.session.delete(found)


def teach_all(file: Path) -> tuple[int, int]:
    """(new ones, ones known already) of a CSV of spelling and meaning. Raises BadSynonym with a sentence a line;
    the caller does not commit then.
    """
    known = {each.spelling: each.means for each in all_synonyms()}
    rows, wrong, new = list(read_rows(file)), [], 0
    for line, row in rows:
        try:
            spelling, means = pair(row)
            if known.get(spelling) != means:
                teach(spelling, means)
                known[spelling] = means
                new += 1
        except BadSynonym as bad:
            wrong.append(f"Baris {line}: {bad}")
    if wrong:
        raise BadSynonym("\n".join(wrong))
    return new, len(rows) - new


def read_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """(line, its cells) without the header and empty lines."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as bad:
        raise BadSynonym("Berkas harus CSV dengan huruf UTF-8.") from bad
    reader = csv.reader(text.splitlines())
    for row in reader:
        if any(cell.strip() for cell in row) and [c.strip().lower() for c in row] != HEADER:
            yield reader.line_num, row


def pair(row: list[str]) -> tuple[str, str]:
    if len(row) != 2:
        raise BadSynonym("Tulis dua kolom, ejaan dan artinya.")
    return worded(row[0]), worded(row[1])


def worded(text: str) -> str:
    """Folded words, parted by spaces."""
    words = list(singles(fold(text)))
    if not words:
        raise BadSynonym("Ejaan dan artinya tidak boleh kosong.")
    if len(words) > MOST_WORDS:
        raise BadSynonym(f"“{text.strip()}” terlalu panjang. Paling banyak {MOST_WORDS} kata.")
    if any(not word.isalpha() for word in words) or not is_plain(text):
        raise BadSynonym(f"“{text.strip()}” bukan kata. Pakai huruf saja.")
    return " ".join(words)


def is_plain(text: str) -> bool:
    """Letters, spaces, hyphens and apostrophes."""
    return all(each.isalpha() or each in " -'’‘`´" for each in text.strip())


def refuse_unclear(spelling: str, means: str, known: Mapping[str, str]) -> None:
    """One step from spelling to meaning, and each spelling once."""
    if stems(terms(spelling)) == stems(terms(means)):
        raise BadSynonym(f"“{spelling}” dan “{means}” sudah dianggap sama.")
    if spelling in known:
        raise BadSynonym(f"“{spelling}” sudah berarti “{known[spelling]}”. Hapus dulu yang lama.")
    if means in known:
        raise BadSynonym(f"“{means}” sendiri berarti “{known[means]}”. Tulis arti itu langsung.")
    for other, meaning in known.items():
        if meaning == spelling:
            raise BadSynonym(
                f"“{spelling}” adalah arti dari “{other}”, jadi tidak bisa diartikan lagi."
            )
