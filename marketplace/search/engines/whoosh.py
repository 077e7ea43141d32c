"""The embedded index: a Whoosh folder in the data folder. Web processes read it, the indexer alone writes.

Queries are built by hand, a searcher is kept per thread, and files are read without mmap: a truncated file
then raises instead of killing the process.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from whoosh import fields
from whoosh import query as whoosh_query
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.writing import IndexWriter

from marketplace.search.engines import IndexBad, choosing
from marketplace.search.engines.choosing import Conditions
from marketplace.search.engines.drift import drift
from marketplace.search.engines.generations import Generations
from marketplace.search.rules import CANDIDATES, Entry, Page, Query, Stage
from marketplace.search.words import Term, wanted

Found = TypeVar("Found")
WEIGHTS = {"title_exact": 10.0, "title_stemmed": 6.0, "exact": 2.0, "stemmed": 1.0}


def schema() -> fields.Schema:
    """Texts come analysed. The numbers are columns: an id per hit, and the version to verify by."""
    spaced: Any = RegexTokenizer(r"[^ ]+")
    texts = {name: fields.TEXT(analyzer=spaced, phrase=False) for name in WEIGHTS}
    return fields.Schema(
        product=fields.ID(unique=True),
        number=fields.NUMERIC(int, 64, sortable=True),
        version=fields.NUMERIC(int, 64, sortable=True),
        market=fields.ID(),
        category=fields.ID(),
        halal=fields.ID(),
        **texts,
    )


class WhooshEngine:
    name = "whoosh"

    def __init__(self, root: Path) -> None:
        self.generations = Generations(root)
        self.kept = threading.local()

    def search(self, query: Query, also: Conditions = ()) -> Page:
        def look(stage: Stage) -> list[choosing.Find]:
            ids = self.candidates(query.terms, stage, CANDIDATES, narrowing(query))
            return choosing.keep_allowed(ids, query, also)

        folder = self.generations.current()
        return choosing.search_by_stages(query, look, self.name, folder.name if folder else "")

    def suggest(self, prefix: str, most: int) -> list[int]:
        terms = wanted(prefix)
        return self.candidates(terms, Stage.BEGINNINGS, most) if terms else []

    def candidates(
        self, terms: list[Term], stage: Stage, most: int, within: Any = None
    ) -> list[int]:
        asked = built(terms, stage)

        def read(searcher: Searcher) -> list[int]:
            hits = searcher.search(asked, limit=most, filter=within)
            numbers = column(searcher, "number")
            return [numbers[document] for _score, document in hits.top_n]

        return self.reading(read)

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
            self.kept.searcher = self.kept.index.searcher(weighting=BM25F())
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
            with opened(folder).writer() as writer:
                for id in [*deletes, *(entry.product_id for entry in upserts)]:
                    writer.delete_by_term("product", str(id))
                for entry in upserts:
                    add(writer, entry)
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

    def verify(self) -> list[str]:
        if trouble := self.trouble():
            return [trouble]
        try:
            return drift(self.reading(versions))
        except IndexBad as error:
            return [str(error)]

    def trouble(self) -> str:
        """Opening the index is part of the look, so that the indexer notices what it can without a visitor."""
        if self.generations.is_outdated():
            return "made by another analyser"
        try:
            self.reading(Searcher.doc_count)
        except IndexBad as error:
            return str(error)
        return ""

    def stats(self) -> dict[str, int | str]:
        folder = self.generations.current()
        trouble = self.trouble()
        return {
            "engine": self.name,
            "generation": folder.name if folder else "",
            "documents": 0 if trouble else self.reading(Searcher.doc_count),
        }


def opened(folder: Path) -> FileIndex:
    return FileStorage(folder, supports_mmap=False).open_index()


def is_fresh(searcher: Searcher, index: FileIndex) -> bool:
    """Whether nothing was committed since. (Searcher.refresh() would bring back what was deleted.)"""
    return bool(searcher.reader().generation() == index.latest_generation())


def add(writer: IndexWriter, entry: Entry) -> None:
    writer.add_document(
        product=str(entry.product_id),
        number=entry.product_id,
        version=entry.version,
        market=str(entry.market_id),
        category=str(entry.category_id),
        halal=str(int(entry.is_halal)),
        **{name: getattr(entry, name) for name in WEIGHTS},
    )


def versions(searcher: Searcher) -> dict[int, int]:
    """Version by product of every document that is not deleted."""
    numbers, kept = column(searcher, "number"), column(searcher, "version")
    return {numbers[document]: kept[document] for document in searcher.reader().all_doc_ids()}


def column(searcher: Searcher, name: str) -> Any:
    """Values by document; an index without documents has no columns."""
    return searcher.reader().column_reader(name) if searcher.doc_count_all() else {}


def built(terms: list[Term], stage: Stage) -> Any:
    """The words of a query as Whoosh's own objects: nothing typed is ever parsed."""
    whole = whoosh_query.And if stage.every_term else whoosh_query.Or
    return whole([one_term(term, stage) for term in terms])


def one_term(term: Term, stage: Stage) -> Any:
    exact, stemmed = ["title_exact"], ["title_stemmed"]
    if not stage.title_only:
        exact, stemmed = [*exact, "exact"], [*stemmed, "stemmed"]
    match = whoosh_query.Prefix if stage is Stage.BEGINNINGS else whoosh_query.Term

    def one_side(names: list[str], words: tuple[str, ...]) -> Any:
        return whoosh_query.And(
            [
                whoosh_query.Or([match(name, word, boost=WEIGHTS[name]) for name in names])
                for word in words
            ]
        )

    return whoosh_query.Or([one_side(exact, term.exact), one_side(stemmed, term.stemmed)])


def narrowing(query: Query) -> Any:
    """What the index itself can narrow by, so that the candidates are not spent on what SQL would refuse."""
    terms = []
    if query.market is not None:
        terms.append(whoosh_query.Term("market", str(query.market)))
    if query.category is not None:
        terms.append(whoosh_query.Term("category", str(query.category)))
    if query.halal:
        terms.append(whoosh_query.Term("halal", "1"))
    return whoosh_query.And(terms) if terms else None
