"""What a test does to an account of the local Stripe, over HTTP."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from devtools.stripe.buyer import Buyer
from devtools.stripe.things import Thing


class Controls:
    """What can be done to the account of one key."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = address, key

    def account(self, key: str) -> "Controls":
        """A fresh account of the same server under another key."""
        fresh = Controls(self.address, key)
        fresh.reset()
        return fresh

    def reset(self) -> None:
        self.ask("account")

    def add_endpoint(self, url: str, secret: str, types: Sequence[str] = ("*",)) -> None:
        self.ask("endpoint", url=url, secret=secret, types=list(types))

    def drop_mail(self, events: int = -1) -> None:
        """Lose the next events; -1 loses all, 0 ends it."""
        self.ask("mail", drop=events)

    def deliver_copies(self, copies: int) -> None:
        self.ask("mail", copies=copies)

    def hold_mail(self) -> None:
        self.ask("mail", hold=True)

    def release_mail(self, reverse: bool = False) -> int:
        return int(self.ask("release", reverse=reverse)["released"])

    def redeliver(self, event: str, times: int = 1) -> None:
        self.ask("redeliver", event=event, times=times)

    def wait_for_mail(self, timeout: float = 10.0) -> None:
        """Until all events sent so far are delivered or given up."""
        if not self.ask("idle", timeout=timeout)["idle"]:
            raise TimeoutError("webhooks are still under way")

    def fail_calls(
        self, times: int, status: int = 500, after: bool = False, path: str = ""
    ) -> None:
        """`after`: the work is done and only its answer lost. `path`: of these calls, as `POST /v1/refunds`."""
        self.ask("fault", times=times, status=status, after=after, path=path)

    def drop_calls(self, times: int, after: bool = False, path: str = "") -> None:
        self.fail_calls(times, 0, after, path)

    def slow_calls(self, times: int, delay: float, path: str = "") -> None:
        self.ask("fault", times=times, status=200, delay=delay, path=path, after=True)

    def end_delays(self) -> None:
        """Let slow calls go on at once."""
        self.ask("end-delays")

    def settle_transfer(self, session: str, arrived: bool = True) -> Thing:
        return self.ask("transfer", session=session, arrived=arrived)

    def open_dispute(self, charge: str, reason: str = "fraudulent") -> Thing:
        return self.ask("dispute", charge=charge, reason=reason)

    def close_dispute(self, dispute: str, status: str) -> Thing:
        return self.ask("dispute", dispute=dispute, status=status)

    def refund_by_dashboard(self, charge: str, amount: int | None = None) -> Thing:
        return self.ask("refund", charge=charge, amount=amount)

    def next_refunds(self, *outcomes: str) -> None:
        """succeeded, pending (until `finish_refund`) or failed."""
        self.ask("refund-outcome", next=list(outcomes))

    def finish_refund(self, refund: str, status: str) -> None:
        self.ask("refund-outcome", refund=refund, status=status)

    def hold_fees(self) -> None:
        self.ask("fees", at_once=False)

    def settle_fees(self) -> int:
        return int(self.ask("fees", settle=True)["settled"])

    def advance(self, seconds: int) -> int:
        """Move this account's clock; sessions expire, disputes arrive."""
        return int(self.ask("clock", seconds=seconds)["now"])

    def state(self) -> Thing:
        return self.ask("state")

    def attempts(self) -> list[Thing]:
        """Deliveries so far: event, type, url, attempt, status, error."""
        return list(self.state()["attempts"])

    def buyer(self, url: str) -> Buyer:
        return Buyer(url)

    def ask(self, control: str, **told: Any) -> Thing:
        body = json.dumps({"key": self.key, **told}).encode()
        headers = {"Content-Type": "application/json"}
        asked = Request(f"{self.address}/_control/{control}", body, headers)  # noqa: S310
        try:
            with urlopen(asked, timeout=60) as answer:  # noqa: S310
                return dict(json.load(answer))
        except HTTPError as error:
            raise ControlRefused(f"{control}: {error.code} {error.read().decode()}") from None


class ControlRefused(Exception):
    """The local Stripe does not do that now."""
