"""What is measured in one process, one function for each part of the table."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.progress import Progress
from sqlalchemy import select

from devtools.bench.search import bare_sql, saving
from devtools.bench.search.bare_whoosh import Naive, Tuned, write_index
from devtools.bench.search.queries import mix
from devtools.bench.search.rounds import WARM_UP, Times, race
from devtools.bench.search.table import Line, ratio, shown
from marketplace.kit.clock import now
from marketplace.regions.models import Market, Rw
from marketplace.search import documents, find
from marketplace.search.engines.choosing import chosen_engine
from marketplace.search.facets import Fact
from marketplace.search.facts import facts, listed
from marketplace.search.rules import Entry, Query
from marketplace.search.suggestions import suggestions
from marketplace.web.db import db

SAVES = 200


class City(NamedTuple):
    """How many products it has, how often each is asked, where its files lie, and the bar that shows progress."""

    size: int
    rounds: int
    folder: Path
    bar: Progress

    def step(self, what: str, total: int) -> Callable[[], object]:
        task = self.bar.add_task(f"{self.size:,}: {what}", total=total)
        return lambda: self.bar.advance(task)

    def race(
        self, what: str, contestants: dict[str, Any], questions: list[Any]
    ) -> dict[str, Times]:
        step = self.step(what, len(questions) * (WARM_UP + self.rounds))
        return race(contestants, questions, self.rounds, step)


def rebuilding(city: City) -> Iterator[Line]:
    """Documents a second of processor time into an index of ours, and into the bare library's."""
    step = city.step("indexes", 2)
    entries, at = list(documents.all_entries()), now()
    seen = {row.id: Fact(*row) for row in db.session.execute(facts(listed(at), at))}
    bare = documents_a_second(entries, lambda e: write_index(city.folder / "bare", e, seen))
    step()
    ours = documents_a_second(entries, chosen_engine().rebuild)
    step()
    what = f"rebuild ÷ bare Whoosh, documents a second; {city.size:,}"
    yield Line(what, f"{ours:,.0f} /s", f"{bare:,.0f} /s", ours / bare, 0.8, most=False)


def documents_a_second(entries: list[Entry], write: Callable[[list[Entry]], object]) -> float:
    started = time.process_time()
    write(entries)
    return len(entries) / (time.process_time() - started)


def racing(city: City) -> Iterator[Line]:
    """Searches: ours without and with facets, Whoosh by hand and naively, FTS5 in stages and plainly."""
    tuned, naive = Tuned(city.folder / "bare"), Naive(city.folder / "bare")
    took = city.race(
        "searches",
        {
            "ours": lambda typed: find.search(Query(typed)),
            "facets": lambda typed: find.search(Query(typed, facets=True)),
            "tuned": tuned.search,
            "tuned page": tuned.search_page,
            "grouped": tuned.search_grouped,
            "naive": naive.search,
            "naive page": naive.search_page,
            "staged": bare_sql.staged_fts,
            "plain": bare_sql.plain_fts,
        },
        mix(city.size),
    )
    size = f"{city.size:,}"
    for name, goal in (("tuned", 1.1), ("naive", 0.5)):
        whoosh = {"tuned": "hand-tuned", "naive": "naive"}[name] + " Whoosh"
        yield ratio(f"search ÷ {whoosh}; {size}", took["ours"], took[name], goal)
        what = f"search ÷ {whoosh} that knows no total; {size}"
        yield ratio(what, took["ours"], took[f"{name} page"], goal)
    what = f"search with facets ÷ hand-tuned Whoosh with groupedby; {size}"
    yield ratio(what, took["facets"], took["grouped"], 1.1)
    if city.size >= 100_000:
        yield ratio(f"FTS5 in stages ÷ plain FTS5; {size}", took["staged"], took["plain"], 0.25)
    facets = took["facets"].mix - took["ours"].mix
    groups = took["grouped"].mix - took["tuned"].mix
    what = f"facets ÷ Whoosh groupedby, what they add; {size}"
    yield Line(what, f"{facets:.2f} ms", f"{groups:.2f} ms", facets / groups, 0.7)


def browsing(city: City) -> Iterator[Line]:
    """Without words: goods of one market, of a kecamatan, of the city, within prices, page by page."""
    districts = select(Market.id).join(Market.rw).where(Rw.village_id <= 12)
    some = frozenset(db.session.scalars(districts))
    questions = [
        Query(markets=markets, min_price=low, max_price=high, page=page)
        for markets in (frozenset({1}), frozenset({77}), frozenset({300}), some, None)
        for low, high in ((None, None), (None, 20_000), (15_000, 40_000))
        for page in (1, 3)
    ]
    for each in questions:
        page = find.search(each)
        if (page.ids, page.total) != bare_sql.browse(each):
            raise RuntimeError(f"not the same goods: {each}")
    took = city.race("browsing", {"ours": find.search, "bare": bare_sql.browse}, questions)
    yield ratio(f"browse ÷ bare SQL; {city.size:,}", took["ours"], took["bare"], 2)


def suggesting(city: City) -> Iterator[Line]:
    """While typing: every beginning of two letters or more of the words of the mix."""
    words = mix(city.size)[::3]
    typed = sorted({word[:length] for word in words for length in range(2, len(word) + 1)})
    took = city.race("suggestions", {"ours": suggestions}, typed)["ours"]
    yield Line(f"suggestions, p95 in ms; {city.size:,}", shown(took), "", took.p95, 1)


def saved(city: City) -> Iterator[Line]:
    ours, bare = saving.measure(city.size, SAVES, city.step("saves", SAVES))
    yield ratio(f"save ÷ the same without search; {city.size:,}", ours, bare, 2)
