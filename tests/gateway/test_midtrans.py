"""What is Midtrans' own: signatures, states, amounts, and the page that is told only once."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from devtools.midtrans.server import LocalMidtrans
from marketplace.kit.clock import now
from marketplace.payments.gateways.interface import (
    BadEvent,
    Outcome,
    ProviderDown,
    Refused,
    Stage,
)
from marketplace.payments.gateways.midtrans.amounts import to_midtrans, to_rupiah
from marketplace.payments.gateways.midtrans.calling import refuse
from marketplace.payments.gateways.midtrans.gateway import MidtransGateway, page_params
from marketplace.payments.gateways.midtrans.naming import key_in, order_id, refund_key
from marketplace.payments.gateways.midtrans.reading import session_of, stage_of, untried
from marketplace.payments.gateways.midtrans.signing import is_signed, signature
from tests.gateway.test_contract import ask

pytestmark = pytest.mark.xdist_group("gateway")
KEY = "SB-Mid-server-CONTOH"
NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
OPEN_UNTIL = int((NOW + timedelta(minutes=5)).timestamp())
CLOSED_SINCE = int((NOW - timedelta(minutes=5)).timestamp())


def test_the_signature_is_midtrans_own_to_the_letter() -> None:
    assert signature("ORDER-101", "200", "10000.00", KEY) == (
        "ac25f103f6963bd93bbc8c75c3db4f99fe5011775b0470067e12f76ebd84ed82"
        "150557d0136f6dd479ac8480afa5bd783461aa02bf9fea270235f17353924189"
    )


TOLD = {
    "order_id": f"PRW-7K3M9Q.12~{OPEN_UNTIL}~cs-12",
    "transaction_id": "249fc620-6017-4540-af7c-5a1c25788f46",
    "transaction_status": "capture",
    "fraud_status": "accept",
    "status_code": "200",
    "gross_amount": "45000.00",
    "transaction_time": "2026-11-30 10:00:00",
    "masked_card": "48111111-1114",
}
SIGNED = {
    **TOLD,
    "signature_key": signature(TOLD["order_id"], "200", TOLD["gross_amount"], KEY),
}
FORGED = {
    "unsigned": TOLD,
    "another key": {
        **TOLD,
        "signature_key": signature(TOLD["order_id"], "200", "45000.00", "SB-Mid-server-LAIN"),
    },
    "another amount": {**SIGNED, "gross_amount": "450000.00"},
    "the amount without its end": {**SIGNED, "gross_amount": "45000"},
    "another order": {**SIGNED, "order_id": "PRW-7K3M9Q.13"},
    "another code": {**SIGNED, "status_code": "201"},
    "a digit moved": {**SIGNED, "order_id": TOLD["order_id"] + "2", "status_code": "00"},
    "upper case": {**SIGNED, "signature_key": SIGNED["signature_key"].upper()},
    "a number": {**SIGNED, "status_code": 200},
    "no text": {**SIGNED, "signature_key": None},
    "signed emptiness": {"signature_key": signature("", "", "", KEY)},
    "no ascii": {**SIGNED, "signature_key": "é" * 128},
}


def test_a_notification_that_midtrans_signed_is_believed() -> None:
    assert is_signed(SIGNED, KEY)


@pytest.mark.parametrize("told", FORGED.values(), ids=FORGED.keys())
def test_a_forged_notification_is_not(told: dict[str, Any]) -> None:
    assert not is_signed(told, KEY)


def test_nothing_of_the_card_is_kept() -> None:
    gateway = MidtransGateway(KEY, "", "")

    event = gateway.read_event(json.dumps(SIGNED).encode(), {})

    assert "masked_card" not in event.payload
    assert event.created == NOW
    assert event.session == TOLD["order_id"]


def test_a_notification_about_another_shop_is_none_of_our_business() -> None:
    """Such as the one that the dashboard sends to try the address out."""
    name = "payment_notif_test_G681706693_x"
    told = {**SIGNED, "order_id": name, "signature_key": signature(name, "200", "45000.00", KEY)}

    event = MidtransGateway(KEY, "", "").read_event(json.dumps(told).encode(), {})

    assert (event.session, event.intent) == (None, None)


def test_a_signed_notification_without_its_time_is_refused() -> None:
    told = {name: value for name, value in SIGNED.items() if name != "transaction_time"}

    with pytest.raises(BadEvent):
        MidtransGateway(KEY, "", "").read_event(json.dumps(told).encode(), {})


@pytest.mark.parametrize(
    ("status", "fraud", "stage"),
    [
        ("settlement", "accept", Stage.PAID),
        ("settlement", None, Stage.PAID),
        ("capture", "accept", Stage.PAID),
        ("capture", "challenge", Stage.PROCESSING),
        ("capture", "deny", Stage.PROCESSING),
        ("capture", None, Stage.PROCESSING),
        ("authorize", "accept", Stage.PROCESSING),
        ("pending", "accept", Stage.OPEN),
        ("pending", None, Stage.OPEN),
        ("deny", "accept", Stage.OPEN),
        ("deny", "deny", Stage.OPEN),
        ("expire", "accept", Stage.EXPIRED),
        ("cancel", "accept", Stage.EXPIRED),
        ("cancel", "challenge", Stage.EXPIRED),
        ("failure", None, Stage.EXPIRED),
        ("refund", "accept", Stage.PAID),
        ("partial_refund", "accept", Stage.PAID),
        ("chargeback", "accept", Stage.PAID),
        ("partial_chargeback", "accept", Stage.PAID),
    ],
)
def test_every_state_of_midtrans_is_one_of_ours(
    status: str, fraud: str | None, stage: Stage
) -> None:
    assert stage_of({**TOLD, "transaction_status": status, "fraud_status": fraud}, NOW) is stage


def test_a_denied_card_ends_with_its_page() -> None:
    name = f"PRW-7K3M9Q.12~{CLOSED_SINCE}~cs-12"

    stage = stage_of({**TOLD, "order_id": name, "transaction_status": "deny"}, NOW)

    assert stage is Stage.EXPIRED


def test_a_state_that_nobody_knows_changes_nothing() -> None:
    with pytest.raises(ProviderDown, match="lunas"):
        stage_of({**TOLD, "transaction_status": "lunas"}, NOW)


def test_a_page_that_nobody_tried_is_open_until_its_end() -> None:
    assert untried(TOLD["order_id"], NOW).stage is Stage.OPEN
    assert untried(f"PRW-7K3M9Q.12~{CLOSED_SINCE}~cs-12", NOW).stage is Stage.EXPIRED


def test_money_that_was_cancelled_after_it_came_has_gone_back() -> None:
    told = {**TOLD, "transaction_status": "cancel", "approval_code": "325511"}

    found = session_of(told, NOW)

    assert (found.stage, found.amount) == (Stage.PAID, 45_000)
    assert [(it.amount, it.outcome) for it in found.refunds] == [(45_000, Outcome.SUCCEEDED)]


def test_a_chargeback_is_a_lost_dispute_and_a_part_of_one_is_looked_at() -> None:
    [all_of_it] = session_of({**TOLD, "transaction_status": "chargeback"}, NOW).disputes
    [part] = session_of({**TOLD, "transaction_status": "partial_chargeback"}, NOW).disputes

    assert (all_of_it.withdrawn, all_of_it.is_closed, all_of_it.is_won) == (45_000, True, False)
    assert (part.amount, part.withdrawn, part.is_closed) == (45_000, 0, False)


def test_rupiah_travel_whole_and_come_back_as_text() -> None:
    assert to_midtrans(35_000) == 35_000
    assert to_rupiah("35000.00") == 35_000
    assert to_rupiah("35000") == 35_000
    for wrong in ("35000.50", "35.000", "-1.00", "", None, "1e5", "٣٥.00"):
        assert to_rupiah(wrong) is None
    assert to_rupiah("35000.00", "USD") is None


@pytest.mark.parametrize("amount", [0, -1, 1.5, "15000", True, None])
def test_only_positive_whole_rupiah_are_sent(amount: Any) -> None:
    with pytest.raises(ValueError, match="rupiah"):
        to_midtrans(amount)


def test_names_of_ours_fit_and_are_read_again() -> None:
    wanted = ask(reference="PRW-7K3M9Q.123456789", key="cs:123456789:9", expires_at=OPEN_UNTIL)

    assert order_id(wanted) == f"PRW-7K3M9Q.123456789~{OPEN_UNTIL}~cs-123456789-9"
    assert key_in(refund_key("refund:7:2")) == "refund:7:2"
    assert key_in("5a1c25788f46") == ""
    with pytest.raises(ValueError, match="order_id"):
        order_id(replace(wanted, reference="x" * 50))


def test_a_page_is_asked_for_with_items_that_add_up_and_closes_in_minutes() -> None:
    long = "Dapur Bu Sri dari Gang Kelinci Nomor Tujuh Belas, pesanan PRW-7K3M9Q-1"
    wanted = ask(lines=((long, 30_000), ("Warung Pak Min", 15_000)))

    asked = page_params(wanted)

    assert asked["transaction_details"]["gross_amount"] == 45_000
    assert [item["price"] for item in asked["item_details"]] == [30_000, 15_000]
    assert len(asked["item_details"][0]["name"]) == 50
    assert asked["callbacks"] == {"finish": wanted.success_url}
    assert asked["expiry"]["duration"] == 31
    assert asked["expiry"]["start_time"].endswith("+0700")
    with pytest.raises(Refused, match="expired"):
        page_params(replace(wanted, expires_at=int(time.time()) - 1))


@pytest.fixture(scope="module")
def midtrans() -> Iterator[LocalMidtrans]:
    with LocalMidtrans() as running:
        yield running


@pytest.fixture
def gateway(midtrans: LocalMidtrans) -> MidtransGateway:
    return MidtransGateway(midtrans.key, midtrans.address, midtrans.address)


def test_a_page_is_told_only_once(gateway: Any) -> None:
    wanted = ask()
    gateway.open_session(wanted)

    with pytest.raises(Refused, match="order_id"):
        gateway.open_session(wanted)


def test_the_local_midtrans_refuses_what_does_not_add_up(gateway: Any) -> None:
    wanted = page_params(ask())
    wanted["transaction_details"]["gross_amount"] = 44_999

    with pytest.raises(Refused, match="sum of item_details"):
        gateway.caller.post(gateway.pages, wanted)


def test_a_challenged_card_waits_for_the_operator(gateway: Any, midtrans: LocalMidtrans) -> None:
    opened = gateway.open_session(ask())
    midtrans.pay(opened.url, "challenge")

    assert gateway.fetch(opened.id).stage is Stage.PROCESSING
    assert gateway.expire(opened.id, opened.url).stage is Stage.PROCESSING
    midtrans.move(midtrans.status(opened.id) | {"fraud_status": "accept"}, "capture")


def test_a_card_that_the_bank_is_asking_about_is_expired(
    gateway: Any, midtrans: LocalMidtrans
) -> None:
    opened = gateway.open_session(ask())
    midtrans.pay(opened.url, "pending")

    assert gateway.fetch(opened.id).stage is Stage.OPEN
    assert gateway.expire(opened.id, opened.url).stage is Stage.EXPIRED


def test_a_part_goes_back_only_after_the_settlement(gateway: Any, midtrans: LocalMidtrans) -> None:
    opened = gateway.open_session(ask())
    midtrans.pay(opened.url)
    intent = gateway.fetch(opened.id).intent

    with pytest.raises(ProviderDown, match="settlement"):
        gateway.refund(intent, 15_000, "refund:7")
    midtrans.settle(opened.id)

    assert gateway.refund(intent, 15_000, "refund:7").ours == "refund:7"


def test_the_dashboard_gives_back_under_no_key_of_ours(
    gateway: Any, midtrans: LocalMidtrans
) -> None:
    opened = gateway.open_session(ask())
    midtrans.pay(opened.url)
    midtrans.settle(opened.id)
    midtrans.refund(opened.id, {"amount": 5_000})

    [found] = gateway.fetch(opened.id).refunds

    assert (found.amount, found.ours) == (5_000, "")


def test_nobody_can_ask_for_events_or_the_balance(gateway: Any) -> None:
    assert list(gateway.events_since(now())) == []
    assert gateway.balance() is None


@pytest.mark.parametrize("told", [(401, {}), (500, {}), (200, {"status_code": "500"}), (429, {})])
def test_what_may_be_better_later_is_no_refusal(told: Any) -> None:
    with pytest.raises(ProviderDown):
        refuse(*told)


@pytest.mark.parametrize("told", [(404, {}), (200, {"status_code": "412"}), (302, {})])
def test_what_is_refused_in_the_body_is_refused(told: Any) -> None:
    with pytest.raises(Refused):
        refuse(*told)


def test_nobody_there_is_down() -> None:
    nowhere = "http://127.0.0.1:1"

    with pytest.raises(ProviderDown):
        MidtransGateway(KEY, nowhere, nowhere).fetch("PRW-7K3M9Q.12")
