"""Events: found by type and time, page by page, as things stood then."""

import time
from typing import Any

from devtools.stripe.control import Controls
from tests.stripe.shop import cart, paid


def test_events_are_found_by_their_types(account: Controls, api: Any) -> None:
    paid(account)
    types = ["checkout.session.completed", "charge.succeeded"]

    several = api.events.list({"types": types}).data
    one = api.events.list({"type": "charge.*"}).data

    assert [event.type for event in several] == types
    assert {event.type for event in one} == {"charge.succeeded", "charge.updated"}


def test_events_are_found_by_their_time(account: Controls, api: Any) -> None:
    paid(account)
    account.advance(7200)
    session = api.checkout.sessions.create(cart())
    api.checkout.sessions.expire(session.id)
    bound = int(time.time()) + 3600

    late = api.events.list({"created": {"gte": bound}}).data
    early = api.events.list({"created": {"lt": bound}}).data

    assert [event.type for event in late] == ["checkout.session.expired"]
    assert len(early) == 5


def test_events_come_page_by_page_in_both_directions(account: Controls, api: Any) -> None:
    paid(account)
    newest_first = [event.id for event in api.events.list().data]

    paged = [event.id for event in api.events.list({"limit": 2}).auto_paging_iter()]
    before = api.events.list({"ending_before": newest_first[3], "limit": 2})
    after = api.events.list({"starting_after": newest_first[3], "limit": 2})

    assert paged == newest_first
    assert ([event.id for event in before.data], before.has_more) == (newest_first[1:3], True)
    assert ([event.id for event in after.data], after.has_more) == (newest_first[4:], False)


def test_an_event_keeps_what_was_true_then(account: Controls, api: Any) -> None:
    charge = paid(account).payment_intent.latest_charge
    api.refunds.create({"charge": charge})

    event = api.events.list({"type": "charge.succeeded"}).data[0]

    assert event.data.object.amount_refunded == 0
    assert event.data.object.balance_transaction is None
    assert api.events.retrieve(event.id).to_dict() == event.to_dict()


def test_an_event_names_the_request_that_caused_it(account: Controls, api: Any) -> None:
    charge = paid(account).payment_intent.latest_charge
    api.refunds.create({"charge": charge}, {"idempotency_key": "refund:7"})

    event = api.events.list({"type": "refund.created"}).data[0]

    assert event.request.id.startswith("req_")
    assert event.request.idempotency_key == "refund:7"
    assert (event.livemode, event.object) == (False, "event")


def test_the_list_reaches_back_thirty_days(account: Controls, api: Any) -> None:
    event = paid(account) and api.events.list().data[0]

    account.advance(30 * 86_400)

    assert api.events.list().data == []
    assert api.events.retrieve(event.id).id == event.id
