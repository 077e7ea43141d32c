"""What a text names: words, doubled words, measures and the runs of words that mean one thing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from marketplace.search.words.folding import fold, singles
from marketplace.search.words.lists import MEANS_ONE, ONE_THING, PAIRS
from marketplace.search.words.measures import measures
from marketplace.search.words.stemmer import stem
from marketplace.search.words.stops import STOP

MOST_WORDS = 12
MOST_LETTERS = 100


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: all of the exact words, or all of the stemmed ones, or all of one of `also`."""

    exact: tuple[str, ...]
    stemmed: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()


def terms(text: str) -> list[Term]:
    """The things a text names, in its order; two words that mean one thing (kue kering) are one term."""
    return list(agreed(list(pieces(fold(text)))))


def wanted(typed: str) -> list[Term]:
    """What a visitor looks for: a dozen terms at most, without filler words unless there is nothing else."""
    found = list(dict.fromkeys(terms(typed[:MOST_LETTERS])))
    telling = [term for term in found if not set(term.exact) <= STOP]
    return (telling or found)[:MOST_WORDS]


def analyse(*texts: str) -> tuple[str, str]:
    """(exact, stemmed): the words of a document, parted by spaces."""
    found = [term for text in texts for term in terms(text)]
    exact = (word for term in found for word in term.exact)
    stemmed = (word for term in found for word in term.stemmed)
    return " ".join(exact), " ".join(stemmed)


def pieces(folded: str) -> Iterator[Term]:
    """Measures, single words and doubled ones (kue-kue, kue kue, kue2, sayur-sayuran), before runs of words."""
    for text, measure in measures(folded):
        if measure:
            yield Term(tuple(singles(text)), (measure,))
        else:
            yield from words(list(singles(text)))


def words(found: list[str]) -> Iterator[Term]:
    skip = False
    for word, following in zip_longest(found, found[1:], fillvalue=""):
        root = meaning(word)
        if skip:
            skip = False
        elif root == meaning(following) and word.isalpha():
            skip = True
            both = tuple(dict.fromkeys((word, following)))
            yield Term(both, (root + root if root in ONE_THING else root,))
        else:
            yield Term((word,), (root,))


def meaning(word: str) -> str:
    """Its stem, in the spelling that one word has for it: two words then need one line of the list (cabe rawit)."""
    root = stem(word)
    return MEANS_ONE.get(root, root)


def agreed(found: list[Term]) -> Iterator[Term]:
    """Each run of words that the list knows, the longest first, in the form it names."""
    at = 0
    while at < len(found):
        longest = LONGEST.get(found[at].stemmed[0], 0)
        length = next((n for n in range(longest, 0, -1) if key(found[at : at + n]) in MEANS), 0)
        run = found[at : at + (length or 1)]
        exact = tuple(word for term in run for word in term.exact)
        yield Term(exact, MEANS[key(run)] if length else run[0].stemmed)
        at += len(run)


def key(run: Iterable[Term]) -> tuple[str, ...]:
    return tuple(word for term in run for word in term.stemmed)


def read_pairs(rows: list[list[str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every spelling and synonym, and every form they agree on, with that form."""
    return {
        key(pieces(spelling)): key(pieces(form))
        for form, *others in rows
        for spelling in (form, *others)
    }


MEANS = read_pairs(PAIRS)
LONGEST = {first: max(len(run) for run in MEANS if run[0] == first) for first, *_ in MEANS}
