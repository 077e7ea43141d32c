"""Which engine answers: the configured one, the database when that cannot, plain LIKE when nothing else can."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app
from sqlalchemy import Select

from marketplace.search.engines import Engine, IndexBad
from marketplace.search.engines.database import DatabaseEngine
from marketplace.search.engines.memory import MemoryEngine
from marketplace.search.engines.plain import PlainEngine
from marketplace.search.engines.whoosh import WhooshEngine
from marketplace.search.rules import Stage
from marketplace.search.words import Term
from marketplace.web.db import db

Found = TypeVar("Found")
Ids = Collection[int] | Select[tuple[int]]
log = logging.getLogger("pasar.search")


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
        "database": DatabaseEngine(app.config["DATA"] / "search"),
        "memory": MemoryEngine(),
    }


def chosen_engine() -> Engine:
    """As configured; by default whoosh over SQLite, the database itself over PostgreSQL."""
    by_default = "whoosh" if db.engine.dialect.name == "sqlite" else "database"
    name = current_app.config["SEARCH_ENGINE"] or by_default
    engine: Engine = current_app.extensions["search"][name]
    return engine


def fallback() -> DatabaseEngine:
    engine: DatabaseEngine = current_app.extensions["search"]["database"]
    return engine


def engine_state() -> EngineState:
    engine = chosen_engine()
    return EngineState(engine.name, engine.trouble())


def matching(
    terms: Sequence[Term], stage: Stage, read: Callable[[Ids], list[Found]]
) -> tuple[list[Found], str]:
    """What `read` makes of the products that match, and the name of the first engine that can answer.

    `read` gets ids, or a query for them from an engine that is the database itself.
    """
    for engine in dict.fromkeys((chosen_engine(), fallback())):
        try:
            ask = engine.inside if isinstance(engine, DatabaseEngine) else engine.matching
            return read(ask(terms, stage)), engine.name
        except IndexBad as error:
            log.warning("search engine %s cannot answer: %s", engine.name, error)
    return read(PlainEngine().matching(terms, stage)), PlainEngine.name
