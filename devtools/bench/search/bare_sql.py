"""What one would write in SQL by hand, over the driver's own connection, without anything of ours in between."""

from typing import Any

from sqlalchemy.engine import CursorResult

from marketplace.kit.clock import now, today
from marketplace.search.engines.choosing import fallback
from marketplace.search.rules import PAGE_SIZE, Query, goes_on, stages
from marketplace.search.words import wanted
from marketplace.web.db import db

LISTED = """
    FROM products JOIN stalls ON stalls.id = products.stall_id JOIN markets ON markets.id = stalls.market_id
    WHERE products.status = 'published' AND stalls.status = 'approved' AND markets.status = 'open'
    AND (stalls.holiday_from IS NULL OR stalls.holiday_from > :day OR stalls.holiday_until < :day)
    AND products.price_from BETWEEN :low AND :high
"""


def run(sql: str, values: dict[str, Any]) -> CursorResult[Any]:
    return db.session.connection().exec_driver_sql(sql, values)


def plain_fts(typed: str) -> list[int]:
    """FTS5 as its manual shows it: any of the words, the best twelve by bm25."""
    words = {word for term in wanted(typed) for word in term.stemmed}
    asked = " OR ".join(f'"{word}"' for word in sorted(words))
    sql = "SELECT rowid FROM search_fts WHERE search_fts MATCH :asked ORDER BY bm25(search_fts) LIMIT 12"
    return [row[0] for row in run(sql, {"asked": asked})]


def staged_fts(typed: str) -> set[int]:
    """The site's database engine, stage by stage, until enough is found."""
    engine, terms, found = fallback(), wanted(typed), set[int]()
    for stage in stages(terms):
        if goes_on(stage, len(found)):
            found.update(engine.matching(terms, stage))
    return found


def browse(query: Query) -> tuple[list[int], int]:
    """One page of goods of a market or the city within these prices, newest first, and how many there are."""
    values = {"day": today(now()).isoformat(), "low": query.min_price or 0}
    values |= {"high": query.max_price or 10**12, "start": (query.page - 1) * PAGE_SIZE}
    where = LISTED
    if query.markets is not None:
        marks = ",".join(str(int(id)) for id in sorted(query.markets))
        where += f" AND stalls.market_id IN ({marks})"
    newest = " ORDER BY products.published_at DESC, products.id DESC LIMIT 12 OFFSET :start"
    ids = [row[0] for row in run(f"SELECT products.id {where}{newest}", values)]
    total = run(f"SELECT count(*) {where}", values).scalar_one()
    return ids, total
