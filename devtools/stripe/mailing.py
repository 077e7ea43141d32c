"""An account's webhooks: where events go, and how a test disturbs them on the way."""

import json
import threading
from dataclasses import dataclass, field

from devtools.stripe.office import Endpoint, Office, Parcel
from devtools.stripe.things import Thing


@dataclass
class Mailing:
    """`dropping`: how many events are still to be lost, -1 for all. `copies`: deliveries of each."""

    office: Office
    endpoints: list[Endpoint] = field(default_factory=list)
    dropping: int = 0
    copies: int = 1
    holding: bool = False
    held: list[Parcel] = field(default_factory=list)
    attempts: list[Thing] = field(default_factory=list)
    reached: set[tuple[str, str]] = field(default_factory=set)
    outstanding: int = 0  # parcels posted and not yet delivered or given up; the office counts
    lock: threading.Lock = field(default_factory=threading.Lock)

    def endpoints_for(self, type_: str) -> list[Endpoint]:
        return [endpoint for endpoint in self.endpoints if endpoint.wants(type_)]

    def send(self, event: Thing) -> None:
        parcels = self.parcels_of(event)
        with self.lock:
            if self.dropping:
                self.dropping -= self.dropping > 0
                return
            if self.holding:
                self.held += parcels * self.copies
                return
        for parcel in parcels:
            self.carry(parcel, self.copies)

    def parcels_of(self, event: Thing) -> list[Parcel]:
        body = json.dumps(event, indent=2).encode()
        return [
            Parcel(self, endpoint, event, body) for endpoint in self.endpoints_for(event["type"])
        ]

    def carry(self, parcel: Parcel, times: int) -> None:
        for _ in range(times):
            self.office.post([Parcel(self, parcel.endpoint, parcel.event, parcel.body)])

    def release(self, reverse: bool) -> int:
        """Deliver what was held, strictly one after the other; how many."""
        with self.lock:
            job, self.held, self.holding = self.held, [], False
        if job:
            fresh = [Parcel(self, one.endpoint, one.event, one.body) for one in job]
            self.office.post(fresh[::-1] if reverse else fresh)
        return len(job)

    def redeliver(self, event: Thing, times: int) -> None:
        for parcel in self.parcels_of(event):
            self.carry(parcel, times)

    def note(self, parcel: Parcel, status: int | None, error: str | None, arrived: bool) -> None:
        event, url = parcel.event, parcel.endpoint.url
        with self.lock:
            self.attempts.append(
                {
                    "event": event["id"],
                    "type": event["type"],
                    "url": url,
                    "attempt": parcel.tries,
                    "status": status,
                    "error": error,
                }
            )
            if arrived and (event["id"], url) not in self.reached:
                self.reached.add((event["id"], url))
                event["pending_webhooks"] = max(0, event["pending_webhooks"] - 1)
