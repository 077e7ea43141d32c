"""Through whose eyes is searched: what SQL lets through at this moment, or what any visitor sees, known by heart."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from marketplace.kit.clock import today
from marketplace.search import known
from marketplace.search.facets import Fact
from marketplace.search.facts import Conditions, Ids, facts, facts_beside, facts_of, listed, made
from marketplace.web.db import db


class Seen(Protocol):
    """The products that somebody may see now."""

    def among(self, ids: Ids) -> list[Fact]:
        """Those of these products."""

    def beside(self, ids: Ids, category: int) -> list[Fact]:
        """Those of these products and of others in this category, so many as may fill a page."""

    def everything(self, most: int) -> list[Fact]:
        """At most so many of all."""


@dataclass(frozen=True)
class Asked:
    """SQL is asked; a statement each."""

    conditions: Conditions
    at: datetime

    def among(self, ids: Ids) -> list[Fact]:
        return facts_of(ids, self.conditions, self.at)

    def beside(self, ids: Ids, category: int) -> list[Fact]:
        return facts_beside(ids, category, self.conditions, self.at)

    def everything(self, most: int) -> list[Fact]:
        rows = db.session.connection().execute(facts(self.conditions, self.at).limit(most))
        return [made(row, today(self.at)) for row in rows]


def eyes_of(conditions: Conditions | None, at: datetime) -> Seen:
    """Of whom these conditions let see; without any, of a visitor."""
    if conditions is not None:
        return Asked(conditions, at)
    return known.current(at) or Asked(listed(at), at)
