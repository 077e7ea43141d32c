"""What lower floors announce and upper floors do, inside the same transaction: named, registered, never guessed."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Effect = Callable[..., None]
_effects: dict[str, list[Effect]] = defaultdict(list)


def effect(name: str) -> Callable[[Effect], Effect]:
    """Register the decorated function to be called when `name` is brought about."""

    def register(do: Effect) -> Effect:
        if do not in _effects[name]:
            _effects[name].append(do)
        return do

    return register


def bring_about(name: str, *about: Any) -> None:
    """Call everything registered under `name`. Raises LookupError when nobody registered it."""
    if not _effects[name]:
        raise LookupError(f"nobody registered {name!r}")
    for do in _effects[name]:
        do(*about)
