"""The controls and the command line."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import stripe

from devtools.stripe.control import ControlRefused, Controls, LocalStripe
from tests.stripe.receiver import SECRET, receiving
from tests.stripe.shop import cart, client, line, paid


def status_of(*asked: Any) -> int:
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(*asked))
    return caught.value.code


def test_a_page_in_a_browser_cannot_reach_the_controls(account: Controls) -> None:
    clock = f"{account.address}/_control/clock"
    plain = {"Content-Type": "text/plain"}
    strange = {"Content-Type": "application/json", "Host": "stripe.contoh.invalid"}

    assert status_of(clock, b'{"seconds": 1}', plain) == 403
    assert status_of(clock, b'{"seconds": 1}', strange) == 403


def test_webhooks_stay_on_this_machine(account: Controls) -> None:
    with pytest.raises(ControlRefused):
        account.add_endpoint("http://pasar.invalid/webhook", SECRET)


def test_it_listens_on_this_machine_alone(local: LocalStripe) -> None:
    port = int(local.address.rpartition(":")[2])

    with socket.socket() as elsewhere, pytest.raises(OSError):
        elsewhere.connect(("127.0.0.2", port))


def test_a_fault_meets_the_calls_it_is_meant_for(account: Controls) -> None:
    shy = client(account, retries=0)
    account.fail_calls(2, 500, path="POST /v1/refunds")

    shy.events.list()
    for _try in range(2):
        with pytest.raises(stripe.APIError):
            shy.refunds.create({"charge": "ch_x"})
    with pytest.raises(stripe.InvalidRequestError):
        shy.refunds.create({"charge": "ch_x"})


def test_a_lost_answer_leaves_the_work_done(account: Controls) -> None:
    shy = client(account, retries=0)
    account.drop_calls(1, after=True, path="POST")
    account.drop_calls(1, path="POST")

    for _try in range(2):
        with pytest.raises(stripe.APIConnectionError):
            shy.checkout.sessions.create(cart())

    assert len(shy.checkout.sessions.list().data) == 1


def test_the_state_tells_everything_and_reset_forgets_it(account: Controls, api: Any) -> None:
    session = paid(account)
    state = account.state()

    account.reset()

    assert state["objects"]["checkout.session"][0]["id"] == session.id
    assert (state["held"], state["attempts"]) == (0, [])
    assert account.state()["objects"] == {}
    assert api.events.list().data == []


def test_the_command_line_sets_webhook_minimum_and_merchant() -> None:
    with receiving() as receiver:
        told = ["--webhook", receiver.url, "--secret", SECRET, "--types", "charge.succeeded"]
        told += ["--minimum", "500", "--merchant", "Pasar RW 05"]
        with LocalStripe(*told, key="sk_test_own") as own:
            session = client(own).checkout.sessions.create(cart(line_items=[line("Kopi", 500_00)]))
            page = own.buyer(session.url).look().page
            own.buyer(session.url).pay("4242424242424242")
            own.wait_for_mail()

    assert "Bayar ke Pasar RW 05" in page
    assert receiver.types == ["charge.succeeded"]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (["--key", "sk_live_1"], "sk_test_"),
        (["--webhook", "http://127.0.0.1:1/x"], "--secret"),
    ],
)
def test_it_does_not_start_with_a_live_key_or_an_unsigned_webhook(
    told: list[str], says: str
) -> None:
    command = [sys.executable, "-m", "devtools.stripe", "--port", "0", *told]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=30)

    assert ended.returncode == 2
    assert says in ended.stderr


def test_the_site_knows_nothing_of_it() -> None:
    ours = Path(__file__).parents[2]

    assert not [
        path
        for path in (ours / "marketplace").rglob("*.py")
        if "devtools.stripe" in path.read_text()
    ]


def test_it_may_start_with_money_of_payments_it_does_not_know() -> None:
    with LocalStripe("--opening", "64500") as running:
        api = client(running)
        [row] = api.balance_transactions.list({"type": "adjustment"}).data

    assert (row.net, row.currency, row.description) == (6_450_000, "idr", "Opening balance")
