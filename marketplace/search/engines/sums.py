"""Every word of an index against the documents, in little memory: the words of a product are added up to one number.

A flipped byte may cost a posting or a word without any error, so ids and versions alone prove little.
"""

from bisect import bisect_left
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
        numbers: Any = list(reader.column_reader("number")) if reader.doc_count() else []
        for field in (*ZONES, ID):
            there = set(beginning(reader, field, ""))
            for word in {*words.get(field, ()), *there}:
                for document in find(reader, field, word):
                    found[numbers[document]] += hash((field, word))
                    there.add(word)
            if field == BEGINNINGS:
                meet_all(reader, sorted(there))
    return found


def meet_all(reader: IndexReader, words: list[str]) -> None:
    """Whoever types the beginning of a word must be led to where the words begin so. Raises LookupError."""
    for start in {word[:length] for word in words for length in range(1, len(word) + 1)}:
        first = bisect_left(words, start)
        after = bisect_left(words, start + "\U0010ffff", first)
        if list(beginning(reader, BEGINNINGS, start)) != words[first:after]:
            raise LookupError(f"words that begin with {start} are not all met")


def beginning(reader: IndexReader, field: str, start: str) -> Iterator[str]:
    return (bytes(word).decode() for word in reader.expand_prefix(field, start))
