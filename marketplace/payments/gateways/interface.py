"""What every provider of online payments does, and the words in which it answers: rupiah, UTC, our own states."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from marketplace.kit.labelled import Labelled
from marketplace.kit.rupiah import Rupiah


class UnknownProvider(LookupError):
    """No provider of this name is configured."""


class ProviderDown(Exception):
    """The provider did not answer, or not usefully; asking again later is safe."""


class Refused(Exception):
    """The provider will not do this, however often it is asked. `code` is the provider's word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class BadEvent(ValueError):
    """This message does not come from the provider, or cannot be read."""


class Stage(Labelled):
    """How far a payment session is. `processing`: the buyer is done, the money is still on its way."""

    OPEN = "open", "Terbuka"
    PROCESSING = "processing", "Sedang diproses"
    PAID = "paid", "Lunas"
    EXPIRED = "expired", "Lewat waktu"


class Outcome(Labelled):
    """How far money on its way back is."""

    PENDING = "pending", "Dalam perjalanan"
    SUCCEEDED = "succeeded", "Sampai"
    FAILED = "failed", "Gagal"


@dataclass(frozen=True)
class Ask:
    """All that a session is opened with. Kept with the payment before the call, so that a second call is the same.

    `lines` are (name, rupiah) and come to the payment's amount; `expires_at` is in seconds since 1970.
    """

    key: str
    reference: str
    group: str
    lines: tuple[tuple[str, int], ...]
    expires_at: int
    success_url: str
    cancel_url: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Ask":
        lines = tuple((str(name), int(amount)) for name, amount in kept["lines"])
        return cls(**{**kept, "lines": lines})


@dataclass(frozen=True)
class Fee:
    """What the provider kept, once for each `id`."""

    id: str
    amount: Rupiah


@dataclass(frozen=True)
class RefundState:
    """Money on its way back. `ours` is the key we sent it under, empty when somebody did it at the provider.

    `is_nameless`: it could not carry a key, so it may be ours all the same.
    """

    id: str
    amount: Rupiah
    outcome: Outcome
    ours: str = ""
    is_nameless: bool = False


@dataclass(frozen=True)
class DisputeState:
    """A buyer's bank asks for the money. `withdrawn`: what it has taken as of now."""

    id: str
    amount: Rupiah
    withdrawn: Rupiah
    is_closed: bool = False
    is_won: bool = False


@dataclass(frozen=True)
class SessionState:
    """What the provider says of a session now, with everything that has happened to its money.

    `amount` is None when it is not in whole rupiah: nobody asked for that; or while nobody has paid. `fees` lacks the
    charge's until it is known; a provider that never tells gives one of nothing.
    """

    provider: str
    id: str
    reference: str
    stage: Stage
    amount: Rupiah | None
    url: str | None = None
    intent: str | None = None
    charge: str | None = None
    fees: tuple[Fee, ...] = ()
    refunds: tuple[RefundState, ...] = ()
    disputes: tuple[DisputeState, ...] = ()


@dataclass(frozen=True)
class Event:
    """A hint that something happened. `session` or `intent` say to what; without them it is none of our business."""

    id: str
    type: str
    created: datetime
    object_id: str
    payload: dict[str, Any] = field(repr=False)
    session: str | None = None
    intent: str | None = None


class Gateway(Protocol):
    """A provider. Every method but those that read an event goes over the network: never call one inside a transaction.

    All of them raise ProviderDown and Refused.
    """

    name: str
    tells_once: bool

    def open_session(self, ask: Ask) -> SessionState:
        """The page on which the buyer pays; with the same Ask always the same one.

        Refused for an Ask that was answered before, when it `tells_once`.
        """

    def fetch(self, session: str) -> SessionState:
        """How a session stands now."""

    def find(self, intent: str) -> SessionState | None:
        """The session of a payment intent, if it has one."""

    def expire(self, session: str, page: str = "") -> SessionState:
        """Let nobody pay it any more; gives how it stands then, which may be paid. `page`: where it was to be paid."""

    def refund(self, intent: str, amount: Rupiah | None, key: str) -> RefundState:
        """Give money back (None: all of it), once for each key."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """What a webhook was sent, when its signature is the provider's. Raises BadEvent."""

    def event_from(self, payload: dict[str, Any]) -> Event:
        """An event that was stored before, and so was believed then."""

    def events_since(self, at: datetime) -> Iterator[Event]:
        """The events that may be about our payments, newest first."""

    def balance(self) -> Rupiah | None:
        """All that came, less what went back, fees and disputed money; what it paid out to us still counts.

        None when it does not tell.
        """
