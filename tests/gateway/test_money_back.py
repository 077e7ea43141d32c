"""Money that goes back, is asked back, or is not what was asked for; and what nobody may pretend."""

import json
import time
from typing import Any

import pytest
import stripe
from sqlalchemy import select

from marketplace.accounts.models import AuditEntry
from marketplace.kit.clock import now
from marketplace.ledger.queries import balance, payable_to
from marketplace.ledger.rules import Account, Kind
from marketplace.orders.rules import Actor, Move
from marketplace.payments.jobs import compare, send_refunds
from marketplace.payments.models import Refund
from marketplace.payments.provider_events import ProviderEvent
from marketplace.web.db import begin_write, db
from tests.gateway.till import (
    SECRET,
    Bought,
    Till,
    entries,
    event_states,
    lose_all,
    reconcile,
    work,
)
from tests.stripe.shop import RP, VISA, line
from tests.visitor import all_at_once

pytestmark = pytest.mark.xdist_group("gateway")


def paid(till: Till, *goods: Any) -> Bought:
    bought = till.buy(*goods)
    bought.pay()
    till.deliver()
    return bought


def refuse(bought: Bought, number: int = 0) -> None:
    """The stall cannot do it after all."""
    order = bought.orders[number]
    begin_write()
    order.make(Move.REFUSE, Actor.PRODUCER, now(), note="Habis")
    db.session.commit()


def alarms() -> list[str]:
    db.session.rollback()
    its = AuditEntry.action.startswith("alarm")
    return list(db.session.scalars(select(AuditEntry.action).where(its).order_by(AuditEntry.id)))


def test_a_refused_order_of_two_goes_back_alone_and_once(till: Till) -> None:
    bought = paid(till, *till.two_stalls())
    refuse(bought)

    work(send_refunds)
    work(send_refunds)
    till.deliver()

    assert bought.states == ["cancelled", "placed"]
    assert bought.refunds == [(20_000, "returned")]
    assert "Uang kembali Rp20.000" in bought.visitor.get(f"/pesanan/{bought.code}-1").text


def test_two_workers_send_a_refund_once(till: Till) -> None:
    bought = paid(till)
    refuse(bought)

    def send() -> Any:
        with till.app.app_context():
            send_refunds()
            db.session.remove()

    all_at_once([send] * 3)

    assert bought.refunds == [(20_000, "returned")]
    assert sent_back(till, bought) == [20_000 * RP]


def sent_back(till: Till, bought: Bought) -> list[int]:
    """The refunds of a purchase as the provider knows them."""
    refunds = till.account.state()["objects"].get("refund", [])
    return [it["amount"] for it in refunds if it["payment_intent"] == bought.session.intent]


def test_an_answer_that_was_lost_does_not_send_a_refund_twice(till: Till) -> None:
    bought = paid(till)
    refuse(bought)
    till.account.fail_calls(1, 429, after=True, path="POST /v1/refunds")

    work(send_refunds)
    till.deliver()
    work(send_refunds)

    assert bought.refunds == [(20_000, "returned")]
    assert sent_back(till, bought) == [20_000 * RP]


def test_a_refund_on_its_way_is_owed_until_it_arrives(till: Till) -> None:
    bought = paid(till)
    refuse(bought)
    till.account.next_refunds("pending")
    work(send_refunds)
    on_its_way = bought.refunds

    till.account.finish_refund(refund_id(till, bought), "succeeded")
    till.deliver()

    assert on_its_way == [(20_000, "owed")]
    assert bought.refunds == [(20_000, "returned")]


def refund_id(till: Till, bought: Bought) -> str:
    refunds = till.account.state()["objects"]["refund"]
    return next(it["id"] for it in refunds if it["payment_intent"] == bought.session.intent)


def test_a_refund_that_came_back_is_owed_again_and_rings(till: Till) -> None:
    bought = paid(till)
    refuse(bought)
    before = len(alarms())
    work(send_refunds)
    till.deliver()
    till.account.finish_refund(refund_id(till, bought), "failed")
    till.deliver()
    owed = bought.refunds
    work(send_refunds)
    told = alarms()[before:]
    [refund] = db.session.scalars(select(Refund).where(Refund.order_id == bought.orders[0].id))

    runner = till.app.test_cli_runner()
    again = runner.invoke(args=["payments", "refund-again", str(refund.id)])
    twice = runner.invoke(args=["payments", "refund-again", str(refund.id)])
    work(send_refunds)

    assert owed == [(20_000, "owed")]
    assert told == ["alarm: Uang kembali Rp20.000 gagal di penyedia"]
    assert (again.exit_code, twice.exit_code) == (0, 1)
    assert bought.refunds == [(20_000, "returned")]


