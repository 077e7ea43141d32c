"""Whom an RW admin appoints: by the phone number a neighbour signed up with."""

from wtforms import RadioField

from marketplace.accounts.rules import Role
from marketplace.web.forms import Needed, PhoneField, PostForm, options_of

ROLES = [(role.value, role.label) for role in (Role.RW_ADMIN, Role.TREASURER)]


class PersonForm(PostForm):
    phone = PhoneField("Nomor HP", [Needed("Tulis nomor HP-nya.")])


class AppointForm(PersonForm):
    role = RadioField(
        "Sebagai", [Needed("Pilih perannya.")], choices=options_of(ROLES), default=ROLES[0][0]
    )
