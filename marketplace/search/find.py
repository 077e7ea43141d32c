"""The one door to search: the configured engine, and the database when that one cannot answer."""

import logging
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import func, select

from marketplace.catalogue.models import Product
from marketplace.search.engines import Engine, IndexBad
from marketplace.search.engines.choosing import Conditions, allowed
from marketplace.search.engines.database import DatabaseEngine
from marketplace.search.engines.memory import MemoryEngine
from marketplace.search.engines.whoosh import WhooshEngine
from marketplace.search.rules import PAGE_SIZE, Page, Query, Sort
from marketplace.search.words import FINGERPRINT
from marketplace.web.db import db

log = logging.getLogger("pasar.search")
SORTS = {
    Sort.CHEAPEST: (Product.price_from.asc(), Product.id.desc()),
    Sort.DEAREST: (Product.price_from.desc(), Product.id.desc()),
}
NEWEST = (Product.published_at.desc(), Product.id.desc())


@dataclass(frozen=True)
class EngineState:
    """For /readyz: which engine is meant to answer, and why another one does, if it is so."""

    engine: str
    trouble: str

    @property
    def is_well(self) -> bool:
        return not self.trouble


def engines(app: Flask) -> dict[str, Engine]:
    return {
        "whoosh": WhooshEngine(app.config["DATA"] / "search"),
        "database": DatabaseEngine(),
        "memory": MemoryEngine(),
    }


def chosen_engine() -> Engine:
    """As configured; by default whoosh over SQLite, the database itself over PostgreSQL."""
    by_default = "whoosh" if db.engine.dialect.name == "sqlite" else "database"
    name = current_app.config["SEARCH_ENGINE"] or by_default
    engine: Engine = current_app.extensions["search"][name]
    return engine


def fallback() -> Engine:
    engine: Engine = current_app.extensions["search"]["database"]
    return engine


def engine_state() -> EngineState:
    engine = chosen_engine()
    return EngineState(engine.name, engine.trouble())


def search(query: Query, also: Conditions = ()) -> Page:
    """What a visitor finds, at most five statements. Without words: everything, by plain SQL.

    `also` narrows further, by conditions over Product, Stall and Market.
    """
    if not query.words.strip():
        return browse(query, also)
    engine = chosen_engine()
    try:
        return engine.search(query, also)
    except IndexBad as error:
        log.warning("%s cannot answer (%s), the database does", engine.name, error)
        return fallback().search(query, also)


def browse(query: Query, also: Conditions = ()) -> Page:
    found = allowed(query, also)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    start = (max(query.page, 1) - 1) * PAGE_SIZE
    ordered = found.order_by(*SORTS.get(query.sort, NEWEST)).offset(start).limit(PAGE_SIZE)
    ids = [find.id for find in db.session.execute(ordered)]
    return Page(ids, total, engine="database", generation=FINGERPRINT)


def suggest(prefix: str, most: int) -> list[int]:
    """Products with words in the title that begin as typed, best first; some may not be visible."""
    try:
        return chosen_engine().suggest(prefix, most)
    except IndexBad:
        return fallback().suggest(prefix, most)
