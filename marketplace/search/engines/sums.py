"""Every word of an index against the documents, in little memory: the words of a product are added up to one number.

A flipped byte may cost a posting or a word without any error, so ids and versions alone prove little.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from marketplace.search.rules import Entry

ID, BEGINNINGS = "product", "title"
ZONES = ("title", "names", "everything")
Words = Mapping[str, Collection[str]]
Find = Callable[[IndexReader, str, str], Collection[int]]


def of_documents(entries: Iterable[Entry]) -> tuple[dict[int, int], Words]:
    """(sum of its words by product, all words by field)."""
    sums: dict[int, int] = {}
    words: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        held = {zone: set(getattr(entry, zone).split()) for zone in ZONES}
        held[ID] = {str(entry.product_id)}
        for field, some in held.items():
            words[field] |= some
        sums[entry.product_id] = sum(hash((field, word)) for field in held for word in held[field])
    return sums, words


def of_index(searcher: Searcher, words: Words, find: Find) -> dict[int, int]:
    """The same from the index, by asking for each of these words as a visitor would, and for its own ones."""
    found: dict[int, int] = defaultdict(int)
    for reader, _offset in searcher.reader().leaf_readers():
        numbers: Any = reader.column_reader("number") if reader.doc_count() else {}
        for field in (*ZONES, ID):
            for word in {*words.get(field, ()), *walked(reader, field)}:
                for document in met(reader, field, word, find):
                    found[numbers[document]] += hash((field, word))
    return found


def met(reader: IndexReader, field: str, word: str, find: Find) -> Collection[int]:
    """Its documents; none when the word can be looked up and yet is not met by its beginning."""
    documents = find(reader, field, word)
    if documents and field == BEGINNINGS and next(beginning(reader, field, word), "") != word:
        return ()
    return documents


def walked(reader: IndexReader, field: str) -> Iterator[str]:
    return beginning(reader, field, "")


def beginning(reader: IndexReader, field: str, start: str) -> Iterator[str]:
    return (bytes(word).decode() for word in reader.expand_prefix(field, start))
