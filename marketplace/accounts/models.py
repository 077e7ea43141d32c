"""Users, their sessions and grants, one-time codes, and the trail of who did what."""

import hmac
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.rules import Purpose, Role, code_is_alive, short_name
from marketplace.kit.clock import now
from marketplace.web.db import db

NEVER = datetime.min.replace(tzinfo=UTC)


def unique_where_verified(column: str) -> Index:
    """Unverified claims may repeat; a verified phone or e-mail belongs to one person."""
    where = text(f"{column}_verified_at IS NOT NULL")
    name = f"uq_users_{column}_verified"
    return Index(name, column, unique=True, sqlite_where=where, postgresql_where=where)


def one_grant(scope: str, where: str, *columns: str) -> Index:
    """A role is given once for each scope. (NULLs are never equal, so one constraint over all would not hold.)"""
    condition = text(where)
    columns = ("user_id", "role", *columns)
    name = f"uq_grants_{scope}"
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


class User(db.Model):
    """A person. `token` is set only while a session of theirs is in use (flask-login stores it)."""

    __tablename__ = "users"
    __table_args__ = (unique_where_verified("phone"), unique_where_verified("email"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str | None]  # digits, 62…
    phone_verified_at: Mapped[datetime | None]
    email: Mapped[str | None]
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    disabled_at: Mapped[datetime | None]
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", foreign_keys="Grant.user_id", lazy="selectin"
    )

    token = ""
    session_id = 0
    seen_at = NEVER
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        """What flask-login keeps in the cookie: the session's secret, never the user's number."""
        return self.token

    @property
    def first_name(self) -> str:
        return short_name(self.name)

    def has(self, role: Role, *, market_id: int | None = None, stall_id: int | None = None) -> bool:
        """Whether a grant gives this role, within this scope when one is named."""
        return any(
            grant.role is role
            and (market_id is None or grant.market_id == market_id)
            and (stall_id is None or grant.stall_id == stall_id)
            for grant in self.grants
        )

    def scopes(self, role: Role) -> list[int]:
        """Ids of the stalls (producer) or markets (rw_admin, treasurer) that the role holds for."""
        ids = [
            g.stall_id if role is Role.PRODUCER else g.market_id
            for g in self.grants
            if g.role is role
        ]
        return [scope for scope in ids if scope is not None]


class UserSession(db.Model):
    """One signed-in device. Ending the row ends it at once, whatever the cookie says."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class Grant(db.Model):
    """A role of a user, for one stall, one market, or the whole city."""

    __tablename__ = "grants"
    __table_args__ = (
        one_grant("stall", "stall_id IS NOT NULL", "stall_id"),
        one_grant("market", "market_id IS NOT NULL", "market_id"),
        one_grant("city", "stall_id IS NULL AND market_id IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role]
    market_id: Mapped[int | None] = mapped_column(ForeignKey("markets.id"), index=True)
    stall_id: Mapped[int | None] = mapped_column(ForeignKey("stalls.id"), index=True)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])


class OneTimeCode(db.Model):
    """Six digits sent to a phone or e-mail, bound to a purpose and to the device that asked.

    `code_digest` is keyed with the site's secret. The digits travel in the sending job, which clears them.
    """

    __tablename__ = "one_time_codes"
    __table_args__ = (Index("ix_one_time_codes_destination", "destination", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose]
    destination: Mapped[str]
    code_digest: Mapped[str]
    device_digest: Mapped[str]
    network: Mapped[str] = mapped_column(index=True)  # that asked, for the limits
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    def answer(self, code_digest: str, at: datetime) -> bool:
        """Use the code up, or count a wrong try; the fifth kills it. Asked under the row's lock."""
        if not code_is_alive(at - self.created_at, self.tries, used=self.used_at is not None):
            return False
        if hmac.compare_digest(self.code_digest, code_digest):
            self.used_at = at
            return True
        self.tries += 1
        return False


class SignInFailure(db.Model):
    """One wrong password: counted per account and per network, forgotten after a day."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        Index("ix_sign_in_failures_account", "account_digest", "at"),
        Index("ix_sign_in_failures_network", "network", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_digest: Mapped[str]  # of the phone or e-mail that was typed, known or not
    network: Mapped[str]
    at: Mapped[datetime]


class AuditEntry(db.Model):
    """Who did what to whose thing, when, with before and after. Never changed, never deleted."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_market", "market_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    market_id: Mapped[int | None] = mapped_column(ForeignKey("markets.id"))
    action: Mapped[str]  # an Indonesian sentence part: "menyetujui lapak"
    about: Mapped[str]  # what a person calls the thing
    subject: Mapped[str]  # machine name of the thing: "stall:12"
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    actor: Mapped[User | None] = relationship()
