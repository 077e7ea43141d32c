"""The embedded index: a Whoosh folder in the data folder. Web processes read it, the indexer alone writes.

Queries are built by hand: which documents hold a word is a set, read from the postings without scores; and,
or and widening are arithmetic of sets. A searcher is kept per thread, and files are read without mmap: a
truncated file then raises instead of killing the process.
"""

import threading
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from whoosh import fields
from whoosh.analysis import RegexTokenizer
from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.index import FileIndex, LockError
from whoosh.reading import IndexReader
from whoosh.searching import Searcher
from whoosh.writing import IndexWriter

from marketplace.search.documents import all_entries
from marketplace.search.engines import IndexBad, sums
from marketplace.search.engines.drift import drift, other_words
from marketplace.search.engines.generations import Generations
from marketplace.search.engines.merging import crowded, merge_crowd, merge_later
from marketplace.search.engines.postings import with_term, with_word
from marketplace.search.engines.sums import ZONES
from marketplace.search.rules import Entry, Stage
from marketplace.search.words import Term

Found = TypeVar("Found")
MOST_SEGMENTS = 50  # whose products are kept in memory, 8 bytes each: a live index has a dozen
NUMBERS: "dict[str, array[int]]" = {}  # by segment, for all threads of the process


def schema() -> fields.Schema:
    """Texts come analysed; only whether a word is there is kept. The numbers are columns."""
    return fields.Schema(
        product=fields.ID(unique=True),
        number=fields.NUMERIC(int, 64, sortable=True),
        version=fields.NUMERIC(int, 64, sortable=True),
        **{zone: words() for zone in ZONES},
    )


def words() -> fields.FieldType:
    spaced: Any = RegexTokenizer(r"[^ ]+")
    field = fields.KEYWORD(analyzer=spaced)
    field.format = Existence()
    return field


