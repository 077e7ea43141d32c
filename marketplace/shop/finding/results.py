"""What a search of the page finds: through the one door of search, in the page that was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from marketplace.search.asking import Answer, ask
from marketplace.search.city_map import city_map
from marketplace.search.rules import Query, Sort
from marketplace.shop.filters import Filters, read_filters
from marketplace.shop.finding.scopes import Scope, scope_of
from marketplace.web.paging import Paging, page_wanted

KNOWN = tuple(
    "q pasar kategori kecamatan lapak klaster min max siap pesan halal terlatih tanpa urut dekat "
    "persis".split()
)


@dataclass(frozen=True)
class Results:
    """`filters` and `scope` are the address's; `answer.reading` holds what stood in the words beside it."""

    filters: Filters
    scope: Scope
    literal: bool
    answer: Answer
    paging: Paging

    @property
    def words(self) -> str:
        """What was searched, without the filters that stood in the words."""
        return self.answer.page.corrected or self.answer.reading.words

    @property
    def is_past_the_end(self) -> bool:
        return self.paging.page > self.paging.pages

    @property
    def is_narrowed(self) -> bool:
        """Whether something beside words keeps goods away."""
        scope, parts = self.scope, self.answer.reading.parts
        inside = scope.stall or scope.cluster
        return bool(inside or parts or replace(self.filters, words="").is_on)


def results_of(args: Mapping[str, str], at: datetime) -> Results:
    filters = read_filters(args)
    scope = scope_of(args, filters, city_map())
    filters = scope.known(filters)
    literal = bool(filters.words) and args.get("persis") == "1"
    query = replace(query_of(filters, scope), literal=literal, page=page_wanted(args), facets=True)
    answer = ask(query, scope.seen_by(at))
    paging = Paging(query.page, answer.page.total, KNOWN)
    return Results(filters, scope, literal, answer, paging)


def query_of(filters: Filters, scope: Scope) -> Query:
    return Query(
        words=filters.words,
        markets=scope.markets,
        category=scope.category.id if scope.category else None,
        min_price=filters.min_price,
        max_price=filters.max_price,
        ready=filters.ready,
        orderable=filters.orderable,
        halal=filters.halal,
        trained=filters.trained,
        no_nuts=filters.no_nuts,
        near=scope.nearness,
        sort=filters.sort or Sort.RELEVANCE,
    )
