"""Pages of a list, newest first, and what may be expanded in place."""

import copy
from collections.abc import Iterable
from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.errors import invalid, no_such
from devtools.stripe.kinds import Kind, ListOf, Raw, Text, Whole
from devtools.stripe.params import Fields
from devtools.stripe.things import Thing

SCALE = {
    "gt": lambda at, bound: at > bound,
    "gte": lambda at, bound: at >= bound,
    "lt": lambda at, bound: at < bound,
    "lte": lambda at, bound: at <= bound,
}


class Created:
    """A moment, or bounds: `created[gte]=…`."""

    bounds = Fields({word: Whole() for word in SCALE})

    def read(self, raw: Raw, name: str) -> dict[str, int]:
        if isinstance(raw, str):
            at = Whole().read(raw, name)
            return {"gte": at, "lte": at}
        return self.bounds.read(raw, name)


EXPAND: dict[str, Kind] = {"expand": ListOf(Text(), most=20)}
PAGING: dict[str, Kind] = {
    "limit": Whole(1, 100),
    "starting_after": Text(),
    "ending_before": Text(),
    "created": Created(),
}


def listing(url: str, things: list[Thing], has_more: bool = False) -> Thing:
    return {"object": "list", "data": things, "has_more": has_more, "url": url}


def page_of(things: list[Thing], wanted: dict[str, Any], url: str) -> Thing:
    """The slice asked for; `things` come newest first."""
    things = [thing for thing in things if within(thing["created"], wanted.get("created", {}))]
    limit = wanted.get("limit", 10)
    if before := wanted.get("ending_before"):
        newer = things[: position(things, before, "ending_before")]
        return listing(url, newer[-limit:], len(newer) > limit)
    if after := wanted.get("starting_after"):
        things = things[position(things, after, "starting_after") + 1 :]
    return listing(url, things[:limit], len(things) > limit)


def within(at: int, bounds: dict[str, int]) -> bool:
    return all(SCALE[word](at, bound) for word, bound in bounds.items())


def position(things: list[Thing], wanted: str, param: str) -> int:
    ids = [thing["id"] for thing in things]
    if wanted not in ids:
        raise no_such("object", wanted, param)
    return ids.index(wanted)


INCLUDABLE = {
    "line_items": lambda account, session: listing(
        f"/v1/checkout/sessions/{session['id']}/line_items", account.lines[session["id"]]
    ),
    "refunds": lambda account, charge: listing(
        f"/v1/charges/{charge['id']}/refunds", account.newest_first("refund", charge=charge["id"])
    ),
}
OWNERS = {"line_items": "checkout.session", "refunds": "charge"}


def expanded(account: Account, thing: Thing, paths: Iterable[str]) -> Thing:
    """A copy in which the ids named are replaced by their objects."""
    thing = copy.deepcopy(thing)
    for path in paths:
        expand_in(account, [thing], path.split("."), path)
    return thing


def expand_in(account: Account, things: list[Thing], steps: list[str], path: str) -> None:
    for step in steps:
        reached: list[Thing] = []
        for thing in things:
            found = open_up(account, thing, step, path)
            reached += found if isinstance(found, list) else [found] if found else []
        things = reached


def open_up(account: Account, thing: Thing, step: str, path: str) -> Any:
    if OWNERS.get(step) == thing["object"]:
        thing.setdefault(step, copy.deepcopy(INCLUDABLE[step](account, thing)))
    if step not in thing or not (step == "data" or may_expand(account, thing[step])):
        raise invalid(f"This property cannot be expanded ({path}).", "expand")
    if isinstance(thing[step], str):
        thing[step] = copy.deepcopy(object_by_id(account, thing[step]))
    return thing[step]


def may_expand(account: Account, value: Any) -> bool:
    if isinstance(value, str):
        return object_by_id(account, value) is not None
    return value is None or isinstance(value, dict)


def object_by_id(account: Account, wanted: str) -> Thing | None:
    return next((kind[wanted] for kind in account.objects.values() if wanted in kind), None)
