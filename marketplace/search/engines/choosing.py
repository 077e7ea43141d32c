"""Which engine answers: the configured one, the database when that cannot, plain LIKE when nothing else can."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from marketplace.search.engines import Engine, IndexBad
from marketplace.search.engines.database import DatabaseEngine
from marketplace.search.engines.memory import MemoryEngine
from marketplace.search.engines.plain import PlainEngine
from marketplace.search.engines.whoosh import WhooshEngine
from marketplace.search.rules import Stage
from marketplace.search.words import Term
from marketplace.web.db import db

log = logging.getLogger("pasar.search")


@dataclass(frozen=True)
class EngineState:
    """For /readyz: which engine is meant to answer, and why another one does, if it is so."""

    engine: str
    trouble: str

    @property
    def is_well(self) -> bool:
        return not self.trouble


@dataclass(frozen=True)
class Matches:
    """Products that hold the words, and which engine said so."""

    ids: Collection[int]
    engine: str


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


def matching(terms: Sequence[Term], stage: Stage) -> Matches:
    """The first of the engines that can answer does."""
    for engine in dict.fromkeys((chosen_engine(), fallback())):
        try:
            return Matches(engine.matching(terms, stage), engine.name)
        except IndexBad as error:
            log.warning("search engine %s cannot answer: %s", engine.name, error)
    return Matches(PlainEngine().matching(terms, stage), PlainEngine.name)
