"""The one door to search: an engine names products, SQL says which may be seen, one function ranks them."""

from marketplace.kit.clock import now
from marketplace.search import facets
from marketplace.search.browse import browse
from marketplace.search.engines.choosing import chosen_engine
from marketplace.search.facts import Conditions, words_of
from marketplace.search.looking import look_as_meant
from marketplace.search.ordering import in_order, kin_of
from marketplace.search.rules import ENOUGH, PAGE_SIZE, RANKED, Page, Query
from marketplace.search.seen import eyes_of
from marketplace.search.similar import similar_to


def search(query: Query, seen_by: Conditions | None = None) -> Page:
    """One page of what a visitor finds; without words everything that passes the filters.

    `seen_by`: conditions over Product, Stall and Market that say what this visitor may see; without them, what
    any visitor may. Whatever fails them is not in the ids, not in the total and not in the counts.
    """
    at = now()
    if not query.words.strip():
        return browse(query, seen_by, at)
    seen = eyes_of(seen_by, at)
    finds = look_as_meant(query, seen)
    meaning = finds.meaning
    passed = facets.passing(finds.facts.values(), query)
    alike = similar_to(passed, finds, query, seen)
    documents = words_of(fact.id for fact in (*passed, *alike)) if len(passed) <= RANKED else None
    start = (max(query.page, 1) - 1) * PAGE_SIZE
    ordered = in_order(passed, meaning, query, documents, most=start + PAGE_SIZE)
    like = in_order(alike, meaning, query, documents, kin_of(ordered))
    return Page(
        ids=[fact.id for fact in ordered[start : start + PAGE_SIZE]],
        total=len(passed),
        similar=tuple(fact.id for fact in like[: max(ENOUGH - len(passed), 0)]),
        facets=facets.count(finds.facts.values(), query) if query.facets else None,
        corrected=meaning.corrected,
        terms=meaning.terms,
        partial=finds.are_partial,
        engine=finds.engine,
        generation=chosen_engine().generation(),
    )
