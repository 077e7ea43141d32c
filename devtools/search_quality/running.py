"""Every judged query through the site's own search, on each database and engine."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtools.search_quality import baseline, kept, spelling
from devtools.search_quality.judged import Judged, products_by_sku, unknown
from devtools.search_quality.metrics import TOP, Score, score
from devtools.search_quality.spelling import SpellingFigures
from marketplace import create_app
from marketplace.search import asking
from marketplace.search.rules import Page, Query
from marketplace.web.db import db
from marketplace.web.settings import read_settings

PLAIN = "plain whoosh"
Searcher = Callable[[str], list[int]]


class NotAsked(RuntimeError):
    """Another engine answered than the one that is measured."""


@dataclass(frozen=True)
class Answer:
    """What came for a query, as SKUs, best first, and what that is worth."""

    judged: Judged
    came: list[str]
    score: Score


def ask(typed: str) -> Page:
    """From what a visitor typed to the first page of finds, as the search page does it."""
    return asking.ask(Query(words=typed)).page


def asked_of(engine: str) -> Searcher:
    """Search, but never by the fallback."""

    def ids(typed: str) -> list[int]:
        page = ask(typed)
        if page.terms and page.engine != engine:  # without words no engine is asked
            raise NotAsked(f"{typed!r}: {page.engine} answered instead of {engine}")
        return [*page.ids, *page.similar]  # as the page shows them

    return ids


@contextmanager
def opened(folder: Path, url: str, engine: str) -> Iterator[None]:
    """Inside the application over this demo."""
    app = create_app(read_settings(kept.settings(folder, url, engine)))
    with app.test_request_context("/cari"):
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def answers(queries: Sequence[Judged], find: Searcher, step: Callable[[], None]) -> list[Answer]:
    """`step` is called after each query. Raises LookupError when the demo lacks graded goods."""
    ids = products_by_sku()
    if lacking := unknown(queries, ids):
        raise LookupError(f"graded, but not in the demo: {', '.join(sorted(lacking))}")
    skus = {id: sku for sku, id in ids.items()}
    found = []
    for each in queries:
        came = [skus.get(id, f"?/{id}") for id in find(each.query)[:TOP]]
        found.append(Answer(each, came, score(came, each.grades)))
        step()
    return found


def on_sqlite(
    queries: Sequence[Judged], step: Callable[[], None]
) -> Iterator[tuple[str, list[Answer]]]:
    """The name of each engine with its answers, the bare library first."""
    with kept.sqlite_copy() as (folder, url):
        kept.flask(folder, url, "search", "rebuild", engine="whoosh")
        with opened(folder, url, "whoosh"):
            yield PLAIN, answers(queries, baseline.searcher(), step)
            yield "whoosh", answers(queries, asked_of("whoosh"), step)
        with opened(folder, url, "database"):
            yield "database, SQLite", answers(queries, asked_of("database"), step)


def spelling_on_sqlite() -> SpellingFigures:
    """Typos of the demo's own words."""
    with kept.sqlite_copy() as (folder, url):
        kept.flask(folder, url, "search", "rebuild", engine="database")
        with opened(folder, url, "database"):
            return spelling.measured()


def on_postgres(
    server: str, queries: Sequence[Judged], step: Callable[[], None]
) -> Iterator[tuple[str, list[Answer]]]:
    with kept.postgres_copy(server) as (folder, url):
        kept.flask(folder, url, "search", "rebuild", engine="database")
        with opened(folder, url, "database"):
            yield "database, PostgreSQL", answers(queries, asked_of("database"), step)
