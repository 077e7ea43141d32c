"""Which function does a job of which name, and which jobs the clock asks for."""

from collections.abc import Callable
from datetime import timedelta

Handler = Callable[..., None]
handlers: dict[str, Handler] = {}
clockwork: dict[str, timedelta] = {}


def job(name: str, every: timedelta | None = None) -> Callable[[Handler], Handler]:
    """Register a handler. It gets the job's arguments, commits once itself, and may run twice.

    With `every`, the worker asks for it again and again, without arguments.
    """

    def register(do: Handler) -> Handler:
        if handlers.get(name, do) is not do:
            raise LookupError(f"two handlers for {name!r}")
        handlers[name] = do
        if every:
            clockwork[name] = every
        return do

    return register


def handler_of(name: str) -> Handler:
    """Raises LookupError when nobody registered the name."""
    if name not in handlers:
        raise LookupError(f"nobody does {name!r}")
    return handlers[name]
