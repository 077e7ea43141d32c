"""The post office: carries signed events to the webhooks, tries again, notes each attempt."""

import hashlib
import heapq
import hmac
import itertools
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from devtools.stripe.things import Thing

if TYPE_CHECKING:
    from devtools.stripe.mailing import Mailing

PATIENCE = 10.0  # seconds for an answer
BACKOFF = 1.0, 5.0, 30.0, 120.0, 600.0  # seconds before each further try


@dataclass(frozen=True)
class Endpoint:
    url: str
    secret: str
    types: tuple[str, ...] = ("*",)

    def wants(self, type_: str) -> bool:
        return "*" in self.types or type_ in self.types


@dataclass
class Parcel:
    mailing: "Mailing"
    endpoint: Endpoint
    event: Thing
    body: bytes
    tries: int = 0


def signature(body: bytes, secret: str, at: int) -> str:
    """`Stripe-Signature` of a body, by the real clock: that is what receivers compare it with."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def deliver(parcel: Parcel) -> tuple[int | None, str | None]:
    """One try: the status, or what went wrong. A redirect is not followed."""
    to = urlsplit(parcel.endpoint.url)
    connection = HTTPConnection(to.netloc, timeout=PATIENCE)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (local)",
        "Stripe-Signature": signature(parcel.body, parcel.endpoint.secret, int(time.time())),
    }
    try:
        path = (to.path or "/") + (f"?{to.query}" if to.query else "")
        connection.request("POST", path, parcel.body, headers)
        return connection.getresponse().status, None
    except (OSError, HTTPException) as error:
        return None, f"{type(error).__name__}: {error}"
    finally:
        connection.close()


class Office:
    """Carriers share one queue. A job is a list of parcels that are delivered one after the other."""

    def __init__(self, carriers: int = 2, backoff: tuple[float, ...] = BACKOFF):
        self.backoff = backoff
        self.changed = threading.Condition()
        self.queue: list[tuple[float, int, list[Parcel]]] = []
        self.numbers = itertools.count()
        for _ in range(carriers):
            threading.Thread(target=self.carry, daemon=True).start()

    def post(self, job: list[Parcel], after: float = 0.0) -> None:
        with self.changed:
            for parcel in job:
                parcel.mailing.outstanding += 1
            heapq.heappush(self.queue, (time.monotonic() + after, next(self.numbers), job))
            self.changed.notify_all()

    def carry(self) -> None:
        while True:
            for parcel in self.next_job():
                self.attempt(parcel)

    def next_job(self) -> list[Parcel]:
        with self.changed:
            while True:
                left = self.queue[0][0] - time.monotonic() if self.queue else None
                if left is not None and left <= 0:
                    return heapq.heappop(self.queue)[2]
                self.changed.wait(left)

    def attempt(self, parcel: Parcel) -> None:
        parcel.tries += 1
        status, error = deliver(parcel)
        arrived = status is not None and 200 <= status < 300
        parcel.mailing.note(parcel, status, error, arrived)
        if not arrived and parcel.tries <= len(self.backoff):
            self.post([parcel], after=self.backoff[parcel.tries - 1])
        with self.changed:
            parcel.mailing.outstanding -= 1
            self.changed.notify_all()

    def wait_for(self, mailing: "Mailing", timeout: float) -> bool:
        """Whether all posted is delivered or given up within these seconds."""
        with self.changed:
            return self.changed.wait_for(lambda: mailing.outstanding == 0, timeout)
