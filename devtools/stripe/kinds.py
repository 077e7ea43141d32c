"""Kinds of values: each reads what came over the wire, or refuses it by its name."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from devtools.stripe.errors import invalid

Raw = Any  # a string, or a tree of dictionaries with strings as leaves
EMPTY = (
    "You passed an empty string for '{0}'. We assume empty values are an attempt to unset a "
    "parameter; however '{0}' cannot be unset. You should remove '{0}' from your request or "
    "supply a non-empty value."
)


class Kind(Protocol):
    def read(self, raw: Raw, name: str) -> Any: ...


def text_of(raw: Raw, name: str) -> str:
    if not isinstance(raw, str):
        raise invalid(f"Invalid string: {raw}", name)
    if raw == "":
        raise invalid(EMPTY.format(name), name, "parameter_invalid_empty")
    return raw


@dataclass(frozen=True)
class Text:
    longest: int = 5000
    pattern: str = ""
    says: str = "Invalid value: {}"
    code: str | None = None

    def read(self, raw: Raw, name: str) -> str:
        text = text_of(raw, name)
        if len(text) > self.longest:
            says = f"Invalid string: must be at most {self.longest} characters"
            raise invalid(says, name, "parameter_invalid_string_too_long")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise invalid(self.says.format(text), name, self.code)
        return text


URL = Text(5000, r"https?://[^\s/]+(/\S*)?", "Not a valid URL", "url_invalid")
EMAIL = Text(512, r"[^@\s]+@[^@\s]+\.[^@\s]+", "Invalid email address: {}", "email_invalid")


@dataclass(frozen=True)
class Whole:
    """An integer; Stripe never takes 1.5, 1e3 or 15,000 for one."""

    least: int = 0
    most: int = 10**14

    def read(self, raw: Raw, name: str) -> int:
        text = text_of(raw, name)
        if not re.fullmatch(r"-?\d{1,18}", text):
            raise invalid(f"Invalid integer: {text}", name, "parameter_invalid_integer")
        number = int(text)
        if number < self.least:
            says = f"This value must be greater than or equal to {self.least}."
            raise invalid(says, name, "parameter_invalid_integer")
        if number > self.most:
            says = f"This value must be less than or equal to {self.most}."
            raise invalid(says, name, "parameter_invalid_integer")
        return number


@dataclass(frozen=True)
class Choice:
    words: tuple[str, ...]

    def read(self, raw: Raw, name: str) -> str:
        text = text_of(raw, name)
        if text not in self.words:
            raise invalid(f"Invalid {name}: must be one of {', '.join(self.words)}", name)
        return text


class Flag:
    def read(self, raw: Raw, name: str) -> bool:
        if raw not in ("true", "false"):
            raise invalid(f"Invalid boolean: {raw}", name)
        return bool(raw == "true")


class Metadata:
    """At most 50 pairs, keys of 40, values of 500 characters."""

    def read(self, raw: Raw, name: str) -> dict[str, str]:
        if not isinstance(raw, dict) or not all(isinstance(v, str) for v in raw.values()):
            raise invalid(f"Invalid hash: {name}", name)
        if len(raw) > 50:
            raise invalid("Metadata can have at most 50 keys", name)
        for key, value in raw.items():
            if len(key) > 40 or len(value) > 500:
                says = "Metadata keys take 40 characters and values 500"
                raise invalid(says, f"{name}[{key}]", "parameter_invalid_string_too_long")
        return {key: value for key, value in raw.items() if value}


@dataclass(frozen=True)
class ListOf:
    kind: Kind
    most: int = 100

    def read(self, raw: Raw, name: str) -> list[Any]:
        if not isinstance(raw, dict) or not all(key.isdecimal() for key in raw):
            raise invalid("Invalid array", name)
        if len(raw) > self.most:
            raise invalid(f"Array {name} exceeds the limit of {self.most}", name)
        ordered = sorted(raw.items(), key=lambda item: int(item[0]))
        return [self.kind.read(value, f"{name}[{key}]") for key, value in ordered]
