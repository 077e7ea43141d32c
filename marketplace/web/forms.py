"""Forms that read the request by themselves, and the fields this market needs."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Form, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from marketplace.kit.percent import format_percent, parse_percent
from marketplace.kit.rupiah import LARGEST, format_rupiah, parse_rupiah
from marketplace.web.phones import BadPhone, format_phone, read_phone
from marketplace.web.sentences import Spoken

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class PostForm(Form):
    """A form that reads the request by itself, files included. It answers only to its own POST."""

    Meta = Spoken

    def __init__(self, **kwargs: Any) -> None:
        sent: CombinedMultiDict[str, Any] | None = None
        if request.method == "POST":
            sent = CombinedMultiDict([request.files, request.form])
        super().__init__(sent, **kwargs)

    def accepted(self) -> bool:
        """Posted and without a fault. A refused form is shown again with status 422."""
        return request.method == "POST" and self.validate()


class QueryForm(Form):
    """A filter read from the address. Faulty values are dropped, for a GET must always answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)
        self.validate()


def clean_text(value: str | None) -> str | None:
    """Without edges, control characters and direction overrides, composed (NFC)."""
    if value is None:
        return None
    text = unicodedata.normalize("NFC", CONTROL.sub("", value.replace("\r\n", "\n")))
    return text.encode("utf-8", "ignore").decode().strip()


def one_line(value: str | None) -> str | None:
    """Clean text with every run of white space made one space."""
    text = clean_text(value)
    return " ".join(text.split()) if text else text


def options_of(pairs: Iterable[tuple[Any, str]], group: str | None = None) -> list[SelectChoice]:
    """(value, label) pairs as the choices of a select or radio field, in a group of their own when it has a name."""
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]


class LineField(StringField):
    """One line of text."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=(one_line,), **kwargs)


class TextField(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=(clean_text,), **kwargs)


class Needed:
    """The field must hold something; zero counts as something."""

    field_flags = {"required": True}

    def __init__(self, sentence: str = "Isi bagian ini dulu.") -> None:
        self.sentence = sentence

    def __call__(self, _form: Form, field: Any) -> None:
        if (
            field.errors or field.process_errors
        ):  # it holds something, and its own sentence says what is wrong
            raise StopValidation
        if field.data is None or field.data == "" or field.data == []:
            raise StopValidation(self.sentence)


class AtMost:
    """At most so many characters."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.field_flags = {"maxlength": longest}

    def __call__(self, _form: Form, field: Any) -> None:
        if field.data and len(field.data) > self.longest:
            raise ValidationError(f"Terlalu panjang, paling banyak {self.longest} huruf.")


class IdField(StringField):
    """The number of a row; data is None for anything that cannot be one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if len(valuelist) == 1 else ""
        self.data = int(typed) if re.fullmatch(r"[0-9]{1,9}", typed, re.ASCII) else None


class RupiahField(StringField):
    """An amount as people type it; data is a whole number of rupiah or None."""

    typed: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = typed = valuelist[0] if valuelist else ""
        self.data = None
        if not typed.strip():
            return
        try:
            self.data = parse_rupiah(typed)
        except ValueError as error:
            raise ValueError("Tulis jumlahnya seperti 15.000, tanpa koma.") from error
        if self.data > LARGEST:
            self.data = None
            raise ValueError("Jumlahnya terlalu besar.")

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else format_rupiah(self.data).removeprefix("Rp")


class PercentField(StringField):
    """A rate as people type it (2,5); data is basis points, at most `most`, or None."""

    def __init__(
        self, label: str | None = None, validators: Any = None, most: int = 10_000, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        if not self.typed.strip():
            return
        try:
            found = parse_percent(self.typed)
        except ValueError as error:
            raise ValueError("Tulis persennya seperti 2 atau 2,5.") from error
        if found > self.most:
            raise ValueError(f"Paling banyak {format_percent(self.most)}.")
        self.data = found

    def _value(self) -> str:
        typed = getattr(self, "typed", None)
        if typed is not None:
            return typed
        return "" if self.data is None else format_percent(self.data).removesuffix("%")


class CountField(IntegerField):
    """A whole number typed with plain digits (dots between thousands allowed), within limits."""

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,
        least: int = 0,
        most: int = 100_000,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        if len(valuelist) > 1:
            raise ValueError("Isi satu angka saja.")
        if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}", typed, re.ASCII):
            raise ValueError("Tulis dengan angka bulat saja.")
        number = int(typed.replace(".", ""))
        if not self.least <= number <= self.most:
            raise ValueError(f"Isi antara {self.least} dan {self.most}.")
        self.data = number


class PhoneField(StringField):
    """A phone number; data is digits with country code."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        if self.typed.strip():
            try:
                self.data = read_phone(self.typed)
            except BadPhone as error:
                raise ValueError(str(error)) from error

    def _value(self) -> str:
        typed = getattr(self, "typed", None)
        return typed if typed is not None else format_phone(self.data)
