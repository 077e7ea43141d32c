"""All that one secret key sees. Accounts share nothing, so tests side by side do not meet."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from devtools.stripe.errors import no_such
from devtools.stripe.faults import Faults
from devtools.stripe.things import Thing

if TYPE_CHECKING:
    from devtools.stripe.idempotency import Kept
    from devtools.stripe.office import Mailing

MINIMUM = {"idr": 10_000_00, "usd": 50, "sgd": 50, "eur": 50, "myr": 2_00, "jpy": 50}


@dataclass(frozen=True)
class Terms:
    """What the operator of this server sets: prices, limits, periods (amounts in hundredths)."""

    address: str
    merchant: str = "Pasar RW"
    minimum_idr: int = MINIMUM["idr"]
    fee_bps: int = 290
    fee_fixed: int = 2_000_00
    dispute_fee: int = 230_000_00
    dispute_after: int = 60  # seconds from the payment with the disputed test card

    def minimum(self, currency: str) -> int:
        return self.minimum_idr if currency == "idr" else MINIMUM[currency]


@dataclass
class Account:
    key: str
    terms: Terms
    mailing: "Mailing"
    lock: threading.RLock = field(default_factory=threading.RLock)
    offset: int = 0  # seconds by which this account's clock is ahead
    cause: Thing = field(default_factory=lambda: {"id": None, "idempotency_key": None})
    objects: dict[str, dict[str, Thing]] = field(default_factory=lambda: defaultdict(dict))
    lines: dict[str, list[Thing]] = field(default_factory=dict)  # by session
    intent_wishes: dict[str, Thing] = field(default_factory=dict)  # by session
    kept: dict[str, "Kept"] = field(default_factory=dict)  # by idempotency key
    faults: Faults = field(default_factory=Faults)
    fees_at_once: bool = True  # False: a charge has no balance transaction until told
    challenges: dict[str, str] = field(default_factory=dict)  # session → card being challenged
    refund_outcomes: list[str] = field(default_factory=list)  # of the next refunds
    disputes_due: dict[str, int] = field(default_factory=dict)  # charge → when

    def now(self) -> int:
        return int(time.time()) + self.offset

    def keep(self, thing: Thing) -> Thing:
        self.objects[thing["object"]][thing["id"]] = thing
        return thing

    def find(self, kind: str, wanted: str, param: str | None = None) -> Thing:
        """The object; `param` names the parameter that asked for it, None when the address did."""
        try:
            return self.objects[kind][wanted]
        except KeyError:
            raise no_such(kind, wanted, param) from None

    def newest_first(self, kind: str, **equal: object) -> list[Thing]:
        """Those whose fields have these values; a value of None asks nothing."""
        asked = {name: value for name, value in equal.items() if value is not None}
        return [
            thing
            for thing in reversed(self.objects[kind].values())
            if all(thing[name] == value for name, value in asked.items())
        ]

    @contextmanager
    def asked_by(self, request_id: str, key: str | None) -> Iterator[None]:
        """Events that arise meanwhile name this request."""
        before, self.cause = self.cause, {"id": request_id, "idempotency_key": key}
        try:
            yield
        finally:
            self.cause = before
