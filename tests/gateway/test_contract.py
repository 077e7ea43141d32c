"""What every provider of payments keeps to, whoever it is: each against its own local stand-in."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from devtools.midtrans.server import LocalMidtrans
from devtools.stripe.control import LocalStripe
from marketplace.payments.gateways.interface import (
    Ask,
    BadEvent,
    Gateway,
    Outcome,
    ProviderDown,
    Refused,
    Stage,
)
from marketplace.payments.gateways.midtrans.gateway import MidtransGateway
from marketplace.payments.gateways.stripe.gateway import StripeGateway
from tests.stripe.receiver import SECRET, receiving
from tests.stripe.shop import DECLINED, VISA

pytestmark = pytest.mark.xdist_group("gateway")


@dataclass
class Bench:
    """A provider with a buyer at its page. `told`: the messages so far, each a body and its headers."""

    gateway: Gateway
    with_key: Callable[[str], Gateway]
    pay: Callable[[str], Any]
    decline: Callable[[str], Any]
    told: Callable[[], list[tuple[bytes, dict[str, str]]]]
    next_day: Callable[[Any], Any]


@contextmanager
def at_stripe(local: LocalStripe) -> Iterator[Bench]:
    account = local.account(f"sk_test_{uuid.uuid4().hex}")
    with receiving() as receiver:
        account.add_endpoint(receiver.url, SECRET)

        def told() -> list[tuple[bytes, dict[str, str]]]:
            account.wait_for_mail(20)
            signatures = [{"Stripe-Signature": it} for it in receiver.signatures]
            return list(zip(receiver.bodies, signatures, strict=True))

        yield Bench(
            gateway=StripeGateway(account.key, SECRET, account.address),
            with_key=lambda key: StripeGateway("sk_test_" + key, SECRET, account.address),
            pay=lambda page: account.buyer(page).pay(VISA).status,
            decline=lambda page: account.buyer(page).pay(DECLINED).status,
            told=told,
            next_day=lambda found: None,
        )


@contextmanager
def at_midtrans(local: LocalMidtrans) -> Iterator[Bench]:
    local.outbox.clear()

    def of(key: str) -> MidtransGateway:
        return MidtransGateway(key, local.address, local.address)

    yield Bench(
        gateway=of(local.key),
        with_key=of,
        pay=local.pay,
        decline=lambda page: local.pay(page, "deny"),
        told=lambda: [(body, {}) for body in local.outbox],
        next_day=lambda found: local.settle(found.id),
    )


@pytest.fixture(scope="module")
def locals_() -> Iterator[Any]:
    with LocalStripe() as stripe, LocalMidtrans() as midtrans:
        yield SimpleNamespace(stripe=stripe, midtrans=midtrans)


@pytest.fixture(params=["stripe", "midtrans"])
def bench(locals_: Any, request: pytest.FixtureRequest) -> Iterator[Bench]:
    places = {"stripe": at_stripe, "midtrans": at_midtrans}
    with places[request.param](getattr(locals_, request.param)) as bench:
        yield bench


def ask(**other: Any) -> Ask:
    code, number = uuid.uuid4().hex[:6].upper(), uuid.uuid4().int % 100_000
    usual = Ask(
        key=f"cs:{number}",
        reference=f"PRW-{code}.{number}",
        group=f"PRW-{code}",
        lines=(("Dapur Bu Sri", 30_000), ("Warung Pak Min", 15_000)),
        expires_at=int(time.time()) + 31 * 60,
        success_url="http://pasar.invalid/bayar/PRW-7K3M9Q/kembali",
        cancel_url="http://pasar.invalid/bayar/PRW-7K3M9Q",
    )
    return replace(usual, **other)


def paid(bench: Bench) -> Any:
    opened = bench.gateway.open_session(ask())
    bench.pay(opened.url or "")
    return bench.gateway.fetch(opened.id)


def test_a_page_is_opened_for_what_we_ask(bench: Bench) -> None:
    wanted = ask()

    opened = bench.gateway.open_session(wanted)
    found = bench.gateway.fetch(opened.id)

    assert opened.url
    assert opened.provider == bench.gateway.name
    for state in (opened, found):
        assert (state.id, state.reference, state.stage) == (
            opened.id,
            wanted.reference,
            Stage.OPEN,
        )
        assert (state.refunds, state.disputes) == ((), ())


def test_the_same_ask_never_makes_a_second_session(bench: Bench) -> None:
    wanted = ask()
    first = bench.gateway.open_session(wanted)
    kept = Ask.from_json(json.loads(json.dumps(wanted.as_json())))

    try:
        again = bench.gateway.open_session(kept).id
    except Refused:
        assert bench.gateway.tells_once
        again = first.id

    assert again == first.id


def test_another_try_is_another_session(bench: Bench) -> None:
    wanted = ask()

    first = bench.gateway.open_session(wanted)
    second = bench.gateway.open_session(replace(wanted, key=f"{wanted.key}:2"))

    assert first.id != second.id
    assert first.reference == second.reference


def test_paid_is_told_with_the_amount_and_found_by_its_intent(bench: Bench) -> None:
    found = paid(bench)

    assert (found.stage, found.amount) == (Stage.PAID, 45_000)
    assert found.intent
    assert found.charge
    assert found.fees
    assert bench.gateway.find(found.intent) == found


def test_a_declined_card_leaves_the_page_open_for_another(bench: Bench) -> None:
    opened = bench.gateway.open_session(ask())

    assert bench.decline(opened.url or "") == 402
    assert bench.gateway.fetch(opened.id).stage is Stage.OPEN
    assert bench.pay(opened.url or "") == 303
    assert bench.gateway.fetch(opened.id).stage is Stage.PAID


def test_an_expired_page_takes_nothing(bench: Bench) -> None:
    opened = bench.gateway.open_session(ask())
    page = opened.url or ""

    first, again = (bench.gateway.expire(opened.id, page).stage for _ in range(2))

    assert (first, again) == (Stage.EXPIRED, Stage.EXPIRED)
    assert bench.pay(page) >= 400


def test_a_page_is_expired_after_a_declined_card_too(bench: Bench) -> None:
    opened = bench.gateway.open_session(ask())
    page = opened.url or ""
    bench.decline(page)

    assert bench.gateway.expire(opened.id, page).stage is Stage.EXPIRED
    assert bench.pay(page) >= 400


def test_what_is_paid_cannot_be_expired(bench: Bench) -> None:
    opened = bench.gateway.open_session(ask())
    bench.pay(opened.url or "")

    assert bench.gateway.expire(opened.id, opened.url or "").stage is Stage.PAID


def test_a_message_read_twice_is_the_same_event_about_this_session(bench: Bench) -> None:
    found = paid(bench)
    told = bench.told()

    events = [bench.gateway.read_event(*message) for message in told]
    again = [bench.gateway.read_event(*message) for message in told]

    assert events
    assert events == again
    assert len({event.id for event in events}) == len(events)
    assert [bench.gateway.event_from(json.loads(json.dumps(it.payload))) for it in events] == events
    about = {event.session or event.intent for event in events} - {None}
    assert about
    assert about <= {found.id, found.intent}


def test_what_the_provider_did_not_sign_is_no_event(bench: Bench) -> None:
    paid(bench)
    body, headers = bench.told()[0]
    for sent in (b"", b"{}", b"[]", b"\xff", body.replace(b"45000", b"45001"), body[:-2]):
        if sent != body:
            with pytest.raises(BadEvent):
                bench.gateway.read_event(sent, headers)


def test_a_part_goes_back_once_for_each_key_and_the_rest_with_another(bench: Bench) -> None:
    found = paid(bench)
    bench.next_day(found)

    first = bench.gateway.refund(found.intent, 15_000, "refund:7")
    again = bench.gateway.refund(found.intent, 15_000, "refund:7")
    with pytest.raises(Refused):
        bench.gateway.refund(found.intent, 30_001, "refund:8")
    bench.gateway.refund(found.intent, 30_000, "refund:8:2")
    now = bench.gateway.fetch(found.id)

    assert first == again
    assert (now.stage, now.amount) == (Stage.PAID, 45_000)
    assert {(it.amount, it.outcome, it.ours) for it in now.refunds} == {
        (15_000, Outcome.SUCCEEDED, "refund:7"),
        (30_000, Outcome.SUCCEEDED, "refund:8:2"),
    }
    assert len({it.id for it in now.refunds}) == 2


@pytest.mark.parametrize("is_settled", [True, False], ids=["the next day", "the same day"])
def test_all_of_it_goes_back_once(bench: Bench, is_settled: bool) -> None:
    found = paid(bench)
    if is_settled:
        bench.next_day(found)

    first = bench.gateway.refund(found.intent, None, "refund:7")
    again = bench.gateway.refund(found.intent, None, "refund:7")
    now = bench.gateway.fetch(found.id)

    assert first.id == again.id
    assert (now.stage, now.amount) == (Stage.PAID, 45_000)
    assert [(it.id, it.amount, it.outcome) for it in now.refunds] == [
        (first.id, 45_000, Outcome.SUCCEEDED)
    ]


def test_what_nobody_knows_is_refused(bench: Bench) -> None:
    assert bench.gateway.find("pi_of_nobody") is None
    with pytest.raises(Refused):
        bench.gateway.fetch("nobody")
    with pytest.raises(Refused):
        bench.gateway.refund("pi_of_nobody", None, "refund:7")


def test_a_wrong_key_is_for_the_operator_to_mend(bench: Bench) -> None:
    opened = bench.gateway.open_session(ask())
    stranger = bench.with_key("lain")

    with pytest.raises(ProviderDown):
        stranger.open_session(ask())
    with pytest.raises(ProviderDown):
        stranger.fetch(opened.id)