def test_a_refund_made_at_the_provider_reaches_the_books(till: Till) -> None:
    bought = paid(till, *till.two_stalls())

    till.account.refund_by_dashboard(bought.charge, 10_000 * RP)
    till.account.refund_by_dashboard(bought.charge, 10_000 * RP)
    till.deliver()

    assert bought.states == ["placed", "placed"]
    assert [amount for amount, _ in bought.refunds] == [4_000, 6_000, 4_000, 6_000]
    assert {status for _, status in bought.refunds} == {"returned"}


def test_what_was_given_back_by_hand_is_not_given_back_again(till: Till) -> None:
    bought = paid(till)
    refuse(bought)
    till.account.drop_mail()
    till.account.refund_by_dashboard(bought.charge)
    till.account.drop_mail(0)

    work(send_refunds)

    assert bought.refunds == [(20_000, "returned")]
    assert sent_back(till, bought) == [20_000 * RP]


def test_the_rest_goes_back_after_a_part_was_given_back_by_hand(till: Till) -> None:
    bought = paid(till)
    till.account.refund_by_dashboard(bought.charge, 5_000 * RP)
    till.deliver()

    refuse(bought)
    work(send_refunds)

    assert bought.refunds == [(5_000, "returned"), (15_000, "returned")]
    assert balance(Account(Kind.REFUND, bought.orders[0].id)) == 0
    assert payable_to(bought.orders[0].stall) == 0


def opened_by_somebody(till: Till, bought: Bought, amount: int, currency: str = "idr") -> str:
    """A page under our reference that we did not open: a converter that forgot the hundredths, for one."""
    till.account.fail_calls(1, 429, path="POST /v1/checkout/sessions")
    bought.press()
    api = stripe.StripeClient(
        till.account.key, base_addresses={"api": till.account.address}, max_network_retries=2
    ).v1
    made = api.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [line("Salah hitung", amount, currency=currency)],  # type: ignore[list-item]
            "client_reference_id": bought.session.reference,
            "success_url": f"{till.server}/bayar/{bought.code}/kembali",
        }
    )
    return made.url or ""


