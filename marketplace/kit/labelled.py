"""Enums that are stored in English and shown in Indonesian."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """Members pair the stored word with its label: `READY = "ready", "Siap diambil"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs in the order of definition, for a select or radio field."""
        return [(member.value, member.label) for member in cls]
