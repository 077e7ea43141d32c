"""What a visitor can do when nothing was found."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from marketplace.search.asking import ask
from marketplace.search.kept import current
from marketplace.search.names import Name, NameKind, words_of
from marketplace.search.rules import Query
from marketplace.shop.finding.chips import Chip, link
from marketplace.shop.finding.names import holding
from marketplace.shop.finding.results import Results

MOST = 4  # cards, and spellings


@dataclass(frozen=True)
class WayOn:
    """`near`: other spellings. `ids`: goods to look at instead, under this title."""

    near: list[Chip] = field(default_factory=list)
    title: str = ""
    ids: list[int] = field(default_factory=list)


def way_on(results: Results) -> WayOn:
    near = [Chip(words, link(q=words, persis=None)) for words in spellings(results)]
    for title, query in instead(results):
        ids = ask(replace(query, near=results.scope.nearness)).page.ids[:MOST]
        if ids:
            return WayOn(near, title, ids)
    return WayOn(near)


def instead(results: Results) -> Iterator[tuple[str, Query]]:
    """(title, query), the best first: the same words unfiltered, or their kind; then what is ready today."""
    words, kind = results.words, kind_of(results)
    if words and results.is_narrowed:
        yield "Tanpa saringan, ada ini", Query(words, literal=True)
    elif kind:
        yield f"{kind.label} yang ada", Query(category=kind.id)
    yield "Siap diambil hari ini", Query(ready=True)


def kind_of(results: Results) -> Name | None:
    """The category that is on, or one whose name has a word of these."""
    if results.scope.category:
        return results.scope.category
    names = current().names[NameKind.CATEGORY]
    ids = {id for word in words_of(results.words) for id in holding(names, [word])}
    return next((one for one in results.scope.categories if one.id in ids), None)


def spellings(results: Results) -> list[str]:
    """The words with each unknown one put as the market writes one near it."""
    spelling, typed = current().spelling, results.answer.reading.words
    words = typed.split()
    found: dict[str, None] = {}
    for at, word in enumerate(words):
        if spelling.is_odd(word.casefold()):
            for better in spelling.near(word, MOST):
                found[" ".join((*words[:at], better, *words[at + 1 :]))] = None
    return list(found)[:MOST]
