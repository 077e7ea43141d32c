"""Why a product ranks where it does, or why it is not found: lines of plain text for whoever looks after the market."""

from collections.abc import Iterator, Mapping, Sequence

from marketplace.catalogue.models import Product
from marketplace.kit.clock import now
from marketplace.search import facets
from marketplace.search.asking import Answer, ask
from marketplace.search.documents import kept_entries
from marketplace.search.facets import Fact
from marketplace.search.facts import facts_of, listed
from marketplace.search.looking import Finds, look_as_meant
from marketplace.search.ordering import in_order, kin_of, standing_of
from marketplace.search.ranking import Line, account, question
from marketplace.search.rules import Query, forms_of
from marketplace.search.seen import eyes_of
from marketplace.web.db import db


def explain(typed: str, product_id: int) -> Iterator[str]:
    """What was understood, where the product stands among the finds, and its score line by line."""
    answer = ask(Query(typed))
    yield from understood(answer)
    product = db.session.get(Product, product_id)
    if product is None:
        yield f"There is no product {product_id}."
    elif not answer.query.words:
        yield "Nothing is left to look for: goods are listed by the filters alone."
    else:
        finds = look_as_meant(answer.query, eyes_of(None, now()))
        passed = facets.passing(finds.facts.values(), answer.query)
        ordered = in_order(passed, finds.meaning, answer.query)
        yield from place_of(product, finds, answer.query, ordered)
        yield from score_of(product, finds, answer.query, kin_of(ordered))


def understood(answer: Answer) -> Iterator[str]:
    if answer.page.corrected:
        yield f"Spelling put right: {answer.page.corrected}"
    for part in answer.reading.parts:
        yield f"Filter in the words: {part.label}"
    for term in answer.page.terms:
        yield f"Term: {' | '.join(' '.join(form) for form in forms_of(term))}"


def place_of(
    product: Product, finds: Finds, query: Query, ordered: Sequence[Fact]
) -> Iterator[str]:
    """Its place, or what keeps it away."""
    fact = finds.facts.get(product.id)
    if fact is None:
        seen = facts_of([product.id], listed(now()), now())
        yield (
            "No stage found it."
            if seen
            else "It is found by nobody now: not published, closed or on holiday."
        )
    elif failed := facets.failures(fact, query):
        yield f"Found ({finds.stages[product.id]}), and kept away by: {', '.join(failed)}"
    else:
        place, stage = ordered.index(fact) + 1, finds.stages[product.id]
        yield f"Place {place} of {len(ordered)} ({stage}), by {finds.engine}"


def score_of(
    product: Product, finds: Finds, query: Query, kin: Mapping[int, float]
) -> Iterator[str]:
    """Each line of the account, and their sum."""
    facts, documents = facts_of([product.id], (), now()), kept_entries([product.id])
    if not documents:
        yield "It has no document yet: the worker has not come by."
        return
    standing = standing_of(facts[0], query, now())
    asked = question(finds.meaning.terms, finds.meaning.rarity)
    lines = account(documents[0], asked, standing)
    lines.append(Line("category", "as the best finds", kin.get(product.category_id, 0.0)))
    for line in lines:
        yield f"{line.points:+7.3f}  {line.what}: {line.why}"
    yield f"{sum(line.points for line in lines):+7.3f}  {product.title}"
