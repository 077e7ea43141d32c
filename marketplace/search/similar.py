"""A short page is filled with what is like its finds: the same thing in another make, then the same category."""

from collections.abc import Iterable

from marketplace.search import facets
from marketplace.search.engines.choosing import matching
from marketplace.search.facets import Fact
from marketplace.search.looking import Finds
from marketplace.search.rules import ENOUGH, Query, Stage
from marketplace.search.seen import Seen
from marketplace.search.words import Term, wanted


def similar_to(found: list[Fact], finds: Finds, query: Query, seen: Seen) -> list[Fact]:
    """Goods that nobody asked for, in no order; none when enough was found."""
    if not 0 < len(found) < ENOUGH:
        return []
    category = found[0].category
    beside, _engine = matching(
        heads(found), Stage.ANY_IN_NAMES, lambda ids: seen.beside(ids, category)
    )
    return [fact for fact in facets.passing(beside, query) if fact.id not in finds.facts]


def heads(found: Iterable[Fact]) -> list[Term]:
    """The first term of each title: Indonesian names the thing first."""
    return list(dict.fromkeys(terms[0] for fact in found if (terms := wanted(fact.title))))