class WhooshEngine:
    name = "whoosh"

    def __init__(self, root: Path) -> None:
        self.generations = Generations(root)
        self.kept = threading.local()

    def matching(self, terms: Sequence[Term], stage: Stage) -> Collection[int]:
        return self.reading(lambda searcher: list(products(searcher, terms, stage)))

    def reading(self, read: Callable[[Searcher], Found]) -> Found:
        """Read from the current generation.

        A commit or a switch may take files away under our hands, so what is missing or has moved on is tried
        again. On damaged files Whoosh raises whatever the bytes lead to (EOFError, struct.error, TypeError,
        UnpicklingError and others), so anything else it raises means: the index is bad.
        """
        for tries_left in (2, 1, 0):
            folder = self.generations.current()
            try:
                return read(self.searcher(folder))
            except Exception as error:
                self.kept.searcher = None
                moved_on = self.generations.current() != folder
                if tries_left and (moved_on or isinstance(error, FileNotFoundError)):
                    continue
                raise self.bad(folder, error) from error
        raise AssertionError("the last try answers or raises")

    def searcher(self, folder: Path | None) -> Searcher:
        """This thread's own searcher over this folder, fresh."""
        trouble = self.generations.trouble_of(folder)
        if trouble or folder is None:
            raise IndexBad(trouble)
        kept: Searcher | None = getattr(self.kept, "searcher", None)
        if kept is None or self.kept.folder != folder or not is_fresh(kept, self.kept.index):
            self.kept.index = opened(folder)
            self.kept.searcher = self.kept.index.searcher()
            self.kept.folder = folder
        searcher: Searcher = self.kept.searcher
        return searcher

    def bad(self, folder: Path | None, error: Exception) -> IndexBad:
        """Mark the generation that failed, so that every process knows."""
        if isinstance(error, IndexBad):
            return error
        why = f"{type(error).__name__}: {error}"
        if folder is not None:
            self.generations.mark_bad(folder, why)
        return IndexBad(why)

    def apply(self, upserts: Sequence[Entry], deletes: Collection[int]) -> None:
        """One commit for all. Raises IndexBad, and LockError when somebody else writes."""
        folder = self.generations.current()
        if folder is None:
            raise IndexBad("no index yet")
        try:
            with writing(folder, merge_later) as writer:
                for id in [*deletes, *(entry.product_id for entry in upserts)]:
                    writer.delete_by_term("product", str(id))
                for entry in upserts:
                    add(writer, entry)
        except LockError:
            raise
        except Exception as error:
            raise self.bad(folder, error) from error

    def tidy(self) -> None:
        """What goes wrong marks the index, and the next round repairs it."""
        with suppress(LockError, IndexBad):
            if crowded(self.reading(segments)):
                self.merge(self.kept.folder)

    def merge(self, folder: Path) -> None:
        try:
            with writing(folder, merge_crowd):
                pass
        except LockError:
            raise
        except Exception as error:
            raise self.bad(folder, error) from error

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Into a new folder, counted, and only then pointed at."""
        folder = self.generations.begin()
        index = FileStorage(folder, supports_mmap=False).create_index(schema())
        count = 0
        with index.writer() as writer:
            for entry in entries:
                add(writer, entry)
                count += 1
        if index.doc_count() != count:
            raise IndexBad(f"{index.doc_count()} of {count} documents were written")
        self.generations.switch(folder)

    def verify(self, thorough: bool = True) -> list[str]:
        if trouble := self.trouble():
            return [trouble]
        try:
            found = drift(self.reading(versions))
            return found or (self.verify_words() if thorough else [])
        except IndexBad as error:
            return [str(error)]

    def verify_words(self) -> list[str]:
        kept, words = sums.of_documents(all_entries())
        return other_words(self.reading(lambda s: sums.of_index(s, words, with_word)), kept)

    def trouble(self) -> str:
        """Opening the index is part of the look, so that the indexer notices what it can without a visitor."""
        if self.generations.is_outdated():
            return "made by another analyser"
        try:
            self.reading(Searcher.doc_count)
        except IndexBad as error:
            return str(error)
        return ""

    def generation(self) -> str:
        folder = self.generations.current()
        return folder.name if folder else ""

    def stats(self) -> dict[str, int | str]:
        trouble = self.trouble()
        return {
            "engine": self.name,
            "generation": self.generation(),
            "documents": 0 if trouble else self.reading(Searcher.doc_count),
        }


def opened(folder: Path) -> FileIndex:
    return FileStorage(folder, supports_mmap=False).open_index()


def writing(folder: Path, policy: Callable[..., Any]) -> IndexWriter:
    """A writer that merges by this policy when its block ends."""
    writer: Any = opened(folder).writer()
    writer.commit = partial(writer.commit, mergetype=policy)
    return writer  # type: ignore[no-any-return]


def segments(searcher: Searcher) -> list[IndexReader]:
    return [reader for reader, _offset in searcher.reader().leaf_readers()]


def is_fresh(searcher: Searcher, index: FileIndex) -> bool:
    """Whether nothing was committed since. (Searcher.refresh() would bring back what was deleted.)"""
    return bool(searcher.reader().generation() == index.latest_generation())


def add(writer: IndexWriter, entry: Entry) -> None:
    writer.add_document(
        product=str(entry.product_id),
        number=entry.product_id,
        version=entry.version,
        **{zone: getattr(entry, zone) for zone in ZONES},
    )


def versions(searcher: Searcher) -> dict[int, int]:
    """Version by product of every document that is not deleted."""
    numbers, kept = column(searcher, "number"), column(searcher, "version")
    return {numbers[document]: kept[document] for document in searcher.reader().all_doc_ids()}


def column(searcher: Searcher, name: str) -> Any:
    """Values by document; an index without documents has no columns."""
    return searcher.reader().column_reader(name) if searcher.doc_count_all() else {}


def products(searcher: Searcher, terms: Sequence[Term], stage: Stage) -> Iterator[int]:
    """Ids of the documents that match, segment by segment."""
    for reader, _offset in searcher.reader().leaf_readers():
        met = set.intersection if stage.every_term else set.union
        found = met(*(with_term(reader, term, stage) for term in terms)) if terms else set()
        yield from map(numbers_of(reader).__getitem__, found) if found else ()


def numbers_of(reader: IndexReader) -> "array[int]":
    """Product by document of one segment. Segments never change, so each is read once, whatever is committed."""
    segment = cast(Segment, reader.segment()).segment_id()
    numbers = NUMBERS.get(segment)
    if numbers is None:
        while len(NUMBERS) >= MOST_SEGMENTS:
            NUMBERS.pop(next(iter(NUMBERS), ""), None)  # the one that was read first
        numbers = NUMBERS[segment] = array("q", reader.column_reader("number"))
    return numbers
