"""Strict parameters, declared: what is unknown, missing, empty or misshapen is refused by its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from devtools.stripe.errors import StripeError, invalid
from devtools.stripe.kinds import Kind, Raw

STEP = re.compile(r"[^\[\]]+|(?<=\[)(?=\])")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Raw]:
    """`line_items[0][quantity]=2` as a tree; a list is a dictionary by position."""
    tree: dict[str, Raw] = {}
    for name, value in pairs:
        *path, last = STEP.findall(name) or [name]
        node = tree
        for step in path:
            node = node.setdefault(step, {})
            if not isinstance(node, dict):
                raise invalid(f"Invalid hash: {name}", name)
        node[last or str(len(node))] = value
    return tree


@dataclass(frozen=True)
class Fields:
    known: dict[str, Kind]
    required: tuple[str, ...] = field(default=())

    def read(self, raw: Raw, name: str = "") -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise invalid("Invalid object", name)
        self.refuse_unknown(raw, name)
        for key in self.required:
            if key not in raw:
                raise missing(inside(name, key))
        return {key: self.known[key].read(value, inside(name, key)) for key, value in raw.items()}

    def refuse_unknown(self, raw: dict[str, Raw], name: str) -> None:
        unknown = [inside(name, key) for key in raw if key not in self.known]
        if unknown:
            plural = "s" if len(unknown) > 1 else ""
            says = f"Received unknown parameter{plural}: {', '.join(unknown)}"
            raise invalid(says, unknown[0], "parameter_unknown")


def inside(name: str, key: str) -> str:
    return f"{name}[{key}]" if name else key


def missing(name: str) -> StripeError:
    return invalid(f"Missing required param: {name}.", name, "parameter_missing")
