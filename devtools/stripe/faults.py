"""Calls that are made to fail, so that a shop can show what it does then."""

import threading
from dataclasses import dataclass, field

from flask import request

from devtools.stripe.errors import StripeError

SAYS: dict[int, tuple[str, str, str | None]] = {
    409: ("invalid_request_error", "This object cannot be accessed right now.", "lock_timeout"),
    429: ("invalid_request_error", "Request rate limit exceeded.", "rate_limit"),
    500: ("api_error", "An unknown error occurred.", None),
}


class Dropped(Exception):
    """The connection ends without an answer."""


@dataclass
class Fault:
    """`after`: the call is carried out and only its answer is lost.

    Status 200 with a `delay` is a slow call: it holds its idempotency key all the while.
    """

    times: int
    status: int = 500  # 0: the connection is dropped
    after: bool = False
    path: str = ""
    delay: float = 0.0
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def slow(self) -> bool:
        return self.delay > 0

    def wait(self) -> None:
        self.ended.wait(self.delay)

    def strike(self) -> None:
        if self.status == 0:
            raise Dropped
        if self.status != 200:
            kind, says, code = SAYS.get(self.status, SAYS[500])
            raise StripeError(says, status=self.status, kind=kind, code=code, saved=False)


@dataclass
class Faults:
    waiting: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this call meets, if any. `path` of a fault may begin with a method."""
        with self.lock:
            for fault in self.waiting:
                if fault.times and f"{method} {path}".find(fault.path) >= 0:
                    fault.times -= 1
                    return fault
        return None

    def end_delays(self) -> None:
        for fault in self.waiting:
            fault.ended.set()


def hang_up() -> None:
    """End the connection of this request without a byte of answer."""
    socket = request.environ["werkzeug.socket"]
    socket.shutdown(2)
