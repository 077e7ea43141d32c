"""When the segments of an index are merged: every commit leaves one more, and each is asked by every search.

Merging takes a second per 600 products, and keeps what changes meanwhile waiting: so it is done while nothing
waits, or when there are too many. As many as a CROWD of the same size become one, so that a product is written
anew once for each power of ten that the index grows by.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from whoosh.codec.base import Segment
from whoosh.reading import SegmentReader
from whoosh.writing import NO_MERGE, SegmentWriter

CROWD = 8
MOST_APART = 30
SIZES = (-1, 100, 1_000, 10_000, 100_000, 10**9)  # documents: between two of these, one size


class Sized(Protocol):
    def doc_count_all(self) -> int: ...


Some = TypeVar("Some", bound=Sized)


def crowded(segments: Sequence[Some]) -> list[Some]:
    """A crowd of one size, and what is smaller."""
    for low, high in pairwise(SIZES):
        some = [segment for segment in segments if segment.doc_count_all() <= high]
        if sum(segment.doc_count_all() > low for segment in some) >= CROWD:
            return some
    return []


def merge_crowd(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """A merge policy of the library: takes what is merged into the writer, and returns the others."""
    crowd = crowded(segments)
    for segment in crowd:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in crowd]


def merge_later(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """Leave all of them apart, unless there are too many."""
    policy = merge_crowd if len(segments) > MOST_APART else NO_MERGE
    found: list[Segment] = policy(writer, segments)
    return found
