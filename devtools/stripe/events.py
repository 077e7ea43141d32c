"""Events: what happened, as it stood at that moment, kept and sent to the webhooks."""

import copy
from typing import Any

from devtools.stripe.account import Account
from devtools.stripe.errors import invalid
from devtools.stripe.kinds import Flag, ListOf, Text
from devtools.stripe.lists import PAGING, page_of
from devtools.stripe.routes import Routes
from devtools.stripe.things import API_VERSION, Thing, new_thing

routes = Routes()
REMEMBERED = 30 * 86_400  # seconds


def emit(account: Account, type_: str, thing: Thing, previous: Thing | None = None) -> Thing:
    told: Thing = {"object": copy.deepcopy(thing)}
    if previous is not None:
        told["previous_attributes"] = previous
    event = new_thing(
        "event",
        account.now(),
        api_version=API_VERSION,
        data=told,
        pending_webhooks=len(account.mailing.endpoints_for(type_)),
        request=dict(account.cause),
        type=type_,
    )
    account.keep(event)
    account.mailing.send(event)
    return event


def matches(event: Thing, types: list[str]) -> bool:
    return any(
        event["type"] == type_ or (type_.endswith("*") and event["type"].startswith(type_[:-1]))
        for type_ in types
    )


@routes.get("/v1/events", **PAGING, types=ListOf(Text(), 20), type=Text(), delivery_success=Flag())
def list_events(account: Account, wanted: dict[str, Any]) -> Thing:
    if "type" in wanted and "types" in wanted:
        raise invalid("You may only specify one of these parameters: type, types.", "type")
    since = account.now() - REMEMBERED
    found = [event for event in account.newest_first("event") if event["created"] > since]
    types = wanted.get("types") or ([wanted["type"]] if "type" in wanted else None)
    if types:
        found = [event for event in found if matches(event, types)]
    if "delivery_success" in wanted:
        done = wanted["delivery_success"]
        found = [event for event in found if (event["pending_webhooks"] == 0) == done]
    return page_of(found, wanted, "/v1/events")


@routes.get("/v1/events/<event>")
def show_event(account: Account, _wanted: dict[str, Any], event: str) -> Thing:
    return account.find("event", event)
