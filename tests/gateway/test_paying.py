"""Paying by card, over real HTTP: our site under gunicorn, the local Stripe, and a buyer between them."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from marketplace.checkout.jobs import expire_orders
from marketplace.kit.clock import now
from marketplace.orders.rules import Actor, Move
from marketplace.payments.actions import confirm_received, send_proof
from marketplace.payments.gateways import gateway_of
from marketplace.payments.jobs import send_refunds
from marketplace.payments.provider_events import keep
from marketplace.payments.rules import NotOpen
from marketplace.web.db import begin_write, db
from tests.gateway.till import (
    Till,
    entries,
    event_states,
    lose_all,
    pass_the_time,
    reconcile,
    work,
)
from tests.make import make_producer, make_product
from tests.stripe.shop import CHALLENGED, DECLINED, VISA
from tests.visitor import Visitor, all_at_once

pytestmark = pytest.mark.xdist_group("gateway")


def test_the_webhook_alone_pays_all_orders_of_a_purchase(till: Till) -> None:
    bought = till.buy(*till.two_stalls())

    bought.pay()
    till.deliver()

    assert bought.states == ["placed", "placed"]
    assert bought.paid_by == ["paid"]
    assert bought.payments[0].received == 50_000


def test_the_return_page_shows_and_asks_but_never_believes_its_address(till: Till) -> None:
    bought = till.buy()
    lose_all(till, bought.page)

    shown = bought.visitor.get(
        f"/bayar/{bought.code}/kembali?status=paid&redirect_status=succeeded"
    )

    assert "Sedang dikonfirmasi" in shown.text
    assert bought.states == ["awaiting_payment"]
    assert bought.come_back().status == 303
    assert "belum selesai" in bought.visitor.get(f"/bayar/{bought.code}").text
    assert bought.states == ["awaiting_payment"]


def test_the_return_page_settles_when_no_webhook_came(till: Till) -> None:
    bought = till.buy()
    lose_all(till, bought.pay)

    assert bought.states == ["awaiting_payment"]
    bought.come_back()

    assert bought.states == ["placed"]
    assert "Pembayaran diterima" in bought.visitor.get(f"/bayar/{bought.code}").text
    assert "Pembayaran diterima" in bought.visitor.get(f"/bayar/{bought.code}/kembali").text


def test_eight_returns_and_the_webhooks_at_once_have_one_effect(till: Till) -> None:
    bought = till.buy(*till.two_stalls())
    till.account.hold_mail()
    bought.pay()
    before = entries()

    presses = [bought.come_back] * 8
    answers = all_at_once([*presses, lambda: till.account.release_mail()])  # type: ignore[list-item, return-value]
    till.deliver()

    assert {answer.status for answer in answers[:8]} == {303}
    assert bought.times_paid() == 2
    assert entries() - before == 3  # one sale for each order, one fee


def test_every_event_five_times_has_one_effect(till: Till) -> None:
    till.account.deliver_copies(5)
    bought = till.buy()
    bought.pay()
    till.deliver()
    till.account.deliver_copies(1)

    assert bought.times_paid() == 1
    assert bought.paid_by == ["paid"]


def test_twenty_replays_at_once_are_all_answered_and_have_one_effect(till: Till) -> None:
    bought = till.buy()
    bought.pay()
    till.deliver()
    before = entries()
    completed = next(
        event
        for event in gateway_of("stripe").events_since(now() - timedelta(hours=1))
        if event.session == bought.session.session
    )

    till.account.redeliver(completed.id, times=20)
    till.deliver()

    told = [it for it in till.account.attempts() if it["event"] == completed.id]
    assert {it["status"] for it in told} == {200}
    assert len(told) == 21
    assert entries() == before


def test_events_in_reverse_order_come_to_the_same(till: Till) -> None:
    """With a refund before `completed`, and a decline that is told after the success."""
    bought = till.buy()
    till.account.hold_mail()
    page = bought.page()
    till.account.buyer(page).pay(DECLINED)
    till.account.buyer(page).pay(VISA)
    till.account.refund_by_dashboard(bought.charge, 5_000_00)
    till.account.hold_mail()
    till.account.release_mail(reverse=True)
    till.deliver()

    assert bought.states == ["placed"]
    assert bought.refunds == [(5_000, "returned")]
    assert event_states() == {"done"}


def test_lost_webhooks_are_found_and_finding_them_again_does_nothing(till: Till) -> None:
    bought = till.buy()
    lose_all(till, bought.pay)

    work(reconcile)
    after = entries()
    work(reconcile)

    assert bought.states == ["placed"]
    assert entries() == after


def test_a_decline_leaves_the_page_open_for_another_card(till: Till) -> None:
    bought = till.buy()
    page = bought.page()

    declined = till.account.buyer(page).pay(DECLINED)
    till.deliver()
    states = bought.states
    till.account.buyer(page).pay(VISA)
    till.deliver()

    assert "ditolak" in declined.page
    assert states == ["awaiting_payment"]
    assert bought.states == ["placed"]


def test_a_card_that_its_bank_wants_to_confirm(till: Till) -> None:
    bought = till.buy()
    buyer = till.account.buyer(bought.page())

    buyer.pay(CHALLENGED)
    denied = buyer.answer_bank(approve=False)
    buyer.pay(CHALLENGED)
    back = buyer.answer_bank()
    till.deliver()

    assert denied.status == 402
    assert back.location.endswith(f"/bayar/{bought.code}/kembali")
    assert bought.states == ["placed"]


def test_money_that_comes_later_is_waited_for(till: Till) -> None:
    bought = till.buy()
    till.account.buyer(bought.page()).pay_by_transfer()
    till.deliver()
    waiting = bought.states
    page = bought.visitor.get(f"/bayar/{bought.code}").text
    pass_the_time(bought)
    work(expire_orders)
    waited = bought.states

    till.account.settle_transfer(bought.session.session or "")
    till.deliver()

    assert "sedang memproses" in page
    assert "/kartu" not in page
    assert (waiting, waited) == (["awaiting_payment"], ["awaiting_payment"])
    assert bought.states == ["placed"]


def test_money_that_never_comes_ends_the_orders(till: Till) -> None:
    bought = till.buy()
    till.account.buyer(bought.page()).pay_by_transfer()

    till.account.settle_transfer(bought.session.session or "", arrived=False)
    till.deliver()

    assert bought.states == ["expired"]
    assert bought.paid_by == ["expired"]


def test_the_sweep_asks_before_it_cancels_a_paid_order(till: Till) -> None:
    bought = till.buy()
    lose_all(till, bought.pay)
    pass_the_time(bought)

    work(expire_orders)

    assert bought.states == ["placed"]


def test_the_sweep_closes_the_page_of_what_it_ends(till: Till) -> None:
    bought = till.buy(*till.two_stalls())
    page = bought.page()
    pass_the_time(bought)

    work(expire_orders)
    late = till.account.buyer(page).pay(VISA)

    assert bought.states == ["expired", "expired"]
    assert late.status == 409


def test_the_sweep_waits_while_nobody_can_be_asked(till: Till) -> None:
    bought = till.buy()
    bought.page()
    pass_the_time(bought)
    till.account.fail_calls(1, 429)

    work(expire_orders)
    waited = bought.states
    pass_the_time(bought)
    work(expire_orders)

    assert waited == ["awaiting_payment"]
    assert bought.states == ["expired"]


def test_an_expired_page_ends_all_orders_of_the_payment(till: Till) -> None:
    bought = till.buy(*till.two_stalls())
    till.account.buyer(bought.page()).pay(DECLINED)

    gateway_of("stripe").expire(bought.session.session or "")
    till.deliver()

    assert bought.states == ["expired", "expired"]
    assert bought.press().status == 409


def test_the_same_button_in_two_tabs_leads_to_the_same_page(till: Till) -> None:
    bought = till.buy()

    pages = {answer.location for answer in all_at_once([bought.press] * 4)}

    assert pages == {bought.page()}
    assert till.account.state()["objects"]["checkout.session"][-1]["id"] == bought.session.session


def test_a_stumbling_provider_makes_one_page(till: Till) -> None:
    bought = till.buy()
    before = len(till.account.state()["objects"]["checkout.session"])
    till.account.fail_calls(2, after=True, path="POST /v1/checkout/sessions")

    bought.pay()
    till.deliver()

    assert len(till.account.state()["objects"]["checkout.session"]) == before + 1
    assert bought.states == ["placed"]


def test_a_provider_that_is_away_loses_nothing(till: Till) -> None:
    bought = till.buy()
    till.account.fail_calls(3, after=True, path="POST /v1/checkout/sessions")

    away = bought.press()
    page = bought.page()
    till.account.buyer(page).pay(VISA)
    till.deliver()

    assert away.status == 503
    assert "Coba lagi" in away.text
    assert bought.states == ["placed"]


def test_a_lost_answer_is_asked_for_again(till: Till) -> None:
    bought = till.buy()
    till.account.fail_calls(3, after=True, path="POST /v1/checkout/sessions")
    bought.press()
    unknown = bought.session.session

    work(reconcile)

    assert unknown is None
    assert bought.page().endswith(bought.session.session or "?")


def test_a_cancelled_order_cannot_be_paid(till: Till) -> None:
    bought = till.buy()
    page = bought.page()

    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})
    late = till.account.buyer(page).pay(VISA)

    assert bought.states == ["cancelled"]
    assert late.status == 409


def test_a_cancelled_order_that_was_paid_just_now_goes_on(till: Till) -> None:
    bought = till.buy()
    lose_all(till, bought.pay)

    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})
    goes_on = bought.states
    shown = bought.visitor.get(f"/pesanan/{bought.code}-1").text
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})
    work(send_refunds)

    assert goes_on == ["placed"]
    assert "baru saja masuk" in shown
    assert bought.states == ["cancelled"]
    assert bought.refunds == [(20_000, "returned")]


def test_cancelling_one_order_asks_anew_for_the_other(till: Till) -> None:
    bought = till.buy(*till.two_stalls())
    first = bought.page()

    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})
    till.deliver()
    states = bought.states
    second = bought.page()
    late = till.account.buyer(first).pay(VISA)
    till.account.buyer(second).pay(VISA)
    till.deliver()

    assert states == ["cancelled", "awaiting_payment"]
    assert late.status == 409
    assert bought.states == ["cancelled", "placed"]
    assert [(payment.amount, payment.received) for payment in bought.payments] == [
        (50_000, 0),
        (30_000, 30_000),
    ]


def test_nobody_but_the_provider_says_that_a_card_was_paid(till: Till, sign_in: Any) -> None:
    product = make_product(stock=5, price=20_000)
    bought = till.buy(product)
    cookie = sign_in(make_producer(product.stall)).get_cookie("sesi")
    stall = Visitor(till.server, sesi=cookie.value)
    [payment] = bought.payments

    begin_write()
    with pytest.raises(NotOpen):
        confirm_received(payment, payment.due, Actor.PRODUCER, now())
    with pytest.raises(NotOpen):
        send_proof(payment, "bukti", now())
    db.session.rollback()
    path = f"/penjual/{product.stall.slug}/pesanan/{bought.code}-1/uang-masuk"
    answer = stall.post(path, {"jumlah": "20000"})

    assert answer.status in (404, 409)
    assert bought.states == ["awaiting_payment"]


def test_the_stall_refuses_and_the_page_is_closed(till: Till, sign_in: Any) -> None:
    product = make_product(stock=5, price=20_000)
    bought = till.buy(product)
    cookie = sign_in(make_producer(product.stall)).get_cookie("sesi")
    stall, page = Visitor(till.server, sesi=cookie.value), bought.page()

    path = f"/penjual/{product.stall.slug}/pesanan/{bought.code}-1/tolak"
    answer = stall.post(path, {"alasan": "habis"})

    assert answer.status == 302
    assert bought.states == ["cancelled"]
    assert till.account.buyer(page).pay(VISA).status == 409


def test_paid_after_cancelling_goes_back_by_itself(till: Till) -> None:
    """The provider could not be reached to close the page."""
    bought = till.buy()
    page = bought.page()
    till.account.fail_calls(1, 429)
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})

    till.account.buyer(page).pay(VISA)
    till.deliver()
    owed = bought.refunds
    work(send_refunds)

    assert bought.states == ["cancelled"]
    assert owed == [(20_000, "owed")]
    assert bought.refunds == [(20_000, "returned")]


def test_paid_twice_one_payment_goes_back(till: Till) -> None:
    """One order was cancelled while nobody could close the first page; then both pages were paid."""
    bought = till.buy(*till.two_stalls())
    first = bought.page()
    till.account.fail_calls(1, 429)
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})
    second = bought.page()

    till.account.buyer(second).pay(VISA)
    till.account.buyer(first).pay(VISA)
    till.deliver()
    work(send_refunds)
    work(send_refunds)

    assert bought.states == ["cancelled", "placed"]
    assert bought.refunds == [(20_000, "returned"), (30_000, "returned")]


def test_late_money_pays_all_orders_that_wait_for_a_newer_payment(till: Till) -> None:
    """One of three was cancelled while the page could not be closed; the first page is paid, not the second."""
    bought = till.buy(*till.two_stalls(), make_product(stock=9, price=50_000))
    first = bought.page()
    till.account.fail_calls(1, 429)
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})

    till.account.buyer(first).pay(VISA)
    till.deliver()
    work(send_refunds)

    assert bought.states == ["cancelled", "placed", "placed"]
    assert bought.paid_by == ["late", "void"]
    assert bought.refunds == [(20_000, "returned")]


def test_late_money_revives_what_is_still_there(till: Till) -> None:
    bought = till.buy()
    page = bought.page()
    [order] = bought.orders
    begin_write()
    order.make(Move.EXPIRE, Actor.CLOCK, now())
    db.session.commit()

    till.account.buyer(page).pay(VISA)
    till.deliver()

    assert bought.states == ["placed"]
    assert bought.paid_by == ["late"]


def test_the_reconciler_closes_the_page_that_a_payment_left_open(till: Till) -> None:
    bought = till.buy()
    page = bought.page()
    till.account.fail_calls(1, 429)
    bought.visitor.post(f"/pesanan/{bought.code}-1/pembatalan", {"alasan": "berubah"})

    work(reconcile)

    assert till.account.buyer(page).pay(VISA).status == 409


def test_an_event_that_was_stored_when_its_process_died_is_finished(till: Till) -> None:
    bought = till.buy()
    lose_all(till, bought.pay)
    [event, *_] = gateway_of("stripe").events_since(now() - timedelta(minutes=5))
    begin_write()
    keep("stripe", event, now())
    db.session.commit()

    work(reconcile)

    assert bought.states == ["placed"]
    assert event_states() == {"done"}


def test_the_sweep_and_the_return_at_once_agree(till: Till) -> None:
    for _ in range(5):
        bought = till.buy()
        lose_all(till, bought.pay)
        pass_the_time(bought)
        sweep = Thread(target=in_context(till.app, expire_orders))

        sweep.start()
        bought.come_back()
        sweep.join()

        assert bought.states == ["placed"]
        assert bought.times_paid() == 1


def test_cancelling_and_paying_at_once_agree(till: Till) -> None:
    """Either it was paid first and goes on, or it is cancelled and nobody can pay, or all goes back."""
    for _ in range(5):
        bought = till.buy()
        buyer = till.account.buyer(bought.page())
        path = f"/pesanan/{bought.code}-1/pembatalan"
        pays = Thread(target=buyer.pay, args=(VISA,))

        pays.start()
        bought.visitor.post(path, {"alasan": "berubah"})
        pays.join()
        till.deliver()
        work(send_refunds)

        came = bought.payments[0].received
        if bought.states == ["cancelled"] and came:
            assert bought.refunds == [(20_000, "returned")]
        else:
            assert (bought.states, came) in [(["placed"], 20_000), (["cancelled"], 0)]


def in_context(app: Any, do: Any) -> Any:
    def run() -> None:
        with app.app_context():
            do()
            db.session.remove()

    return run
