"""Which documents of a segment hold a term: sets, read from the postings without scores."""

from itertools import accumulate
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching import FilterMatcher
from whoosh.reading import IndexReader, TermNotFound

from marketplace.search.rules import Stage, forms_of
from marketplace.search.words import Term


def with_term(reader: IndexReader, term: Term, stage: Stage) -> set[int]:
    """Documents that hold all words of one of the term's forms."""
    find = with_beginning if stage is Stage.BEGINNINGS else with_word
    return set().union(
        *(
            set.intersection(*(find(reader, stage.zone, word) for word in form))
            for form in forms_of(term)
        )
    )


def with_word(reader: IndexReader, zone: str, word: str) -> set[int]:
    try:
        return all_of(reader.postings(zone, word))
    except TermNotFound:
        return set()


def with_beginning(reader: IndexReader, zone: str, beginning: str) -> set[int]:
    found = (reader.postings(zone, word) for word in reader.expand_prefix(zone, beginning))
    return set().union(*map(all_of, found))


def all_of(matcher: Any) -> set[int]:
    """Documents of a fresh matcher. A whole block at once takes half the time of one by one."""
    if isinstance(matcher, FilterMatcher):  # leaves out what was deleted from the segment
        return all_of(matcher.child) - matcher._ids
    if not isinstance(matcher, W3LeafMatcher):
        return set(matcher.all_ids())
    found: set[int] = set()
    while matcher.is_active():
        matcher._read_data()
        found.update(accumulate(matcher._data[0]))  # each number stands there as what it adds
        matcher._next_block()
    return found
