"""What people type to come in."""

import re
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from marketplace.accounts.rules import fault_of_password
from marketplace.web.forms import AtMost, LineField, Needed, PhoneField, PostForm
from marketplace.web.phones import format_phone, read_phone

ABOUT_PASSWORDS = "Paling sedikit 8 huruf atau angka. Kalimat pendek paling mudah diingat."
MAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}")


def read_destination(typed: str) -> str:
    """A phone number as digits, or an e-mail address in lower case. Raises ValueError with a sentence."""
    if "@" not in typed:
        return read_phone(typed)
    address = typed.strip().lower()
    if len(address) > 254 or not MAIL.fullmatch(address):
        raise ValueError("Alamat e-mail ini belum benar. Contoh: sari@contoh.id")
    return address


class DestinationField(PhoneField):
    """A phone number or an e-mail address; data is digits, or the address in lower case."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed, self.data = (valuelist[0] if valuelist else ""), None
        if self.typed.strip():
            self.data = read_destination(self.typed)

    def _value(self) -> str:
        if self.data and "@" in self.data:
            return str(self.data)
        return str(super()._value())


class DigitsField(StringField):
    """Six digits, however they were pasted: 123 456, 123-456."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = re.sub(r"[\s-]", "", valuelist[0]) if valuelist else ""
        if self.data and not re.fullmatch(r"[0-9]{6}", self.data, re.ASCII):
            raise ValueError("Kodenya enam angka.")


class Wanted(Needed):
    """Needed, on a page where everything is: "wajib" beside each label would only be noise."""

    field_flags: dict[str, bool] = {}


class AskForm(PostForm):
    """Where a code shall be sent."""

    nomor = DestinationField("Nomor HP", [Wanted("Isi nomormu dulu.")])
    next = HiddenField()

    def speak_of_mail(self) -> None:
        """For those without a phone of their own."""
        self.nomor.label.text = "Alamat e-mail"


class SignInForm(AskForm):
    """Number and password."""

    sandi = PasswordField("Kata sandi", [Wanted("Isi kata sandimu, atau minta kode."), AtMost(128)])
    ingat = BooleanField("Ingat perangkat ini selama 30 hari", default=True)


class CodeForm(PostForm):
    """The digits that came."""

    kode = DigitsField("Enam angka", [Wanted("Isi enam angka dari pesan itu.")])


class SignInCodeForm(CodeForm):
    """The digits, and whether to stay signed in."""

    ingat = BooleanField("Ingat perangkat ini selama 30 hari", default=True)


class PasswordForm(PostForm):
    """A new password. `about_me` are words that it must not hold."""

    about_me: tuple[str, ...] = ()
    sandi_baru = PasswordField(
        "Kata sandi baru", [Wanted("Tulis kata sandi baru.")], description=ABOUT_PASSWORDS
    )

    def is_about(self, name: str, destination: str) -> None:
        local = destination if "@" in destination else format_phone(destination)
        self.about_me = (*name.split(), local, local.replace("-", ""), destination)

    def validate_sandi_baru(self, field: Any) -> None:
        fault = fault_of_password(field.data, self.about_me)
        if fault:
            raise ValidationError(fault)


class ResetForm(CodeForm, PasswordForm):
    """The digits and the new password, on one page."""


class NameForm(PasswordForm):
    """Who is this, after the number has been proved."""

    nama = LineField(
        "Namamu",
        [Wanted("Tulis namamu."), AtMost(80)],
        description="Nama yang dikenal tetangga, misalnya Bu Sari.",
    )
    sandi_baru = PasswordField(
        "Kata sandi", [Wanted("Tulis kata sandi.")], description=ABOUT_PASSWORDS
    )


class MyNameForm(PostForm):
    nama = LineField("Nama", [Wanted("Tulis namamu."), AtMost(80)])


class ChangePasswordForm(PasswordForm):
    """The old password and the new one; who never had one leaves the old one out."""

    sandi = PasswordField("Kata sandi sekarang", [Wanted("Isi kata sandi yang sekarang.")])
