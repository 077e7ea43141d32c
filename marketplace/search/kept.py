"""The words of this market as each process keeps them: as of a minute ago, read while the older ones answer."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import perf_counter

from flask import Flask, current_app

from marketplace.kit.clock import now
from marketplace.search import gathering
from marketplace.search.engines.choosing import chosen_engine
from marketplace.search.names import Name, NameKind, Names, phrases
from marketplace.search.spelling import Spelling
from marketplace.search.synonyms import Taught
from marketplace.search.vocabulary import Said, Vocabulary, vocabulary_of

log = logging.getLogger("pasar.search")
SECONDS = 60.0
PACE = 20  # a build that takes long is not begun again before so many times its length


@dataclass(frozen=True)
class Kept:
    """Everything that search knows by heart. `names` by kind; `seconds`: how long it took to read."""

    vocabulary: Vocabulary
    spelling: Spelling
    taught: Taught
    names: Mapping[NameKind, Names]
    markets: Mapping[str, int]  # ids of the open ones by slug
    generation: str
    seconds: float


@dataclass
class Shelf:
    """What one app keeps, and since when."""

    kept: Kept | None = None
    read_at: float = 0.0
    lock: Lock = field(default_factory=Lock)  # held by whoever reads

    def is_due(self, generation: str) -> bool:
        if self.kept is None or self.kept.generation != generation:
            return True
        return perf_counter() - self.read_at > max(SECONDS, PACE * self.kept.seconds)


def current() -> Kept:
    """Read at the first call. Later calls never wait: a thread reads anew. (Tests may have it read each time.)"""
    shelf, generation = shelf_of(current_app), chosen_engine().generation()
    kept = shelf.kept
    if kept is None or not keeps():
        return first(shelf, generation)
    if shelf.is_due(generation) and shelf.lock.acquire(blocking=False):
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        Thread(target=renew_aside, args=(app, shelf, generation), daemon=True).start()
    return kept


def first(shelf: Shelf, generation: str) -> Kept:
    """One thread reads, the others wait for it."""
    with shelf.lock:
        if shelf.kept is None or not keeps():
            renew(shelf, generation)
        kept = shelf.kept
    return kept or first(shelf, generation)  # forgotten meanwhile


def keeps() -> bool:
    """Whether words are kept at all from one search to the next."""
    return bool(current_app.config.get("SEARCH_KEEPS_WORDS", True))


def forget() -> None:
    """The next call reads anew and waits for it."""
    shelf_of(current_app).kept = None


def shelf_of(app: Flask) -> Shelf:
    shelf: Shelf = app.extensions.setdefault("search.kept", Shelf())
    return shelf


def renew_aside(app: Flask, shelf: Shelf, generation: str) -> None:
    """In a thread of its own; the shelf's lock was taken for it. What fails is tried again in a minute."""
    try:
        with app.app_context():
            renew(shelf, generation)
    except Exception:
        log.exception("the words of search could not be read; the older ones answer on")
        shelf.read_at = perf_counter()
    finally:
        shelf.lock.release()


def renew(shelf: Shelf, generation: str) -> None:
    shelf.kept = build(generation)
    shelf.read_at = perf_counter()


def build(generation: str = "") -> Kept:
    """Seven statements over what any visitor may see."""
    began = perf_counter()
    places = [*gathering.read_stalls(), *gathering.read_markets()]
    places += [*gathering.read_categories(), *gathering.read_clusters()]
    labels = [f"{name.label} {name.also}" for name in places] + gathering.read_places()
    taught, products = gathering.read_synonyms(), list[Name]()
    words = vocabulary_of(noting(products), labels, taught)
    named = [*phrases(products), *products, *places]
    by_kind = {kind: [name for name in named if name.kind is kind] for kind in NameKind}
    return Kept(
        vocabulary=words,
        spelling=Spelling(words),
        taught=Taught.of(taught),
        names={kind: Names.of(names, words.spellings) for kind, names in by_kind.items()},
        markets={name.slug: name.id for name in by_kind[NameKind.MARKET]},
        generation=generation,
        seconds=perf_counter() - began,
    )


def noting(products: list[Name]) -> Iterator[Said]:
    """What every product says; the list takes their names on the way."""
    for name, said in gathering.read_products(now()):
        products.append(name)
        yield said
