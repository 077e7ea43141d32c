"""A person joins, changes the password, moves to another number."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import lazyload

from marketplace.accounts.models import User
from marketplace.accounts.passwords import hash_password
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db, lock
from marketplace.web.effects import bring_about


class Taken(ValueError):
    """The phone or e-mail is already somebody's."""


def create_user(
    name: str, *, phone: str | None = None, email: str | None = None, password: str | None = None
) -> User:
    """A person whose phone or e-mail has just been verified. Raises Taken; nothing is kept then."""
    password_hash = hash_password(password) if password else None
    begin_write()
    at = now()
    user = User(
        name=name,
        phone=phone,
        phone_verified_at=at if phone else None,
        email=email,
        email_verified_at=at if email else None,
        password_hash=password_hash,
        created_at=at,
    )
    with taken_when_not_unique():
        db.session.add(user)
    if phone:
        bring_about("phone_verified", user)
    return user


def find_user(destination: str) -> User | None:
    """Whoever proved to own this phone (digits) or e-mail; None for strangers and disabled people."""
    found: User | None = db.session.scalar(owner_of(destination))
    return found


def is_known(destination: str) -> bool:
    """The same question with the same amount of work for either answer."""
    return bool(db.session.scalar(db.select(owner_of(destination).exists())))


def owner_of(destination: str) -> Select[Any]:
    """Roles are left for later: who is only looked for must not take longer to find than to miss."""
    column = User.email if "@" in destination else User.phone
    verified = User.email_verified_at if "@" in destination else User.phone_verified_at
    query: Select[Any] = db.select(User).options(lazyload(User.grants))
    return query.where(column == destination, verified.is_not(None), User.disabled_at.is_(None))


def set_password(user: User, password_hash: str) -> None:
    """Keep the new hash, made before the transaction began."""
    lock(user)
    user.password_hash = password_hash


def set_destination(user: User, destination: str) -> None:
    """A proven phone or e-mail takes the place of the old one. Raises Taken."""
    lock(user)
    is_mail = "@" in destination
    with taken_when_not_unique():
        if is_mail:
            user.email, user.email_verified_at = destination, now()
        else:
            user.phone, user.phone_verified_at = destination, now()
    if not is_mail:
        bring_about("phone_verified", user)


@contextmanager
def taken_when_not_unique() -> Iterator[None]:
    """Let the database's own uniqueness decide, so that two tabs cannot both win; the rest stays undisturbed."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        raise Taken from error
