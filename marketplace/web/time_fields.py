"""Days and hours as browsers send them and as people type them. An empty one is simply empty."""

from typing import Any

from wtforms import DateField, TimeField

HOURS = ["%H:%M", "%H:%M:%S", "%H.%M"]


class DayField(DateField):
    """A date, 2026-11-25; the browser draws a calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if any(typed.strip() for typed in valuelist):
            super().process_formdata(valuelist)


class HourField(TimeField):
    """An hour of the day, 14:00 or 14.00."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=HOURS, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if any(typed.strip() for typed in valuelist):
            super().process_formdata(valuelist)
