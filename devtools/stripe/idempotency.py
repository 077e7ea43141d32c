"""Idempotency keys: one key, one piece of work, one answer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from devtools.stripe.account import Account
from devtools.stripe.errors import StripeError
from devtools.stripe.things import Thing

OTHER_PARAMETERS = (
    "Keys for idempotent requests can only be used with the same parameters they were first used "
    "with. Try using a key other than '{}' if you meant to execute a different request."
)
IN_USE = (
    "There is currently another in-progress request using this Idempotent Key (that probably "
    "means you submitted twice, and the other request is still going through): {}. "
    "Please try again later."
)
LONGEST = 255
REMEMBERED = 24 * 60 * 60  # seconds


@dataclass
class Kept:
    fingerprint: str
    request_id: str
    at: int
    answer: tuple[int, Thing] | None = None  # None while the work goes on


@dataclass(frozen=True)
class Answer:
    status: int
    body: Thing
    replay_of: str | None = None  # the request id of the first answer


def once(
    account: Account, key: str | None, fingerprint: str, request_id: str, work: Callable[[], Thing]
) -> Answer:
    """Do the work under its key, or give the answer it had."""
    if key is None:
        return Answer(200, work())
    if found := begin(account, key, Kept(fingerprint, request_id, account.now())):
        status, body = found.answer or (0, {})
        return Answer(status, body, replay_of=found.request_id)
    kept = account.kept[key]
    try:
        kept.answer = (200, work())
    except StripeError as error:
        if error.saved:
            kept.answer = (error.status, error.body(request_id))
        raise
    finally:
        with account.lock, suppress(KeyError):
            if kept.answer is None and account.kept[key] is kept:
                del account.kept[key]
    return Answer(*kept.answer)


def begin(account: Account, key: str, mine: Kept) -> Kept | None:
    """Take the key, or find what it stands for."""
    if not 0 < len(key) <= LONGEST:
        says = f"Idempotency keys have 1 to {LONGEST} characters"
        raise StripeError(says, kind="idempotency_error", saved=False)
    with account.lock:
        before = account.kept.get(key)
        if before and before.answer and before.at <= mine.at - REMEMBERED:
            del account.kept[key]
        found = account.kept.setdefault(key, mine)
    if found is mine:
        return None
    if found.fingerprint != mine.fingerprint:
        raise StripeError(OTHER_PARAMETERS.format(key), kind="idempotency_error", saved=False)
    if found.answer is None:
        code = "idempotency_key_in_use"
        raise StripeError(IN_USE.format(key), status=409, code=code, saved=False)
    return found