@pytest.mark.parametrize("amount", [10_000_00, 1_999_900, 20_100_00])
def test_a_wrong_amount_pays_nothing_goes_back_and_rings(till: Till, amount: int) -> None:
    bought = till.buy()
    before = len(alarms())

    till.account.buyer(opened_by_somebody(till, bought, amount)).pay(VISA)
    till.deliver()
    work(send_refunds)

    assert bought.states == ["awaiting_payment"]
    assert bought.paid_by == ["failed", "pending"]
    assert bought.refunds == [(amount // 100, "returned")]
    assert len(alarms()) == before + 1
    bought.pay()
    till.deliver()
    assert bought.states == ["placed"]


def test_the_books_lag_behind_a_fee_until_it_is_known(till: Till) -> None:
    till.account.hold_fees()
    bought = paid(till)
    knew = bought.session.knows_fee
    lose_all(till, till.account.settle_fees)
    till.account.ask("fees", at_once=True)

    work(reconcile)

    assert (knew, bought.session.knows_fee) == (False, True)


def test_a_dispute_that_is_won_gives_the_stall_its_money_again(till: Till) -> None:
    bought = paid(till)
    stall = bought.orders[0].stall
    dispute = till.account.open_dispute(bought.charge)
    till.deliver()
    frozen = payable_to(stall)

    till.account.close_dispute(dispute["id"], "won")
    till.deliver()

    assert frozen == 0
    assert payable_to(stall) == 20_000
    assert "Sengketa dimenangkan" in bought.visitor.get(f"/pesanan/{bought.code}-1").text


def test_a_dispute_that_is_lost_costs_the_stall_its_money(till: Till) -> None:
    bought = paid(till, *till.two_stalls())
    till.account.hold_mail()
    dispute = till.account.open_dispute(bought.charge)
    till.account.close_dispute(dispute["id"], "lost")
    till.account.release_mail(reverse=True)
    till.deliver()

    assert [payable_to(order.stall) for order in bought.orders] == [0, 0]
    assert [balance(Account(Kind.DISPUTE, order.id)) for order in bought.orders] == [0, 0]


def test_a_lost_dispute_is_the_refund_of_what_is_cancelled_meanwhile(till: Till) -> None:
    """Before, while and after: the bank gave the money back, so nobody does it again."""
    bought = paid(till, *till.two_stalls())
    refuse(bought, 0)
    dispute = till.account.open_dispute(bought.charge)
    till.deliver()
    work(send_refunds)
    refuse(bought, 1)
    waits = bought.refunds

    till.account.close_dispute(dispute["id"], "lost")
    till.deliver()
    work(send_refunds)

    assert waits == [(20_000, "owed"), (30_000, "owed")]
    assert bought.refunds == [(20_000, "returned"), (30_000, "returned")]
    assert sent_back(till, bought) == []
    assert [payable_to(order.stall) for order in bought.orders] == [0, 0]


def test_a_debt_that_was_paid_in_part_by_hand_is_sent_for_the_rest(till: Till) -> None:
    bought = paid(till)
    refuse(bought)
    till.account.refund_by_dashboard(bought.charge, 5_000 * RP)
    till.deliver()

    work(send_refunds)

    assert bought.refunds == [(15_000, "returned"), (5_000, "returned")]
    assert sorted(sent_back(till, bought)) == [5_000 * RP, 15_000 * RP]


def test_only_what_did_not_go_back_is_disputed(till: Till) -> None:
    bought = paid(till)
    till.account.refund_by_dashboard(bought.charge, 5_000 * RP)
    till.deliver()

    till.account.open_dispute(bought.charge)
    till.deliver()
    work(reconcile)

    assert payable_to(bought.orders[0].stall) == 0


EVENT = {
    "id": "evt_palsu",
    "object": "event",
    "type": "checkout.session.completed",
    "created": int(time.time()),
    "data": {"object": {"id": "cs_palsu", "object": "checkout.session", "payment_status": "paid"}},
}


def send(till: Till, body: str, signature: str | None) -> int:
    import http.client

    connection = http.client.HTTPConnection(till.server.removeprefix("http://"), timeout=30)
    headers = {"Content-Type": "application/json"}
    if signature is not None:
        headers["Stripe-Signature"] = signature
    connection.request("POST", "/webhook/stripe", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def signature(body: str, secret: str = SECRET, at: int | None = None) -> str:
    return str(stripe.WebhookSignature.generate_signature_header(body, secret, at))


def test_a_forged_old_or_reserialised_event_is_refused_and_leaves_nothing(till: Till) -> None:
    body = json.dumps(EVENT)
    before = entries()
    answers = [
        send(till, body, None),
        send(till, body, "t=1,v1=00"),
        send(till, body, signature(body, "whsec_lain")),
        send(till, body, signature(body, at=int(time.time()) - 301)),
        send(till, json.dumps(EVENT, indent=1), signature(body)),
        send(till, "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), signature(body)),
    ]

    assert answers == [400] * 6
    assert db.session.get(ProviderEvent, EVENT["id"]) is None
    assert entries() == before


def test_a_payment_that_nobody_knows_is_told_again_until_it_is_known(till: Till) -> None:
    """The page was opened and its answer lost, and nothing here shows yet what it is for."""
    bought = till.buy()
    till.account.fail_calls(1, 429, after=True, path="POST /v1/checkout/sessions")
    bought.press()
    reference = bought.session.reference
    rename(bought, "nobody")

    till.account.buyer(till.account.state()["objects"]["checkout.session"][-1]["url"]).pay(VISA)
    till.deliver()
    unknown, kept = bought.states, event_states()
    tries = {it["status"] for it in till.account.attempts()[-4:]}
    rename(bought, reference)
    work(reconcile)

    assert unknown == ["awaiting_payment"]
    assert tries == {500}
    assert "failed" in kept
    assert bought.states == ["placed"]
    assert event_states() == {"done"}


def rename(bought: Bought, reference: str) -> None:
    kept = bought.session
    begin_write()
    kept.ask = {**kept.ask, "reference": reference}
    db.session.commit()


def test_a_strange_event_is_stored_and_done(till: Till) -> None:
    body = json.dumps({**EVENT, "id": f"evt_{time.time_ns()}", "type": "customer.created"})

    assert send(till, body, signature(body)) == 200
    assert send(till, body, signature(body)) == 200


def test_books_that_differ_from_the_provider_ring(till: Till, monkeypatch: Any) -> None:
    before = len(alarms())
    work(compare)
    agreed = len(alarms())
    monkeypatch.setattr("marketplace.payments.jobs.expected_balance", lambda: 1)
    work(compare)

    assert (agreed - before, len(alarms()) - agreed) == (0, 1)


def test_the_operator_asks_by_command(till: Till) -> None:
    bought = till.buy()
    lose_all(till, bought.pay)
    db.session.rollback()

    told = till.app.test_cli_runner().invoke(args=["payments", "reconcile"])
    compared = till.app.test_cli_runner().invoke(args=["payments", "compare"])

    assert "stripe: " in told.output
    assert bought.states == ["placed"]
    assert compared.exit_code == 0
